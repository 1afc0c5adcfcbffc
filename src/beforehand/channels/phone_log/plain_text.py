"""A file's text in UTF-8 blocks of bounded size, repaired so that an XML parser accepts it."""

import codecs
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TextIO

_BLOCK = 1 << 16
_CONTROLS = bytes(set(range(32)) - {9, 10, 13})
_REFERENCE = re.compile(rb"&#(?:([0-9]{1,8})|[xX]([0-9a-fA-F]{1,8}));")
_REFERENCES = re.compile(rb"&#[0-9a-fA-FxX]{1,9};(?:&#[0-9a-fA-FxX]{1,9};)*")
# A high surrogate's reference or a part of one at the very end waits for what follows it.
_UNFINISHED = re.compile(
    rb"(?:&#(?:55[2-9][0-9]{2}|56[0-2][0-9]{2}|563[01][0-9]|[xX][dD][89abAB][0-9a-fA-F]{2});)?"
    rb"(?:&(?:#[0-9a-fA-FxX]{0,9})?)?\Z"
)
# Pictures sit in attributes as base64, tens of megabytes long, in one piece or in lines.
_BASE64 = re.compile(
    rb"(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]{800,}+|(?:[A-Za-z0-9+/]{40,}+(?:[\r\n]|&#1[03];)++){10,}+)"
)
_SHORTEST_BASE64 = 400


def opened_text(path: Path) -> TextIO:
    """Open a text file, UTF-16 by its mark, else UTF-8; what is neither is replaced. Raises OSError."""
    with path.open("rb") as file:
        mark = file.read(2)
    encoding = "utf-16" if mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
    return path.open(encoding=encoding, errors="replace", newline="")


def repaired_xml(path: Path) -> Iterator[bytes]:
    """Yield the file as UTF-8: emoji written as surrogate pairs are made whole, characters that XML
    forbids are dropped, and attachments are cut to "..." and their line breaks."""
    held = b""
    with opened_text(path) as file:
        while text := file.read(_BLOCK):
            block = held + text.encode().translate(None, _CONTROLS)
            cut = len(block) - len(_tail(block))
            held = block[cut:]
            yield _repaired(block[:cut])
    yield _repaired(held)


def _tail(block: bytes) -> bytes:
    found = _UNFINISHED.search(block, max(0, len(block) - 24))
    return found[0] if found else b""


def _repaired(block: bytes) -> bytes:
    values = block.split(b'"')
    if max(map(len, values)) >= _SHORTEST_BASE64:
        block = b'"'.join(map(_without_attachment, values))
    return _REFERENCES.sub(lambda run: _legal(run[0]), block)


def _without_attachment(value: bytes) -> bytes:
    if len(value) < _SHORTEST_BASE64:
        return value
    return _BASE64.sub(lambda run: b"..." + b"\n" * run[0].count(b"\n"), value)


@lru_cache(maxsize=1024)
def _legal(references: bytes) -> bytes:
    codes = (int(ten) if ten else int(hexa, 16) for ten, hexa in _REFERENCE.findall(references))
    units = "".join(chr(code) for code in codes if _in_xml(code))
    whole = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return b"".join(b"&#%d;" % ord(sign) for sign in whole)


def _in_xml(code: int) -> bool:
    return code in (9, 10, 13) or 32 <= code < 0xFFFE or 0x10000 <= code < 0x110000
