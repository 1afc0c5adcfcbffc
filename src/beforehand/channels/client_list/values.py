"""What stands in one cell or property: several values at once, labels with marks, faults."""

import re
from collections.abc import Iterable

from beforehand.channels.client_list.rows import Value
from beforehand.rules.contact_points import normal_email

_NOTHING = {"", "-", "--", "n/a", "na", "none", "null", "nil", "unknown"}
_PHONES = re.compile(r":::|[|\n\r]|;(?!\s?(?:ext|phone-context|isub)=)|,\s|\s/\s", re.IGNORECASE)
_EMAILS = re.compile(r":::|[;|\n\r]|,(?=[^,;<>\"]*@)|\s/\s")
_LABELS = re.compile(r":::|[;|\n\r,]")
_GOOGLE_LABELS = re.compile(r":::")
_SYSTEM_LABELS = {"mycontacts", "my contacts", "other contacts"}
_CUT_NUMBER = re.compile(r"\d[.,]\d+E\+?\d+", re.IGNORECASE)


def is_nothing(cell: str) -> bool:
    """Whether a trimmed cell says in one way or another that there is no value."""
    return cell.lower() in _NOTHING


def phones_in(cell: str, label: str) -> list[Value]:
    """The phone numbers of a cell, each as written."""
    return _values(_PHONES.split(cell), label)


def emails_in(cell: str, label: str) -> list[Value]:
    """The e-mail addresses of a cell, each as written."""
    return _values(_EMAILS.split(cell), label)


def _values(parts: Iterable[str], label: str) -> list[Value]:
    return [Value(label, part) for part in map(str.strip, parts) if not is_nothing(part)]


def labels_in(cells: Iterable[str], make: str) -> tuple[str, ...]:
    """The labels of these cells, each once, without the system's marks and its own groups."""
    marks = _GOOGLE_LABELS if make.startswith("google") else _LABELS
    words = (word.strip().removeprefix("*").strip() for cell in cells if cell for word in marks.split(cell))
    return tuple(dict.fromkeys(word for word in words if word and word.lower() not in _SYSTEM_LABELS))


def fault_of_phone(value: str) -> str | None:
    """Why a value can be no phone number, or None; whether it can be dialled depends on the country."""
    if _CUT_NUMBER.fullmatch(value):
        return f"“{value}” has lost digits: format the column as text and export again"
    if sum(char.isdigit() for char in value) < 3:
        return f"“{shown(value)}” is no phone number; write +1 512 555 0142"
    return None


def fault_of_email(value: str) -> str | None:
    """Why a value is no e-mail address, or None."""
    return None if normal_email(value) else f"“{shown(value)}” is no e-mail address; write name@example.com"


def shown(value: str) -> str:
    """A value as it is quoted in a problem, not longer than a line."""
    value = " ".join(value.split())
    return value if len(value) <= 60 else value[:59] + "…"
