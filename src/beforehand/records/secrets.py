"""What may not be read from a stolen database: passwords and tokens, encrypted with the installation's key."""

import base64
import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:
    _TextField = models.TextField


class UnreadableSecretError(Exception):
    """The secret was written with a key that is not among BEFOREHAND_KEY any more: it has to be entered again."""


class EncryptedTextField(_TextField):
    """Text that is encrypted at rest; empty stays empty. It can be neither searched nor sorted."""

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        if not value:
            return value
        try:
            return _cipher(tuple(settings.SECRETS_KEYS)).decrypt(value.encode()).decode()
        except InvalidToken as fault:
            raise UnreadableSecretError("Enter this password again: BEFOREHAND_KEY has changed.") from fault

    def get_prep_value(self, value: Any) -> Any:
        return value and _cipher(tuple(settings.SECRETS_KEYS)).encrypt(str(value).encode()).decode()


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    """The first key writes, each may read, so that a key can be replaced."""
    digests = (hashlib.sha256(b"beforehand secrets\0" + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
