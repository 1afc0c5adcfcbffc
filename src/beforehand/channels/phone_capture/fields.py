"""The single fields that a phone sends, and what is wrong with one, by its name."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from beforehand.rules.captures import Point, Unreadable, storable
from beforehand.rules.contact_points import normal_phone
from beforehand.rules.names import folded

OLDEST = timedelta(days=30)
_AHEAD = timedelta(minutes=2)  # a phone's clock may run ahead of ours
_LONGEST_CALL_S = 24 * 3600
_LONGEST_NAME = 160


class FieldFault(Unreadable):
    """One field is missing or wrong; the sentence begins with its name."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field


def word(name: str, fields: Mapping[str, object], *, longest: int) -> str:
    """The field as trimmed text; empty where it was not sent."""
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str | int | float):
        raise FieldFault(name, "send plain text or a number, not a list or a dictionary.")
    written = storable(str(value)).strip()
    if len(written) > longest:
        raise FieldFault(name, f"{len(written)} characters are too many; send {longest} at most.")
    return written


def one_of(
    name: str, fields: Mapping[str, object], known: Mapping[str, str], choices: str, usual: str = ""
) -> str:
    """The choice that the field makes, in our word for it, or the usual one where it was not sent."""
    written = word(name, fields, longest=40)
    if not written and usual:
        return usual
    if written.casefold() not in known:
        found = f"“{written}” is not known" if written else "it is missing"
        raise FieldFault(name, f"{found}; send {choices}.")
    return known[written.casefold()]


def whose(fields: Mapping[str, object], country: str) -> tuple[Point, str]:
    """The other's number, or the name alone where that is all the phone knows; and the name."""
    written, name = (word(each, fields, longest=_LONGEST_NAME) for each in ("number", "name"))
    if written:
        number = normal_phone(written, country)
        if number is None:
            raise FieldFault(
                "number", f"“{written}” is no telephone number; a name alone is sent as name instead."
            )
        return ("phone", number), name
    if not folded(name):
        raise FieldFault("number", "who was it with? Send number, or name where the phone knows no number.")
    return ("handle", f"phone:{folded(name)}"[:254]), name


def moment(fields: Mapping[str, object], zone: str, at: datetime) -> datetime:
    """When it ended, in UTC and whole seconds: now where it was not sent; a time without a zone is the member's."""
    written = word("at", fields, longest=60)
    if not written:
        return at
    said = _instant(written, zone)
    if said is None:
        raise FieldFault("at", f"“{written}” is no time; send one like 2026-11-24T09:30:00-06:00.")
    if said > at + _AHEAD:
        raise FieldFault("at", f"{written} is still to come; send a contact once it has happened.")
    if said < at - OLDEST:
        raise FieldFault("at", f"{written} is more than {OLDEST.days} days ago; log it by hand instead.")
    return min(said, at).replace(microsecond=0)


def length(fields: Mapping[str, object]) -> int | None:
    """The length of a call in seconds; None where it was not sent."""
    written = word("seconds", fields, longest=40).removesuffix(".0")
    if not written:
        return None
    if not (written.isascii() and written.isdecimal()) or int(written) > _LONGEST_CALL_S:
        raise FieldFault("seconds", f"“{written}” is no length; send whole seconds, 86400 at most.")
    return int(written)


def _instant(written: str, zone: str) -> datetime | None:
    """ISO 8601, or seconds or milliseconds since 1970 as phones count them."""
    try:
        if written.isascii() and written.isdecimal() and len(written) in (10, 13):
            return datetime.fromtimestamp(int(written[:10]), UTC)
        said = datetime.fromisoformat(written)
        return (said if said.tzinfo else said.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
