"""What a report of a call or a text is, whichever of the two it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from beforehand.rules.captures import Captured, Unreadable
from beforehand.rules.contact_points import normal_phone

SOURCE = "telephony"
# What the provider writes for ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN and UNAVAILABLE on a telephone's keys.
_WITHHELD = frozenset({"+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"})
_APPS = ("whatsapp:", "rcs:")


@dataclass(frozen=True, slots=True)
class Report:
    """A contact, and the outcomes of an earlier report of the same event than which this one knows more."""

    captured: Captured
    outdoes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """Our number, in its normal form, and the country by which others are dialled from it."""

    number: str
    country: str


def number_of(written: str, line: Line) -> str | None:
    """The E.164 of a party; None for a withheld number, a short code, a name, and for our own line."""
    for app in _APPS:
        written = written.removeprefix(app)
    if written in _WITHHELD or ":" in written or "@" in written:
        return None
    number = normal_phone(written, line.country)
    return None if number == line.number else number


def event_id(fields: Mapping[str, str], *names: str) -> str:
    """The provider's own id of the event, by the first of these fields that is there."""
    for name in names:
        if found := fields.get(name, "").strip():
            if len(found) > 64:
                raise Unreadable(f"{name}: an id has 64 characters at most.")
            return found
    raise Unreadable(f"{names[-1]} is missing: this is no report of a call or a text.")


def moment(fields: Mapping[str, str], at: datetime) -> datetime:
    """When it was reported to have happened, and the moment it came in where the report does not say."""
    try:
        said = parsedate_to_datetime(fields.get("Timestamp", ""))
        said = (said if said.tzinfo else said.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return at
    return min(said, at).replace(microsecond=0)


def seconds_in(fields: Mapping[str, str], name: str) -> int:
    """A length in seconds; 0 where it is not said."""
    said = fields.get(name, "").strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 7 else 0
