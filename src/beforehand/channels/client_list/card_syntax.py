"""The syntax of vCard 2.1, 3.0 and 4.0 as phones and address books write it: cards of decoded properties.

Lines are unfolded as bytes and decoded one by one, since a fold may fall within a character and one file may
hold several encodings. Pictures and keys are dropped as they are read.
"""

import base64
import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from beforehand.channels.client_list.sniffing import encoding_of

_LINE = re.compile(
    rb"\s*(?:([\w-]+)\.)?([A-Za-z][\w-]*)((?:;(?:[^\";:]|\"[^\"]*\")*)*):(.*)", re.DOTALL | re.ASCII
)
_PARAMETER = re.compile(r";((?:[^\";]|\"[^\"]*\")*)")
_PART = re.compile(r"((?:[^\\;]|\\.|\\$)*)(;|$)", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_BINARY = re.compile(
    rb"\s*(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|X-MS-OL-DESIGN|X-MS-CARDPICTURE)[;:]", re.IGNORECASE
)
_QUOTED_PRINTABLE = re.compile(rb"[^:]*;(?:ENCODING=)?\"?QUOTED-PRINTABLE", re.IGNORECASE)
_EDGE = re.compile(rb"\s*(BEGIN|END)\s*:\s*VCARD\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a card; `name` and `types` (its TYPE words) are in upper case."""

    group: str
    name: str
    types: frozenset[str]
    value: str

    def text(self) -> str:
        """The whole value without escapes, trimmed."""
        return _plain(self.value)

    def parts(self, count: int) -> list[str]:
        """The first `count` values between semicolons, without escapes, trimmed; "" where there are fewer."""
        parts = [_plain(found[1]) for found in _PART.finditer(self.value)]
        return (parts + [""] * count)[:count]


@dataclass(slots=True)
class Card:
    """The properties of one card in their order; `whole` is False where its end is missing."""

    properties: list[Property] = field(default_factory=list)
    whole: bool = False


def cards(path: Path) -> Iterator[Card]:
    """The cards of a file, one at a time; a card within a card (AGENT) is passed over."""
    card: Card | None = None
    within = 0
    last = b""
    for line in _unfolded(_lines(path)):
        edge = _EDGE.match(line)
        if edge is None:
            if card is not None and not within and (read := _property(line)):
                card.properties.append(read)
        elif edge[1].upper() == b"BEGIN":
            if card is not None and last.strip().upper() == b"AGENT:":
                within += 1
            else:
                if card is not None:
                    yield card
                card, within = Card(), 0
        elif within:
            within -= 1
        elif card is not None:
            card.whole = True
            yield card
            card = None
        last = line
    if card is not None:
        yield card


def _lines(path: Path) -> Iterator[bytes]:
    encoding = encoding_of(path)
    wide = encoding.startswith("utf-16")
    with path.open(encoding=encoding if wide else "latin-1", errors="replace") as file:
        for number, line in enumerate(file):
            raw = line.rstrip("\n").encode("utf-8" if wide else "latin-1", "replace")
            yield raw.removeprefix(b"\xef\xbb\xbf") if number == 0 else raw


def _unfolded(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Whole properties: folds and soft line breaks joined, bare lines of a note kept, pictures left out."""
    pieces: list[bytes] = []
    quoted = binary = False
    for line in lines:
        if pieces and not _EDGE.match(line):
            if quoted and pieces[-1].endswith(b"="):
                pieces[-1] = pieces[-1][:-1]
                pieces.append(line)
                continue
            if line[:1] in (b" ", b"\t") or (line.strip() and not _LINE.match(line)):
                if not binary:
                    pieces.append(line[1:] if line[:1] in (b" ", b"\t") else b"\n" + line)
                continue
        if pieces and not binary:
            yield b"".join(pieces)
        pieces = [line] if line.strip() else []
        quoted, binary = bool(_QUOTED_PRINTABLE.match(line)), bool(_BINARY.match(line))
    if pieces and not binary:
        yield b"".join(pieces)


def _property(line: bytes) -> Property | None:
    found = _LINE.match(line)
    if found is None:
        return None
    group, name, parameters, value = found.groups()
    types: set[str] = set()
    encoding = charset = ""
    for parameter in _PARAMETER.findall(_decoded(parameters, "")):
        key, _, word = parameter.upper().replace('"', "").rpartition("=")
        if key.strip() == "CHARSET":
            charset = word.strip()
        elif key.strip() == "ENCODING" or word.strip() in ("QUOTED-PRINTABLE", "BASE64"):
            encoding = word.strip()
        elif key.strip() in ("TYPE", ""):
            types.update(part.strip() for part in word.split(","))
        elif key.strip() == "PREF":
            types.add("PREF")
    if encoding == "QUOTED-PRINTABLE":
        value = quopri.decodestring(value)
    elif encoding in ("B", "BASE64"):
        value = _unpacked(value)
    return Property(
        (group or b"").decode().lower(), name.decode().upper(), frozenset(types), _decoded(value, charset)
    )


def _unpacked(value: bytes) -> bytes:
    try:
        return base64.b64decode(value)
    except ValueError:
        return b""


def _decoded(value: bytes, charset: str) -> str:
    for encoding in (charset, "utf-8"):
        try:
            return value.decode(encoding)
        except (LookupError, ValueError):
            continue
    return value.decode("cp1252", "replace")


def _plain(value: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()
