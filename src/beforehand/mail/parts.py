"""The tree of parts a raw message is made of: where each lies and what it says it is; nothing is decoded yet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from beforehand.mail.charsets import decoded
from beforehand.mail.headers import Headers, field_end, readable

_TYPE = re.compile(rb"\s*([\w.+-]+/[\w.+-]+)")
_PARAMETER = re.compile(rb';\s*([\w*.-]+)\s*=\s*(?:"([^"\\]*(?:\\.[^"\\]*)*)"?|([^;]*))', re.DOTALL)
_BOUNDARY_LINE = re.compile(rb"^--([!-~]{1,70})[ \t]*\r?$", re.MULTILINE)
_DEEPEST = 16
_MOST_PARTS = 1000
_LONGEST_FIELD = 1 << 14


@dataclass(slots=True)
class Part:
    """A message or a part of one: its fields, and its body as a stretch of the raw bytes."""

    raw: bytes
    headers: Headers
    start: int
    end: int
    type: str
    parameters: dict[str, str]
    disposition: str
    filename: str
    parts: list["Part"] = field(default_factory=list)

    @property
    def body(self) -> bytes:
        """The bytes of the body, as they were sent."""
        return self.raw[self.start : self.end]

    def walk(self) -> Iterator["Part"]:
        """Yield this part and all in it, from the outside in; not those of messages that it carries."""
        yield self
        for part in self.parts:
            yield from part.walk()


def parsed(raw: bytes, start: int = 0) -> Part:
    """Return the tree of a message that begins at `start`. What is nested too deep is left as it is."""
    whole = _Parsing(raw).part(start, len(raw), "text/plain", _DEEPEST)
    if whole.type in ("text/plain", "text/html") and whole.disposition != "attachment":
        whole.filename = ""  # some programs name the letter itself
    return whole


class _Parsing:
    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._left = _MOST_PARTS

    def part(self, start: int, end: int, usual_type: str, depth: int) -> Part:
        fields_end, body = field_end(self._raw, start, end)
        headers = Headers(self._raw, start, fields_end)
        type_, parameters = _typed(headers, usual_type)
        disposition, more = _valued(headers.raw(b"content-disposition")[:_LONGEST_FIELD])
        filename = _parameter(more, "filename") or _parameter(parameters, "name")
        part = Part(self._raw, headers, body, end, type_, parameters, disposition, filename)
        if type_.startswith("multipart/"):
            self._open(part, depth)
        return part

    def _open(self, part: Part, depth: int) -> None:
        stretches = _stretches(self._raw, part.start, part.end, part.parameters.get("boundary", ""))
        if not stretches:
            part.type = "text/plain"  # as it will be read
            return
        inside = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
        for start, end in stretches if depth else ():
            self._left -= 1
            if self._left < 0:
                break
            part.parts.append(self.part(start, end, inside, depth - 1))


def _stretches(raw: bytes, start: int, end: int, boundary: str) -> list[tuple[int, int]]:
    """Return from where to where each part between two boundary lines reaches."""
    mark = b"--" + boundary.encode("latin-1", "replace")
    found = _between(raw, start, end, mark) if boundary else []
    if not found and (line := _BOUNDARY_LINE.search(raw, start, end)):
        found = _between(raw, start, end, b"--" + line[1])
    return found


def _between(raw: bytes, start: int, end: int, mark: bytes) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    opened = -1
    at = raw.find(mark, start, end)
    while at >= 0:
        after = at + len(mark)
        line_end = raw.find(b"\n", after, end) if at == start or raw[at - 1] == ord("\n") else -1
        rest = raw[after : after + 80 if line_end < 0 else min(line_end, after + 80)].strip()
        if (at == start or raw[at - 1] == ord("\n")) and rest in (b"", b"--"):
            if opened >= 0:
                found.append((opened, _before_newline(raw, opened, at)))
            if rest or line_end < 0 or len(found) > _MOST_PARTS:
                return found
            opened = line_end + 1
        at = raw.find(mark, after, end)
    return [*found, (opened, end)] if opened >= 0 else found


def _before_newline(raw: bytes, start: int, at: int) -> int:
    if at > start and raw[at - 1] == ord("\n"):
        at -= 1
    return at - 1 if at > start and raw[at - 1] == ord("\r") else at


def _typed(headers: Headers, usual: str) -> tuple[str, dict[str, str]]:
    if b"content-type" not in headers:
        return usual, {}
    written = headers.raw(b"content-type")[:_LONGEST_FIELD]
    value, parameters = _valued(written)
    found = _TYPE.match(written)
    if found:
        return found[1].decode("latin-1").lower(), parameters
    return ("text/plain" if value in ("", "text", "plain") else usual), parameters


@lru_cache(maxsize=256)
def _valued(written: bytes) -> tuple[str, dict[str, str]]:
    """Return a field's first word in lower case, and its parameters."""
    if not written:
        return "", {}
    written = written.replace(b"\r", b"").replace(b"\n", b" ")
    parameters: dict[str, str] = {}
    for name, quoted, bare in _PARAMETER.findall(written):
        value = quoted.replace(b"\\", b"") if quoted else bare.strip()
        parameters.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
    return written.partition(b";")[0].strip().decode("latin-1").lower(), parameters


def _parameter(parameters: dict[str, str], name: str) -> str:
    """Return a parameter's text as people read it, in any of the ways to write one (RFC 2231, encoded words)."""
    if (value := parameters.get(name)) is not None:
        return readable(decoded(value.encode("latin-1"), ""))[:200]
    if not any(each.startswith(f"{name}*") for each in parameters):
        return ""
    numbered = (f"{name}*{count}{star}" for count in range(9) for star in ("*", ""))
    joined = "".join(parameters[each] for each in (f"{name}*", *numbered) if each in parameters)
    charset, quote, rest = joined.partition("'")
    if not quote:
        return readable(joined)[:200]
    return readable(decoded(unquote_to_bytes(rest.partition("'")[2]), charset))[:200]
