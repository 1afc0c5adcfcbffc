"""The time of day that a text names: "at 3", "by noon", "first thing", "end of day", "in the afternoon"."""

import re
from dataclasses import dataclass
from datetime import time

WORK_ENDS = time(17, 0)
DAY_ENDS = time(23, 59)
_PARTS = {
    "morning": time(12, 0),
    "lunch": time(12, 0),
    "lunchtime": time(12, 0),
    "lunch time": time(12, 0),
    "noon": time(12, 0),
    "noontime": time(12, 0),
    "midday": time(12, 0),
    "mid-day": time(12, 0),
    "midnight": DAY_ENDS,
    "afternoon": WORK_ENDS,
    "evening": time(20, 0),
    "night": time(21, 0),
    "tonight": time(21, 0),
    "tonite": time(21, 0),
    "dinner": time(18, 0),
}
_ZONES = {"e": "America/New_York", "c": "America/Chicago", "m": "America/Denver", "p": "America/Los_Angeles"}

_ENDS = re.compile(
    r"\b(?:(?:end|close) of (?:the |my |our )?(?:business(?: day)?|work(?:ing)? ?day|day|play)\b(?! after)"
    r"|eod|eob|cob|c\.o\.b\.?|e\.o\.d\.?|day'?s end|close of biz)",
)
_FIRST_THING = re.compile(r"\bfirst thing\b|\bbright and early\b|\bstart of (?:the )?(?:business )?day\b")
_PART = re.compile(
    r"(?<!good )(?<!great )(?<!nice )(?<!lovely )\b(?:(early|mid|late)[ -])?(morning|lunch ?time|lunch|noon(?:time)?"
    r"|mid-?day|midnight|afternoon|evening|tonight|tonite|night|dinner)\b(?! of the)"
)
_MERIDIEM = r"(?P<half>a|p)\.?\s?m\b\.?"
_CLOCK = re.compile(
    r"(?<![\d$/.:#])(?P<hour>[01]?\d|2[0-3])(?:[:.h](?P<minute>[0-5]\d))?\s?(?:ish\s?)?"
    + _MERIDIEM
    + r"(?!\w)"
    r"|(?<![\d$/.:#-])(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?!\d|:\d|%)"
)
_AFTER_BARE = (
    r"(?=\s*(?:[.,;!?)]*\Z|[,;!)]|\.\s|-?ish\b|sharp\b|o'?\s?clock|on\b|today\b|tomorrow\b|tmrw\b|tonight\b|this\b|next\b"
    r"|at the latest|latest\b|or so|or\b|and\b|if\b|to\b|so\b|when\b|for\b|with\b|in the\b|est\b|pst\b|cst\b|[ecmp]t\b"
    r"|mon|tue|wed|thu|fri|sat|sun|eastern|central|pacific|mountain|as\b|after\b|before\b|unless\b|but\b|then\b))"
)
_BARE = re.compile(
    r"(?:\b(?:at|by|around|about|before|after|till?|until|@|say)\s?|@)(?:about |around |like )?(?P<hour>1[0-2]|[1-9])"
    r"(?::(?P<minute>[0-5]\d))?(?!\d|[/.:-]\d|\s?%)" + _AFTER_BARE
)
_ZONE = re.compile(r"\s*\(?(?:([ecmp])(?:[sd]t|t)|(eastern|central|mountain|pacific)|(utc|gmt))\b")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as said: `exact` if a clock named it, `flips` if it may also be twelve hours later."""

    at: time
    exact: bool
    flips: bool = False
    ends_work: bool = False
    after: bool = False
    zone: str | None = None
    where: tuple[int, int] = (0, 0)  # of the words in the text


def clock(text: str) -> Clock | None:
    """The time of day named in the lower-cased text, an exact one first."""
    return _exact(text) or _vague(text)


def _exact(text: str) -> Clock | None:
    found = _CLOCK.search(text)
    part = _PART.search(text)
    if found:
        hour = int(found["hour"] or found["hour24"])
        minute = int(found["minute"] or found["minute24"] or 0)
        if found["half"]:
            if not 1 <= hour <= 12:
                return None
            return _made(text, found, hour % 12 + (12 if found["half"] == "p" else 0), minute, flips=False)
        if 1 <= hour <= 12 and not found["hour24"].startswith("0"):
            return _bare(text, found, hour, minute, part[2] if part else "")
        return _made(text, found, hour, minute, flips=False)
    found = _BARE.search(text)
    if not found:
        return None
    return _bare(text, found, int(found["hour"]), int(found["minute"] or 0), part[2] if part else "")


def _bare(text: str, found: re.Match[str], hour: int, minute: int, part: str) -> Clock:
    """An hour without am or pm is one of the day's: from 8 to 12 as it stands, else in the afternoon."""
    late = part in ("afternoon", "evening", "night", "tonight", "tonite", "dinner")
    if part == "morning":
        return _made(text, found, hour % 12, minute, flips=False)
    if (hour < 8 or late) and hour != 12:
        return _made(text, found, hour + 12, minute, flips=False)
    return _made(text, found, hour, minute, flips=not late and hour != 12)


def _made(text: str, found: re.Match[str], hour: int, minute: int, *, flips: bool) -> Clock:
    zone = _ZONE.match(text, found.end())
    named = None
    if zone:
        named = "UTC" if zone[3] else _ZONES[(zone[1] or zone[2])[0]]
    before = text[max(found.start() - 6, 0) : found.start()] + found[0]
    return Clock(
        time(hour, minute), exact=True, flips=flips, after="after" in before, zone=named, where=found.span()
    )


def _vague(text: str) -> Clock | None:
    ends = _ENDS.search(text)
    if ends:
        return Clock(WORK_ENDS, exact=False, ends_work=True, where=ends.span())
    first = _FIRST_THING.search(text)
    if first:
        return Clock(time(9, 0), exact=False, where=first.span())
    part = _PART.search(text)
    if not part:
        return None
    named = part[2]
    if re.search(r"\bafter (?:the )?\Z", text[: part.start()]):
        late = time(14, 0) if named.startswith(("lunch", "noon")) else _PARTS.get(named, WORK_ENDS)
        return Clock(late, exact=False, where=part.span())
    return Clock(_PARTS[named], exact=False, where=part.span())
