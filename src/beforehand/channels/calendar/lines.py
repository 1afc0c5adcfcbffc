"""An iCalendar file as its calendars, each event by itself, so that a broken one costs that one only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_LINE_END = re.compile(rb"\r\n|\n|\r")
_KEPT = {"VEVENT", "VTIMEZONE"}
_NAME = re.compile(r"\s*([A-Za-z0-9-]+)\s*[;:]")


@dataclass(slots=True)
class Block:
    """The lines of one component, unfolded, under their names in capitals; `line` is where it begins, from 1."""

    line: int
    lines: list[tuple[str, str]] = field(default_factory=list)
    is_closed: bool = False

    def first(self, name: str) -> str | None:
        """The whole first line of that name."""
        return next((text for each, text in self.lines if each == name), None)

    def value(self, name: str) -> str:
        """What stands after the parameters of the first line of that name, or nothing."""
        return value_of(self.first(name) or "")


@dataclass(slots=True)
class Written:
    """One calendar as it is written: its own lines, its zones and its events."""

    own: Block
    zones: list[Block] = field(default_factory=list)
    events: list[Block] = field(default_factory=list)


def value_of(line: str) -> str:
    """What stands after the name and the parameters of a line; quoted parameters may hold colons."""
    is_quoted = False
    for place, char in enumerate(line):
        if char == '"':
            is_quoted = not is_quoted
        elif char == ":" and not is_quoted:
            return line[place + 1 :].strip()
    return ""


def written(ics: bytes) -> list[Written]:
    """Each calendar of a file, and what stands outside of any as a further one; empty if it is no iCalendar."""
    reader = _Reader()
    for number, line in _unfolded(ics):
        reader.take(number, _name(line), line)
    return reader.found if reader.has_begun else []


class _Reader:
    """Takes lines in their order; `found` grows."""

    def __init__(self) -> None:
        self.has_begun = False
        self.found = [Written(Block(1))]
        self._current = self.found[0]
        self._open: list[str] = []  # names of the components that the next line stands in
        self._block: Block | None = None

    def take(self, number: int, name: str, line: str) -> None:
        word = value_of(line).upper() if name in {"BEGIN", "END"} else ""
        if name == "BEGIN":
            self._begin(number, word)
        if self._block is not None:
            if "VTIMEZONE" in self._open or (self._open[-1] == "VEVENT" and not word):
                self._block.lines.append((name, line))
        elif self._open == ["VCALENDAR"] and not word:
            self._current.own.lines.append((name, line))
        if name == "END" and word in self._open:
            self._end(word)

    def _begin(self, number: int, word: str) -> None:
        self.has_begun = True
        if word == "VCALENDAR":
            self._current, self._block, self._open = Written(Block(number)), None, []
            self.found.append(self._current)
        elif self._block is None and word in _KEPT:
            self._block = Block(number)
            (self._current.events if word == "VEVENT" else self._current.zones).append(self._block)
        self._open.append(word)

    def _end(self, word: str) -> None:
        while self._open.pop() != word:
            pass
        if self._block is not None and not _KEPT & {*self._open}:
            self._block.is_closed, self._block = word in _KEPT, None
        if word == "VCALENDAR":
            self._current = self.found[0]


def _name(line: str) -> str:
    found = _NAME.match(line)
    return found[1].upper() if found else ""


def _unfolded(ics: bytes) -> Iterator[tuple[int, str]]:
    """The lines with their numbers. A fold may part the bytes of one letter, so that it is mended first."""
    if ics[:2] in (b"\xff\xfe", b"\xfe\xff"):
        ics = ics.decode("utf-16", "replace").encode()
    parts: list[bytes] = []
    began = 1
    for number, raw in enumerate(_LINE_END.split(ics.removeprefix(b"\xef\xbb\xbf")), 1):
        if raw[:1] in (b" ", b"\t"):
            parts.append(raw[1:])
        elif raw:
            if parts:
                yield began, _text(b"".join(parts))
            parts, began = [raw], number
    if parts:
        yield began, _text(b"".join(parts))


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
