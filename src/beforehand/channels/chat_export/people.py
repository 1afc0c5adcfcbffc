"""Who of a chat is the member, and by what the others are known."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import PurePath

from beforehand.channels.chat_export.header_lines import MARKS
from beforehand.rules.call_lengths import Thresholds
from beforehand.rules.captures import Point, Unreadable
from beforehand.rules.contact_points import normal_phone
from beforehand.rules.names import folded

_NUMBER = re.compile(r"\+?[\d\s().\-\u2010-\u2015]{7,30}")
_COPY = re.compile(r"\s*\(\d{1,3}\)$")
_TITLED = re.compile(
    r"(?:whatsapp[- ]chat (?:with|-|mit|met)|chat de whatsapp con|conversa do whatsapp com"
    r"|discussion whatsapp avec|(?:la )?chat (?:di )?whatsapp con)\s+",
    re.IGNORECASE,
)
_NOBODY = frozenset(
    ("facebook user", "instagram user", "instagrammer", "usuario de facebook", "usuario de instagram")
)
_LONGEST_HANDLE = 200
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Ourselves:
    """The member's names and numbers, as they may stand in a chat."""

    names: frozenset[str]
    numbers: frozenset[str]

    def has(self, name: str) -> bool:
        """Whether this is the member."""
        return folded(name) in self.names or _digits(name) in self.numbers


@dataclass(frozen=True, slots=True)
class Parties:
    """The member's own names in a chat and everybody else's, in the order they were first seen."""

    ours: frozenset[str]
    others: tuple[str, ...]


@dataclass(slots=True)
class Contacts:
    """The points of an app's names; numbers without a country are dialled from `country`."""

    app: str
    country: str
    _known: dict[str, tuple[Point, ...]] = field(default_factory=dict)

    def points(self, name: str) -> tuple[Point, ...]:
        """The name's phone if it is a number, else its handle; nothing where it is nobody's."""
        if name not in self._known:
            self._known[name] = self._found(name)
        return self._known[name]

    def _found(self, name: str) -> tuple[Point, ...]:
        if _NUMBER.fullmatch(name.strip()) and (number := normal_phone(name, self.country)):
            return (("phone", number),)
        handle = folded(name)
        if not handle or handle in _NOBODY:
            return ()
        return (("handle", f"{self.app}:{handle}"[:_LONGEST_HANDLE]),)


@dataclass(frozen=True, slots=True)
class Exporter:
    """Whose export it is: the member, the IANA zone of their phone, where they dial, and when a call is spoken."""

    ours: Ourselves
    zone: str
    country: str
    thresholds: Thresholds


def ourselves(ours: Collection[str]) -> Ourselves:
    """The names and numbers of the member; WhatsApp may call them You."""
    names = {name for each in ours if (name := folded(each))}
    return Ourselves(frozenset(names | {"you"}), frozenset(d for each in ours if (d := _digits(each))))


def title_of(file_name: str) -> str:
    """What a chat's file is named after: “WhatsApp Chat with Maria Stone (1).txt” gives Maria Stone; may be nothing."""
    stem = _COPY.sub("", PurePath(file_name.translate(MARKS)).stem).strip()
    return "" if stem == "_chat" else _TITLED.sub("", stem, count=1).strip()


def parties(senders: Iterable[str], title: str, ours: Ourselves) -> Parties:
    """Who is who among the senders, the member by name or as who is left in a chat named after the other.

    Raises Unreadable where that would be a guess."""
    names = tuple(senders)
    mine = frozenset(name for name in names if ours.has(name))
    others = tuple(name for name in names if name not in mine)
    if mine or not names:
        return Parties(mine, others or ((title,) if title else ()))
    titular = [name for name in others if _is_named(title, name)]
    if titular and len(others) <= 2:
        other = max(titular, key=len)
        return Parties(frozenset(others) - {other}, (other,))
    listed = ", ".join(names[:_NAMED]) + (" and others" if len(names) > _NAMED else "")
    raise Unreadable(
        f"This chat of {listed} does not say who you are: use your name as it stands in the chat, or name the file "
        "after the other as WhatsApp does (“WhatsApp Chat with Maria Stone.txt”)."
    )


def _is_named(title: str, name: str) -> bool:
    """Whether a title, in whatever language, ends with the name or is its number."""
    words, ending = folded(title).split(), folded(name).split()
    if ending and words[-len(ending) :] == ending:
        return True
    return bool(_digits(name)) and _digits(name) == _digits(title)


def _digits(text: str) -> str:
    """The last ten digits of a number; nothing where it is none."""
    if not _NUMBER.fullmatch(text.strip()):
        return ""
    return "".join(c for c in text if c.isdecimal())[-10:]
