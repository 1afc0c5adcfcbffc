"""Secrets are unreadable in the database, and a key can be replaced."""

import pytest
from django.db import connection

from beforehand.records.models import PhoneLine
from beforehand.records.secrets import UnreadableSecretError
from tests.cast import AT, Cast


def _line(cast: Cast) -> PhoneLine:
    return PhoneLine.objects.create(
        office_id=cast.bob.office_id, member=cast.bob, number="+15125550100", account="AC1", secret="hush",
        key_hash="k",
        added_at=AT,
    )  # fmt: skip


def _stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM records_phoneline")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_secret_comes_back_as_it_was_and_lies_encrypted(cast: Cast) -> None:
    line = _line(cast)
    assert PhoneLine.objects.get(pk=line.pk).secret == "hush"
    assert "hush" not in _stored()


@pytest.mark.django_db
def test_a_new_key_before_the_old_one_reads_and_writes(cast: Cast, settings) -> None:
    settings.SECRETS_KEYS = ["old"]
    line = _line(cast)
    settings.SECRETS_KEYS = ["new", "old"]
    found = PhoneLine.objects.get(pk=line.pk)
    assert found.secret == "hush"
    found.save(update_fields=["secret"])
    settings.SECRETS_KEYS = ["new"]
    assert PhoneLine.objects.get(pk=line.pk).secret == "hush"


@pytest.mark.django_db
def test_without_its_key_a_secret_is_refused_with_the_remedy(cast: Cast, settings) -> None:
    settings.SECRETS_KEYS = ["old"]
    line = _line(cast)
    settings.SECRETS_KEYS = ["other"]
    with pytest.raises(UnreadableSecretError, match="Enter this password again: BEFOREHAND_KEY has changed"):
        PhoneLine.objects.get(pk=line.pk)
