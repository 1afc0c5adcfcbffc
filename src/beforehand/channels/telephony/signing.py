"""Whether a report is the provider's own: signed with the account's secret."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

_PORTS = {"https": 443, "http": 80}


def signature(secret: str, url: str, fields: Iterable[tuple[str, Iterable[str]]]) -> str:
    """Twilio's X-Twilio-Signature of a form posted to `url`, the whole address as Twilio was given it."""
    written = "".join(key + value for key, values in sorted(fields) for value in sorted(set(values)))
    digest = hmac.new(secret.encode(), (url + written).encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def is_signed(given: str, secret: str, url: str, fields: Iterable[tuple[str, Iterable[str]]]) -> bool:
    """Whether the signature is right, with or without a port in the address: Twilio signs either. In constant time."""
    fields = list(fields)
    right = [
        hmac.compare_digest(signature(secret, each, fields).encode(), given.encode())
        for each in _spellings(url)
    ]
    return any(right)


def _spellings(url: str) -> Iterator[str]:
    yield url
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    other = host if parts.port else f"{host}:{_PORTS.get(parts.scheme, 443)}"
    yield parts._replace(netloc=other).geturl()
