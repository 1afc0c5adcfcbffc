"""The day that a text names: "tomorrow", "by Friday", "the 5th", "Nov 30", "end of next week"."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_Read = Callable[[re.Match[str], date], date | None]
_rules: list[tuple[re.Pattern[str], _Read]] = []

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "couple": 2, "two": 2, "few": 3, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "ninety": 90, "several": 5,
}  # fmt: skip
COUNT = r"(?:an?\s)?(?P<count>" + "|".join(sorted(_COUNTS, key=len, reverse=True)) + r"|\d{1,3})(?:\sof)?"
COUNT_OR = r"(?:(?:\sor\s|\s?[-–]\s?|\sto\s)(?P<most>" + "|".join(_COUNTS) + r"|\d{1,3}))?"
WITHIN = (
    r"\b(?:in|within|inside(?: of)?|over|during)\s(?:the\s)?"
    r"(?:(?:about|around|another|next|coming|roughly|approximately|under|less than)\s)?"
)
_DAY = (
    r"(?P<day>(?:mon|tues|wednes|thurs|fri|satur|sun)day|tues|weds|thurs?"
    r"|(?:(?<=by )|(?<=on )|(?<=this )|(?<=next )|(?<=or )|(?<=before )|(?<=thing )|(?<=early )|(?<=late )|(?<=/))"
    r"(?:mon|tue|wed|thu|fri|sat|sun)|(?:mon|tue|wed|thu|fri)(?=\s*(?:[.,!;/&-]|\Z|at\b|morning|afternoon|\d)))\b"
)
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NUMBER = r"(?P<number>[0-3]?\d)"
_YEAR = r"(?:,?\s(?P<year>20\d\d)\b)?"

_NOT_DUE = re.compile(
    r"(?:\b(?:last|since|past|(?<!give me )(?<!need )(?<!have )(?:until|till?)|through|from|was|were|been|every"
    r"|previous|each|most|(?:i'm|am|be|are|is|he's|she's|we're) (?:out|off|away)|office|received|got)|'s)"
    r"\s(?:on\s)?(?:the\s)?\Z"
)
_BEFORE = re.compile(r"\b(?:before|prior to|ahead of)\s(?:the\s)?\Z")
_ALTERNATIVE = re.compile(r"\s*(?:or|and|to|/|-|,|\()?\s*(?:maybe\s|on\s|by\s|the\s)*")


@dataclass(frozen=True, slots=True)
class Day:
    """A day as said; `before` if the promise is for earlier than that day."""

    on: date
    before: bool
    where: tuple[int, int]  # of the words in the text


def day(text: str, today: date) -> Day | None:
    """The day named in the lower-cased text: of several the first, of "Monday or Tuesday" the later."""
    found = sorted(_found(text, today), key=lambda pair: (pair[0].start(), -pair[0].end()))
    if not found:
        return None
    chosen, on = found[0]
    end = chosen.end()
    for match, other in found[1:]:
        if match.start() >= end and _ALTERNATIVE.fullmatch(text, end, match.start()):
            on, end = max(on, other), match.end()
    return Day(on, bool(_BEFORE.search(text[: chosen.start()])), (chosen.start(), end))


def counted(word: str) -> int:
    """The number a word or figure says: "two", "a few", "48"."""
    return int(word) if word.isdigit() else _COUNTS[word]


def _found(text: str, today: date) -> list[tuple[re.Match[str], date]]:
    pairs = []
    for pattern, read in _rules:
        for match in pattern.finditer(text):
            on = (
                None
                if _NOT_DUE.search(text[max(match.start() - 20, 0) : match.start()])
                else read(match, today)
            )
            if on is not None:
                pairs.append((match, on))
    return pairs


def _rule(pattern: str) -> Callable[[_Read], _Read]:
    def register(read: _Read) -> _Read:
        _rules.append((re.compile(pattern), read))
        return read

    return register


@_rule(r"\btoday\b(?!'s)")
def _today(match: re.Match[str], today: date) -> date:
    return today


@_rule(r"\b(?P<after>(?:the )?day after )?(?:tomm?orr?ows?|tmrw|tmr|tmrrw|tmw|tom|2moro|2morrow|2mrw)\b(?!')")
def _tomorrow(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=2 if match["after"] else 1)


@_rule(r"\b(?:the )?(?:next|following) (?P<work>business |working |work )?day\b")
def _next_day(match: re.Match[str], today: date) -> date:
    return _working(today, 1) if match["work"] else today + timedelta(days=1)


@_rule(rf"\b(?:(?P<which>this coming|this|next|coming|following) )?{_DAY}(?!'s)(?P<week>,? next week)?")
def _weekday(match: re.Match[str], today: date) -> date:
    weekday, which = _WEEKDAYS.index(match["day"][:3]), match["which"]
    if which in ("next", "following") or match["week"]:
        return today + timedelta(days=7 - today.weekday() + weekday)
    ahead = (weekday - today.weekday()) % 7
    return today + timedelta(days=ahead if ahead or which == "this" else 7)


@_rule(
    WITHIN
    + COUNT
    + COUNT_OR
    + r"\s(?:more )?(?P<unit>(?:business |working |work )?days?|weeks?|wks?|months?|fortnight)\b"
    r"(?:'s?)?(?: time)?(?: or (?P<or_so>two|three))?"
)
def _ahead(match: re.Match[str], today: date) -> date:
    return _stepped(today, counted(match["or_so"] or match["most"] or match["count"]), match["unit"])


@_rule(COUNT + rf"\s(?P<unit>weeks?|days?) from (?:(?P<now>now|today|tomorrow)|{_DAY})")
def _from_then(match: re.Match[str], today: date) -> date:
    start = (
        today + timedelta(days=match["now"] == "tomorrow")
        if match["now"]
        else _weekday_ahead(match["day"], today)
    )
    return _stepped(start, counted(match["count"]), match["unit"])


def _weekday_ahead(named: str, today: date) -> date:
    return today + timedelta(days=(_WEEKDAYS.index(named[:3]) - today.weekday()) % 7 or 7)


def _stepped(today: date, count: int, unit: str) -> date:
    if unit.startswith(("business", "work")):
        return _working(today, count)
    if unit.startswith("month"):
        return _months(today, count)
    return today + timedelta(days=count * {"w": 7, "f": 14}.get(unit[0], 1))


def _working(today: date, count: int) -> date:
    while count:
        today += timedelta(days=1)
        count -= today.weekday() < 5
    return today


def _months(today: date, count: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def _friday(today: date) -> date:
    """The Friday by which this week's work is done; on a weekend the one to come."""
    return today + timedelta(days=(4 - today.weekday()) % 7)


