"""The elements of an SMS Backup & Restore file, one at a time, however large the file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from beforehand.channels.phone_log.plain_text import repaired_xml
from beforehand.channels.phone_log.records import Unreadable

_DEEPEST = 8
_LONGEST_RECORD = 4 << 20  # without its attachments; expat reads an unfinished tag again with every block


@dataclass(slots=True)
class Element:
    """A <call>, <sms> or <mms> with its attributes and texts; of an <mms> also its addresses."""

    name: str
    attributes: dict[str, str]
    texts: list[str]
    addresses: list[tuple[str, str]] = field(default_factory=list)  # (PDU type, number)


class BrokenOffError(Exception):
    """The file cannot be read beyond this point; the message says where and why."""


def elements(path: Path) -> Iterator[Element]:
    """Return the backup's records in their order, in constant memory; the iterator raises BrokenOffError.

    Raises Unreadable at once when the file does not begin as a backup."""
    stream = _stream(path)
    try:
        root = next(stream)
    except BrokenOffError as broken:
        raise Unreadable(str(broken)) from None
    if root.name not in ("calls", "smses"):
        raise Unreadable(
            f"This XML file holds <{root.name[:40]}>, not <calls> or <smses>; "
            "choose a file that SMS Backup & Restore has made."
        )
    return stream


def _stream(path: Path) -> Iterator[Element]:
    backup = _Backup()
    waited = 0
    for block in repaired_xml(path):
        broken = backup.feed(block)
        yield from (found := backup.take())
        if broken:
            raise broken
        waited = 0 if found else waited + len(block)
        if waited > _LONGEST_RECORD:
            raise backup.broken("a record without attachments is longer than 4 MB")
    if broken := backup.feed(b"", last=True):
        raise broken


class _Backup:
    """An expat parser that keeps finished records until they are taken, and nothing else."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._depth = 0
        self._current: Element | None = None
        self._found: list[Element] = []

    def feed(self, block: bytes, *, last: bool = False) -> BrokenOffError | None:
        try:
            self._parser.Parse(block, last)
        except expat.ExpatError as error:
            return self.broken(expat.ErrorString(error.code))
        except BrokenOffError as broken:
            return broken
        return None

    def take(self) -> list[Element]:
        found, self._found = self._found, []
        return found

    def broken(self, reason: str) -> BrokenOffError:
        return BrokenOffError(
            f"The file is damaged or cut off at line {self._parser.CurrentLineNumber} ({reason}); "
            "only what stands before could be read. Copy it from the phone again, or make the backup again."
        )

    def _doctype(self, *_declared: object) -> None:
        raise BrokenOffError(
            "The file declares a document type, which no backup does and which can make it unsafe to read; "
            "choose a file that SMS Backup & Restore has made."
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            self._found.append(Element(name, attributes, []))
        elif name in ("call", "sms", "mms"):
            self._current = Element(name, attributes, [attributes.get("body", "")])
        elif self._current and name == "part":
            if attributes.get("ct", "").casefold().startswith("text/plain"):
                self._current.texts.append(attributes.get("text", ""))
        elif self._current and name == "addr":
            self._current.addresses.append((attributes.get("type", ""), attributes.get("address", "")))
        if self._depth > _DEEPEST:
            raise self.broken("elements inside elements, deeper than any backup")

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._current and name == self._current.name:
            self._found.append(self._current)
            self._current = None
