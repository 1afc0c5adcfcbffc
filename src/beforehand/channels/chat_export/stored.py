"""The texts of an export: a file, bytes, or the members of an archive, opened as often as they are read."""

import codecs
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from beforehand.rules.captures import Unreadable, storable

BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError,
    RuntimeError, ValueError, OverflowError,
)  # fmt: skip
LARGEST_TEXT = 512 << 20  # bytes; forty thousand messages, as many as WhatsApp exports, are five million
_LONGEST_LINE = 1 << 17
_SIGNATURE = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Stored:
    """One text and what it is called; `opened` gives it from its beginning."""

    name: str
    opened: Callable[[], IO[bytes]]

    def head(self, size: int) -> bytes:
        """Its first bytes; nothing where it cannot be read."""
        try:
            with self.opened() as file:
                return file.read(size)
        except BROKEN:
            return b""


def is_archive(head: bytes) -> bool:
    """Whether a file that begins so is a zip archive."""
    return head.startswith(_SIGNATURE)


def single(file: Path | bytes, name: str) -> Stored:
    """The file itself as a text."""
    if isinstance(file, bytes):
        return Stored(name, lambda: io.BytesIO(file))
    return Stored(name, lambda: file.open("rb"))


def archived(file: Path | bytes) -> list[Stored]:
    """The members of an archive, which stays open as long as one of them is kept; Unreadable if it is broken."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file)
    except BROKEN:
        raise Unreadable("The archive is damaged or was not copied whole; export it again.") from None
    return [
        Stored(member.filename, lambda member=member: archive.open(member))  # type: ignore[misc]
        for member in archive.infolist()
        if member.filename and not member.filename.endswith("/")
    ]


def lines(text: Stored) -> Iterator[tuple[int, str]]:
    """Its lines from 1 without their ends; what goes beyond 128 kB of a line, or 512 MB, is cut off.

    UTF-16 by its mark, else UTF-8, what is neither replaced. Raises the errors of BROKEN."""
    with text.opened() as file:
        encoding = "utf-16" if _is_utf16(text.head(2)) else "utf-8-sig"
        wrapped = io.TextIOWrapper(io.BufferedReader(_Capped(file)), encoding, "replace", newline="\n")
        number = 0
        while line := wrapped.readline(_LONGEST_LINE):
            number += 1
            whole = line
            while not whole.endswith("\n") and (whole := wrapped.readline(_LONGEST_LINE)):
                pass
            yield number, storable(line.rstrip("\r\n"))


class _Capped(io.RawIOBase):
    """A stream that ends at the largest size."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file, self._left = file, LARGEST_TEXT

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        block = self._file.read(min(len(buffer), self._left))
        self._left -= len(block)
        buffer[: len(block)] = block
        return len(block)


def _is_utf16(mark: bytes) -> bool:
    return mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