@_rule(
    r"\b(?:(?P<part>early|start of|beginning of|mid|middle of|late|later|end of|the end of)[ -])?(?:the )?"
    r"(?P<which>this|next|following|coming) (?:work )?week\b(?!'s| end)"
)
def _week(match: re.Match[str], today: date) -> date:
    coming = match["which"] in ("next", "following", "coming")
    friday = today + timedelta(days=11 - today.weekday()) if coming else _friday(today)
    part = match["part"] or ""
    if coming and part.startswith(("early", "start", "beginning")):
        return friday - timedelta(days=3)
    return max(friday - timedelta(days=2), today) if part.startswith("mid") else friday


@_rule(
    r"\b(?:(?:end|close|rest) of (?:the |my )?week|within the week|by week'?s end|later in the week|eow)\b(?! after)"
)
def _week_ends(match: re.Match[str], today: date) -> date:
    return _friday(today)


@_rule(
    r"\b(?P<by>by |before )?(?:the )?(?:end of )?(?:the )?(?<!great )(?<!good )(?<!nice )"
    r"(?P<which>this |next |coming )?weekend\b"
)
def _weekend(match: re.Match[str], today: date) -> date:
    weeks = timedelta(weeks=match["which"] == "next ")
    return weeks + (
        _friday(today) if match["by"] and today.weekday() < 5 else today + timedelta(days=6 - today.weekday())
    )


@_rule(
    r"\b(?:(?:end of (?:the |this )?|this )(?:month|year)|month'?s?[ -]end|year'?s?[ -]end|eom|eoy)\b(?! after)"
)
def _period_ends(match: re.Match[str], today: date) -> date:
    return date(today.year, 12, 31) if "y" in match[0].replace("by", "") else _month_end(today)


@_rule(r"\b(?:early |end of |late |later )?next month\b")
def _next_month(match: re.Match[str], today: date) -> date:
    there = _months(today.replace(day=1), 1)
    return there.replace(day=7) if match[0].startswith("early") else _month_end(there)


def _month_end(there: date) -> date:
    return there.replace(day=calendar.monthrange(there.year, there.month)[1])


@_rule(
    rf"(?<=\bthe ){_NUMBER}(?:st|nd|rd|th)\b(?=\s*(?:[.,;!)]|\Z|at\b|around\b|and\b|or\b|if\b|so\b|latest\b|to\b|with\b"
    r"|unless\b|but\b|when\b|in\b|as\b|by\b|this month|of (?:this|the|next) month|-))"
)
def _ordinal(match: re.Match[str], today: date) -> date | None:
    """The next such day of a month, today among them; months that lack it are passed over."""
    number = int(match["number"])
    skipped = match.string.startswith(" of next month", match.end())
    for months in range(skipped, 3):
        there = _months(today.replace(day=1), months)
        if (
            1 <= number <= calendar.monthrange(there.year, there.month)[1]
            and there.replace(day=number) >= today
        ):
            return there.replace(day=number)
    return None


@_rule(rf"\b{_MONTH}\.?\s(?:the )?{_NUMBER}(?:st|nd|rd|th)?\b(?!:|\s?[ap]\.?m\b|%)" + _YEAR)
@_rule(rf"\b{_NUMBER}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}\b" + _YEAR)
def _named(match: re.Match[str], today: date) -> date | None:
    return _dated(today, match["year"], _MONTHS.index(match["month"][:3]) + 1, int(match["number"]))


@_rule(r"(?<![\d$/.-])(?P<month>\d{1,2})/(?P<number>\d{1,2})(?:/(?P<year>20\d\d|\d\d))?(?![\d/%]|\.\d)")
def _figures(match: re.Match[str], today: date) -> date | None:
    month, number, year = int(match["month"]), int(match["number"]), match["year"]
    if match[0] == "24/7":
        return None
    if month > 12:
        month, number = number, month
    return _dated(today, f"20{year[-2:]}" if year else None, month, number)


@_rule(r"\b(?P<year>20\d\d)-(?P<month>[01]\d)-(?P<number>[0-3]\d)\b")
def _iso(match: re.Match[str], today: date) -> date | None:
    return _dated(today, match["year"], int(match["month"]), int(match["number"]))


def _dated(today: date, year: str | None, month: int, number: int) -> date | None:
    """The date, without a year the next one; one that passed less than two months ago is not due again."""
    for candidate in (int(year),) if year else (today.year, today.year + 1):
        if not (1 <= month <= 12 and 1 <= number <= calendar.monthrange(candidate, month)[1]):
            continue
        on = date(candidate, month, number)
        if on >= today and (year or (on - today).days <= 305):
            return on
    return None
