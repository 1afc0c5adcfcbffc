"""The messages of an mbox file, one at a time, however large the file and whatever program wrote it."""

import re
from collections.abc import Iterator
from typing import BinaryIO

_DATED = re.compile(
    rb"From [^\n]{0,300}?\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b[^\n]{0,40}?\d?\d:\d\d[^\n]{0,60}(?:\n|\Z)"
)
_UNDATED = re.compile(rb"From [^\n]{1,300}\n")
_FIELD = re.compile(rb"(?:[!-9;-~]+[ \t]*:|>?From )")
_ESCAPED = re.compile(rb"\n>(>*From )")
_BEGINNING = b"\nFrom "
_BLOCK = 1 << 18
_LONGEST_LINES = 1200  # a separator and the line below it
LONGEST = 64 << 20  # no provider lets a longer message through


def split(stream: BinaryIO, longest: int = LONGEST) -> Iterator[tuple[int, bytes | None]]:
    """Yield each message with the byte it begins at, without its "From " line; None for one over `longest` bytes.

    Holds no more than one message. Content-Length is not believed: programs that change a message leave it as it was.
    """
    pile = _Pile(stream.read(_BLOCK), longest)
    while True:
        yield from pile.whole_messages(more_follows=True)
        pile.forget_what_is_too_long()
        block = stream.read(_BLOCK)
        if not block:
            break
        pile.buffer += block
    yield from pile.whole_messages(more_follows=False)
    yield from pile.last_message()


class _Pile:
    """What has been read of the file and not yet been handed on; it begins with the current message."""

    def __init__(self, first: bytes, longest: int) -> None:
        self.buffer = bytearray(first)
        self._longest = longest
        self._is_dated = _DATED.match(first.lstrip()) is not None
        self._begin = 0  # of the current message, in the file
        self._forgotten = 0  # bytes of it
        self._searched = 1

    def whole_messages(self, *, more_follows: bool) -> Iterator[tuple[int, bytes | None]]:
        upto = max(len(self.buffer) - (_LONGEST_LINES if more_follows else 0), 0)
        while (end := self._separator(upto)) >= 0:
            yield self._begin, self._message(end)
            del self.buffer[:end]
            self._begin += self._forgotten + end
            self._forgotten, self._searched = 0, 1
            upto -= end
        self._searched = max(self._searched, upto - len(_BEGINNING))

    def last_message(self) -> Iterator[tuple[int, bytes | None]]:
        if self._forgotten or self.buffer.strip():
            yield self._begin, self._message(len(self.buffer))

    def forget_what_is_too_long(self) -> None:
        if self._forgotten or len(self.buffer) > self._longest:
            done = max(self._searched - 2, 0)
            del self.buffer[:done]
            self._forgotten += done
            self._searched -= done

    def _message(self, end: int) -> bytes | None:
        return None if self._forgotten + end > self._longest else _unescaped(bytes(self.buffer[:end]))

    def _separator(self, upto: int) -> int:
        found = self.buffer.find(_BEGINNING, self._searched - 1, upto)
        while found >= 0:
            if self._separates(found + 1):
                return found + 1
            found = self.buffer.find(_BEGINNING, found + 1, upto)
        return -1

    def _separates(self, at: int) -> bool:
        is_below_blank = self.buffer[max(at - 3, 0) : at].endswith((b"\n\n", b"\n\r\n"))
        line = (_DATED if self._is_dated else _UNDATED).match(self.buffer, at)
        if line is None:
            return False
        is_above_field = _FIELD.match(self.buffer, line.end()) is not None
        return is_below_blank or is_above_field if self._is_dated else is_below_blank and is_above_field


def _unescaped(piece: bytes) -> bytes:
    if piece.lstrip().startswith(b"From "):
        piece = piece.lstrip().partition(b"\n")[2]
    return _ESCAPED.sub(rb"\n\1", piece) if b"\n>" in piece and b">From " in piece else piece
