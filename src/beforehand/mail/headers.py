"""The lines above a message's body: found, unfolded and decoded, however they were written."""

import binascii
import re
from dataclasses import dataclass
from functools import lru_cache

from beforehand.mail.charsets import decoded
from beforehand.rules.contact_points import normal_email

_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)", re.MULTILINE)
_END = re.compile(rb"\n\r*\n")
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,75})\?([bBqQ])\?([^?]*)\?=")
_WORDS_APART = re.compile(r"(\?=)\s+(?==\?)")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\u200b]+")
_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"\\]*(?:\\.[^"\\]*)*)"?
    | \((?P<comment>[^()\\]*(?:\\.[^()\\]*)*)\)?
    | <(?P<angle>[^<>,;]*)>?
    | (?P<end>[,;])
    | (?P<word>[^",;<(]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_COMMENT = re.compile(r"\([^()]*\)")
_ID = re.compile(r"<\s*([^<>]+?)\s*>")
_LONGEST = 1 << 16  # of one field; what a mailing program writes is shorter, and nobody reads on
_MOST_REFERENCES = 100
_OF_ONE_OR_TWO = 200


@dataclass(frozen=True, slots=True)
class Address:
    """Who stands in an address field: the name as shown, the address in its normal form or "" if it is none."""

    name: str
    email: str


class Headers:
    """The fields of one part, each decoded only when it is asked for."""

    __slots__ = ("_fields",)

    def __init__(self, raw: bytes, start: int, end: int) -> None:
        fields: dict[bytes, list[bytes]] = {}
        for name, value in _FIELD.findall(raw[start:end]):
            fields.setdefault(name.lower(), []).append(value)
        self._fields = fields

    def __contains__(self, name: bytes) -> bool:
        return name in self._fields

    def names(self) -> frozenset[bytes]:
        """Return the names of all fields, in lower case."""
        return frozenset(self._fields)

    def raw(self, name: bytes) -> bytes:
        """Return the first field of this name as written, b"" if there is none."""
        return self._fields[name][0].strip() if name in self._fields else b""

    def token(self, name: bytes) -> str:
        """Return the first field of this name on one line, in lower case and without its encoded words."""
        return _one_line(self.raw(name)).lower() if name in self._fields else ""

    def text(self, name: bytes) -> str:
        """Return the first field of this name that says anything, decoded, on one line."""
        for value in self._fields.get(name, ()):
            if text := readable(_one_line(value)):
                return text
        return ""

    def addresses(self, name: bytes) -> tuple[Address, ...]:
        """Return everybody whom the fields of this name list and who has an address."""
        found: list[Address] = []
        for value in self._fields.get(name, ()):
            found += addresses(_one_line(value))
        return tuple(found)

    def ids(self, name: bytes) -> tuple[str, ...]:
        """Return the message ids in the field, without their brackets."""
        if name not in self._fields:
            return ()
        found = _ID.findall(_one_line(self._fields[name][0]))
        return tuple(_CONTROL.sub("", "".join(each.split())) for each in found[-_MOST_REFERENCES:])


def field_end(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Return where the fields that begin at `start` end, and where the body begins."""
    if raw.startswith((b"\n", b"\r\n"), start, end):
        return start, start + (1 if raw[start] == ord("\n") else 2)
    found = _END.search(raw, start, end)
    upto, body = (found.start() + 1, found.end()) if found else (end, end)
    last = raw.rfind(b"\n", start, upto - 1) + 1 if upto > start else start
    if raw[last : last + 1] in (b" ", b"\t") or _FIELD.match(raw, max(last, start), upto):
        return upto, body
    return _where_fields_stop(raw, start, upto)


def _where_fields_stop(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """The blank line below the fields is missing: what comes after the last of them is the body."""
    stop = start
    for field in _FIELD.finditer(raw, start, end):
        stop = field.end()
    return stop, min(stop + raw.startswith(b"\n", stop), end)


def _one_line(value: bytes) -> str:
    value = value[:_LONGEST]
    try:
        text = value.decode("ascii")
    except UnicodeDecodeError:
        text = decoded(value, "")
    return " ".join(text.split())


def readable(text: str) -> str:
    """Return a field's text with its encoded words decoded, on one line, without control characters."""
    if "=?" in text:
        text = _with_words_decoded(text)
    return " ".join(_CONTROL.sub("", text).split()) if not text.isprintable() else text


def _with_words_decoded(text: str) -> str:
    """Words that follow each other in one charset are joined before they are decoded: a character may be split."""
    pieces: list[str] = []
    waiting: list[bytes] = []
    charset, upto = "", 0
    text = _WORDS_APART.sub(r"\1", text)
    for found in _ENCODED_WORD.finditer(text):
        named = found[1].partition("*")[0].lower()
        if waiting and (named != charset or found.start() > upto):
            pieces.append(decoded(b"".join(waiting), charset))
            waiting = []
        pieces.append(text[upto : found.start()])
        waiting.append(_word_bytes(found[2], found[3]))
        charset, upto = named, found.end()
    pieces += [decoded(b"".join(waiting), charset), text[upto:]]
    return " ".join("".join(pieces).split())


def _word_bytes(encoding: str, coded: str) -> bytes:
    if encoding in "qQ":
        return binascii.a2b_qp(coded.encode("utf-8", "replace"), header=True)
    return base64_bytes(coded.encode("ascii", "ignore"))


def base64_bytes(coded: bytes) -> bytes:
    """Decode as much base64 as there is, whatever stands between and however it is cut off."""
    try:
        return binascii.a2b_base64(coded)
    except binascii.Error:
        pass
    kept = re.sub(rb"[^A-Za-z0-9+/]+", b"", coded)
    kept = kept[: len(kept) - 1] if len(kept) % 4 == 1 else kept
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))


def addresses(field: str) -> tuple[Address, ...]:
    """Return everybody in an address field who has an address, groups opened."""
    return _usual(field) if len(field) < _OF_ONE_OR_TWO else _everybody(field)


def _everybody(field: str) -> tuple[Address, ...]:
    found = _listed(field)
    if not found and "=?" in field:
        found = _listed(readable(field))
    return found


_usual = lru_cache(maxsize=4096)(_everybody)  # the same few people write and are written to


def _listed(field: str) -> tuple[Address, ...]:
    found: list[Address] = []
    words: list[str] = []
    comment = angle = ""
    for token in _TOKEN.finditer(field + ","):
        kind, value = token.lastgroup, token[token.lastgroup or 0]
        if kind == "end":
            if address := _address(words, angle, comment):
                found.append(address)
                words = []
            elif value == ";" or (not angle and "@" in "".join(words)) or not _looks_unfinished(words):
                words = []
            else:
                words.append(",")
            comment = angle = ""
        elif kind == "angle":
            angle = angle or value
        elif kind == "comment":
            comment = value
        else:
            words.append(value.replace("\\", "") if kind == "quoted" else value)
    return tuple(found)


def _looks_unfinished(words: list[str]) -> bool:
    """A name with a comma and without its quotes: "Rivera, Alice <alice@…>"."""
    return bool(words) and len(words) < 4 and "".join(words).strip() != ""


def _address(words: list[str], angle: str, comment: str) -> Address | None:
    text = "".join(words)
    if angle:
        email = normal_email("".join(_COMMENT.sub("", angle).split()))
        return Address(_shown(text), email) if email else None
    before, colon, after = text.rpartition(":")
    if colon and "@" not in before:
        text = after  # the name of a group
    if "@" not in text:
        return None
    if email := normal_email(text):
        return Address(_shown(comment), email)
    for word in text.split():
        if "@" in word and (email := normal_email(word)):
            return Address(_shown(text.replace(word, " ")), email)
    return None


def _shown(name: str) -> str:
    return readable(" ".join(name.split())).strip(" '\"")[:200]
