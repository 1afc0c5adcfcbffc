"""The people behind one name: split where it is plain that there are two, never otherwise."""

import re

from beforehand.channels.client_list.rows import PersonRow

_JOINT = re.compile(r"\s*&\s*|\s*/\s*|\s+(?:and|und|et|y)\s+|\s+\+\s+", re.IGNORECASE)
_PERSON = re.compile(r"[^\W\d_][^\d@()&/+,]*")
_SUFFIX = re.compile(r"(?:jr|sr|i{2,3}|iv|md|m\.d|phd|ph\.d|esq|cpa)\.?", re.IGNORECASE)
_PARTICLES = {
    "de",
    "del",
    "della",
    "der",
    "di",
    "da",
    "dos",
    "la",
    "le",
    "van",
    "von",
    "den",
    "ter",
    "st.",
    "bin",
}
_TITLES = {"mr", "mrs", "ms", "miss", "dr", "herr", "frau", "sr", "sra"}
_FIRM = re.compile(
    r"\b(?:llc|llp|inc|ltd|corp|co|company|group|team|trust|estate|realty|properties|homes|title|law|bank|lending"
    r"|mortgage|associates|partners|sons|brothers|bros|services|gmbh|church|school|agency|insurance)\b",
    re.IGNORECASE,
)


def straight(name: str) -> str:
    """A name as one says it: "Smith, Pat" is Pat Smith; "John Smith, Jr." stays."""
    last, comma, first = (part.strip() for part in " ".join(name.split()).partition(","))
    plain = comma and last and 0 < len(first.split()) <= 3 and len(last.split()) <= 3 and "," not in first
    if not plain or _SUFFIX.fullmatch(first) or _FIRM.search(name):
        return " ".join(name.split())
    return f"{first} {last}"


def person(name: str) -> PersonRow:
    """One person's whole name in two parts; the last word is the last name, with its particles."""
    words = straight(name).split()
    end = len(words)
    while end > 2 and _SUFFIX.fullmatch(words[end - 1].rstrip(",")):
        end -= 1
    start = end - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    if start < 1:
        return PersonRow(" ".join(words), "")
    return PersonRow(" ".join(words[:start]).rstrip(","), " ".join(words[start:]))


def household(name: str) -> tuple[PersonRow, ...]:
    """The people of a name: "Dana & Luis Ortega" and "Ortega, Dana & Luis" are two, "Smith & Sons" one."""
    last, comma, firsts = (part.strip() for part in name.partition(","))
    if comma and (two := couple(firsts, last))[1:] and all(" " not in one.first_name for one in two):
        return two
    parts = _two(name)
    if parts is None:
        return (person(name),)
    first, second = parts[0].split(), parts[1].split()
    if len(second) == 1 and len(first) == 1:
        return (person(name),)
    if len(first) == 1:
        other = person(parts[1])
        return PersonRow(parts[0], other.last_name), other
    return person(parts[0]), person(parts[1])


def couple(first_name: str, last_name: str) -> tuple[PersonRow, ...]:
    """The people of a name that comes in two columns: "Dana & Luis" with "Ortega" are two of that name."""
    parts = None if _FIRM.search(last_name) else _two(first_name)
    if parts is None:
        return (PersonRow(first_name, last_name),)
    lasts = _two(last_name) or (last_name, last_name)
    return PersonRow(parts[0], lasts[0]), PersonRow(parts[1], lasts[1])


def _two(name: str) -> tuple[str, str] | None:
    parts = [part.strip() for part in _JOINT.split(" ".join(name.split()))]
    if len(parts) != 2 or _FIRM.search(name):
        return None
    for part in parts:
        words = part.lower().replace(".", "").split()
        if len(part) < 2 or not _PERSON.fullmatch(part) or len(words) > 4 or _TITLES.intersection(words[:1]):
            return None
    return parts[0], parts[1]
