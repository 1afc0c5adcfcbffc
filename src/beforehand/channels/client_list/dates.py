"""Dates as exports write them; whether the day or the month comes first is judged over a whole column."""

import re
from collections.abc import Iterable
from datetime import date

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?=\D|$)")
_DIGITS = re.compile(r"(\d{4})()(\d\d)(\d\d)(?=\D|$)")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?=[\sT,]|$)")
_DAY_WORD = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-.\s]+([A-Za-zé]{3,9})\.?[-,\s]+(\d{4})(?=\D|$)")
_WORD_DAY = re.compile(r"([A-Za-zé]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?=\D|$)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def day_first(values: Iterable[str]) -> bool:
    """Whether 3/4/2026 in this column is the third of April, as its values above twelve tell."""
    firsts = seconds = 0
    for value in values:
        if found := _YEAR_LAST.match(value):
            firsts += int(found[1]) > 12
            seconds += int(found[3]) > 12
    return firsts > seconds


def read_date(text: str, *, day_first: bool, newest_short_year: int) -> date | None:
    """The day of a date or a datetime; None for the zeros of no date, ValueError for what is no date.

    A year of two digits is of this century up to `newest_short_year`.
    """
    if not re.search(r"[1-9]", text):
        if re.search(r"[^\d/.:\-\sTZ]", text):
            raise ValueError(text)
        return None
    year, month, day = _parts(text, day_first=day_first)
    if year < 100:
        year += 2000 if year <= newest_short_year else 1900
    if not 1850 <= year <= 2150:
        raise ValueError(text)
    return date(year, month, day)


def _parts(text: str, *, day_first: bool) -> tuple[int, int, int]:
    if found := _YEAR_FIRST.match(text) or _DIGITS.match(text):
        return int(found[1]), int(found[3]), int(found[4])
    if found := _YEAR_LAST.match(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        swap = first > 12 or (second <= 12 and (day_first or found[2] == "."))
        return (year, second, first) if swap else (year, first, second)
    if found := _DAY_WORD.match(text):
        return int(found[3]), _month(found[2]), int(found[1])
    if found := _WORD_DAY.match(text):
        return int(found[3]), _month(found[1]), int(found[2])
    raise ValueError(text)


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1
