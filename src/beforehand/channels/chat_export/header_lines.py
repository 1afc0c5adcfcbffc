"""The lines of a WhatsApp export: where a message begins, when, by whom, and what was written."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"))
_LONGEST_TEXT = 1 << 16  # characters, as WhatsApp itself has it
_M = "[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]{0,3}"
_DATE = (
    rf"{_M}(?P<a>\d{{1,4}}){_M}(?P<sep>[./\-\u2010-\u2014]|年|년){_M}\s?{_M}(?P<b>\d{{1,2}}){_M}(?:(?P=sep)|[月월])"
    rf"{_M}\s?{_M}(?P<c>\d{{1,4}})[日일]?"
)
_TIME = rf"(?P<hour>\d{{1,2}}){_M}(?:[:.]|\s?h\s?){_M}(?P<minute>\d\d)(?:{_M}[:.]{_M}(?P<second>\d\d))?"
_BETWEEN = r"(?P<before>[^\d\[\]:]{1,24}?)"
_AFTER = r"(?P<after>[^\d\[\]:]{0,24}?)"
# "date, time - Name:" on Android (Korean: "date time, Name :"), "[date, time] Name:" on iPhones.
_DASH = r"(?:\s[-–—]\s|,\s(?=[^:]{1,100}\s:\s))"
_HEADERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_DATE}{_BETWEEN}{_TIME}{_AFTER}{_DASH}(?P<rest>.*)",
        rf"{_M}\[{_DATE}{_BETWEEN}{_TIME}{_AFTER}\]\s?(?P<rest>.*)",
        rf"{_M}{_TIME}{_AFTER}(?P<before>[,،\s]\s?){_DATE}{_DASH}(?P<rest>.*)",  # Vietnamese
        rf"{_M}\[{_TIME}{_AFTER}(?P<before>[,،\s]\s?){_DATE}\]\s?(?P<rest>.*)",
    )
)
_SENDER = re.compile(rf"{_M}~?\s?(?P<sender>[^:]{{1,100}}?)\s?:(?:\s(?P<text>.*)|$)")
_QUOTES = re.compile('["“”„]')
_AM = frozenset((
    "am", "a", "fm", "vorm", "vm", "de", "ap", "πμ", "pd", "öö", "ص", "قظ", "قد", "לפנהצ", "오전",
    "上午", "凌晨", "清晨", "早上", "午前", "sa", "pg", "проб", "пробяд", "पूर्वाह्न", "मपू", "முற்பகல்",
    "ก่อนเที่ยง", "priekšp", "rn", "ጥዋት",
))  # fmt: skip
_PM = frozenset((
    "pm", "p", "em", "nachm", "nm", "du", "ip", "μμ", "md", "ös", "م", "بظ", "بد", "אחהצ", "오후",
    "下午", "晚上", "中午", "午後", "ch", "ptg", "слоб", "следобяд", "अपराह्न", "मउ", "பிற்பகல்",
    "หลังเที่ยง", "pēcp", "in", "ከሰዓት",
))  # fmt: skip
_KNOWN = _AM | _PM | {"", "h", "uhr", "ч", "час", "klo", "kl", "น"}


class Message(NamedTuple):
    """A message or a notice as it stands in the file; a notice that names nobody has no sender.

    `date` are three numbers in the file's own order, `time` the hour of 24 with seconds or -1; `half` is what
    stands after the time, as AM or PM.
    """

    line: int
    date: tuple[str, str, str]
    separator: str
    time: tuple[int, int, int]
    half: str
    sender: str
    text: str


def begins(line: str) -> bool:
    """Whether a message of a WhatsApp export begins on this line."""
    return _header(line) is not None


def is_known_half(half: str) -> bool:
    """Whether what stands after a time is AM or PM in a language we know, or says no more than that it is a time."""
    return _letters(half) in _KNOWN


def messages(lines: Iterable[tuple[int, str]]) -> Iterator[Message]:
    """The messages of numbered lines, their further lines joined; what stands before the first is left out."""
    current: Message | None = None
    texts: list[str] = []
    size = 0
    for number, line in lines:
        begun = _message(number, line)
        if begun is not None:
            if current is not None:
                yield _whole(current, texts)
            current, texts, size = begun, [begun.text], len(begun.text)
        elif current is not None and size < _LONGEST_TEXT:
            texts.append(line)
            size += len(line) + 1
    if current is not None:
        yield _whole(current, texts)


def _whole(message: Message, texts: list[str]) -> Message:
    if len(texts) == 1 and len(texts[0]) <= _LONGEST_TEXT:
        return message
    return message._replace(text="\n".join(texts)[:_LONGEST_TEXT])


def _header(line: str) -> re.Match[str] | None:
    start = line[:1]
    if start != "[" and not start.isdigit() and ord(start or "a") not in MARKS:
        return None
    return next((found for pattern in _HEADERS if (found := pattern.match(line))), None)


def _message(number: int, line: str) -> Message | None:
    found = _header(line)
    if found is None:
        return None
    time, half = _time(*found.group("hour", "minute", "second", "before", "after"))
    if time is None:
        return None
    rest = found["rest"]
    said = _SENDER.match(rest)
    # A notice: … changed the subject to “Deal: 12 Alder”.
    if said is not None and len(_QUOTES.findall(said["sender"])) % 2:
        said = None
    sender = _plain(said["sender"]) if said else ""
    text = (said["text"] or "") if said and sender else rest
    date = (found["a"], found["b"], found["c"])
    return Message(number, date, found["sep"], time, half, sender, text)


@lru_cache(maxsize=8192)
def _time(
    hours: str, minutes: str, seconds: str | None, before: str, after: str
) -> tuple[tuple[int, int, int] | None, str]:
    hour, minute, second = int(hours), int(minutes), int(seconds or -1)
    # East Asian phones say the half of the day first; “10/06/2026 em 02:05” says none.
    words = {_letters(after)} | ({_letters(before)} if not before.isascii() else set())
    if words & _PM:
        hour = hour % 12 + 12 if hour <= 12 else hour
    elif words & _AM:
        hour = hour % 12 if hour <= 12 else hour
    possible = hour < 24 and minute < 60 and second < 60
    return ((hour, minute, second) if possible else None), after.translate(MARKS).strip()


@lru_cache(maxsize=1024)
def _plain(name: str) -> str:
    return " ".join(name.translate(MARKS).split())


def _letters(words: str) -> str:
    return "".join(c for c in words.casefold() if c not in " .,،\"'״׳’\u00a0\u202f" and ord(c) not in MARKS)
