"""What the writer of a mail said: without quoted mails, without signature, without what programs add."""

import re
from dataclasses import dataclass

from beforehand.listening.stripping_lines import (
    Kind,
    is_fence,
    is_intro,
    is_sender,
    kind,
    may_end_intro,
    opens_intro,
)
from beforehand.listening.stripping_tail import signature_starts

_MOST_INTRO_LINES = 5
_LAST_OF_INTRO = re.compile(r"\s*>\s*(?:wrote)?\s*:\s*", re.IGNORECASE)  # of an address broken before its ">"
_BANNER = re.compile(
    r"\W{0,4}(?:caution|warning|external|attention)\b.{0,40}(?:e-?mail|sender|message)", re.IGNORECASE
)
_MOST_HEADER_LINES = 14


@dataclass(slots=True)
class _Line:
    text: str
    kind: Kind


def strip(text: str) -> str:
    """The message without the mails quoted or forwarded in it and without its signature.

    Quotations that the writer answers piece by piece stay, as the answers mean nothing without them; `unquoted`
    leaves them out too. A message that holds nothing of the writer's own but a forwarded mail is that mail.
    """
    if _is_one_plain_line(text):
        return text.strip()
    lines = _classified(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    lines = _without_banner(lines)
    _mark_intros(lines)
    _mark_headers(lines)
    lines = _without_signature(lines)
    lines = _without_signature(_without_embedded(lines))
    lines = [line for line in lines if line.kind not in (Kind.RULE, Kind.DEVICE)]
    return "\n".join(line.text for line in _without_trailing_quotes(lines)).strip()


def _is_one_plain_line(text: str) -> bool:
    """Whether there is nothing to strip, as of most texts and chats."""
    return (
        "\n" not in text
        and "\r" not in text
        and kind(text) is Kind.TEXT
        and not may_end_intro(text)
        and not _BANNER.match(text[:120])
    )


def unquoted(text: str) -> str:
    """The lines of a stripped message that are the writer's own."""
    return "\n".join(line for line in text.split("\n") if kind(line) is not Kind.QUOTE).strip()


def _classified(texts: list[str]) -> list[_Line]:
    lines, fenced = [], False
    closings = sum(is_fence(text) for text in texts)
    for text in texts:
        if is_fence(text) and (fenced or closings > 1):
            fenced, closings = not fenced, closings - 1
            lines.append(_Line(text, Kind.TEXT))
        else:
            lines.append(_Line(text, Kind.TEXT if fenced and text.strip() else kind(text)))
    return lines


def _without_banner(lines: list[_Line]) -> list[_Line]:
    """Leave out what a mail server put on top: "CAUTION: This email originated from outside …"."""
    start = _next(lines, 0, (Kind.EMPTY,))
    if start < len(lines) and _BANNER.match(lines[start].text[:120]):
        end = next((at for at in range(start, len(lines)) if lines[at].kind is Kind.EMPTY), start)
        return lines[end:]
    return lines


def _mark_intros(lines: list[_Line]) -> None:
    """Find "On … wrote:", also where a mail program broke it over lines: its last line first, then upwards."""
    for last, line in enumerate(lines):
        if line.kind in (Kind.TEXT, Kind.HEADER):
            candidate = may_end_intro(line.text)
        else:
            candidate = bool(_LAST_OF_INTRO.fullmatch(line.text[:40]))
        first = _intro_starts(lines, last) if candidate else None
        if first is not None:
            for part in lines[first : last + 1]:
                part.kind = Kind.INTRO


def _intro_starts(lines: list[_Line], last: int) -> int | None:
    joined = ""
    for first in range(last, max(last - _MOST_INTRO_LINES, -1), -1):
        if lines[first].kind in (Kind.EMPTY, Kind.INTRO):
            return None
        joined = f"{lines[first].text.strip()} {joined}"
        if is_intro(joined):
            return _widened(lines, first, joined)
    return None


def _widened(lines: list[_Line], first: int, joined: str) -> int:
    """The introduction may have begun above what already reads as one: "On Monday," / "Ann <ann@…> wrote:"."""
    start = first
    for above in range(first - 1, max(first - _MOST_INTRO_LINES, -1), -1):
        line = lines[above]
        if line.kind is Kind.EMPTY and above == first - 1 and joined.lstrip("> ").startswith("<"):
            continue
        if line.kind not in (Kind.TEXT, Kind.HEADER) or not opens_intro(line.text):
            break
        if line.text.rstrip().endswith(",") or not opens_intro(joined):
            start, joined = above, line.text
    return start


def _mark_headers(lines: list[_Line]) -> None:
    """Keep as header what stands in a block of three with a sender; a lone "To: …" is the writer's text."""
    at = 0
    while at < len(lines):
        end = _header_ends(lines, at) if lines[at].kind is Kind.HEADER else at
        for line in lines[at:end]:
            line.kind = Kind.HEADER
        if end == at:
            if lines[at].kind is Kind.HEADER:
                lines[at].kind = Kind.TEXT
            end = at + 1
        at = end


def _header_ends(lines: list[_Line], start: int) -> int:
    """Where the header that starts here ends, or `start` if it is none; its lines may be broken or a blank apart."""
    found, sender, end = 0, False, start
    for at in range(start, min(start + _MOST_HEADER_LINES, len(lines))):
        line = lines[at]
        if line.kind is Kind.HEADER:
            found, end = found + 1, at + 1
            sender = sender or is_sender(line.text)
        elif (line.kind is Kind.EMPTY and found >= 3) or line.kind not in (Kind.TEXT, Kind.EMPTY):
            break
    return end if sender and found >= 3 else start


def _without_embedded(lines: list[_Line]) -> list[_Line]:
    kept: list[_Line] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.kind not in (Kind.INTRO, Kind.HEADER):
            kept.append(line)
            at += 1
            continue
        own = any(k.kind is Kind.TEXT for k in kept)
        after = _next(lines, at, (Kind.INTRO, Kind.HEADER, Kind.EMPTY, Kind.RULE))
        if own and not _answered_below(lines, after):
            break
        at = after
        if not own:
            at = _next(lines, at, (Kind.QUOTE, Kind.EMPTY))
        elif lines[at - 1].kind is Kind.EMPTY:
            kept.append(lines[at - 1])
    return kept


def _next(lines: list[_Line], at: int, passed: tuple[Kind, ...]) -> int:
    while at < len(lines) and lines[at].kind in passed:
        at += 1
    return at


def _answered_below(lines: list[_Line], at: int) -> bool:
    """Whether a quotation starts here under which the writer goes on."""
    if at == len(lines) or lines[at].kind is not Kind.QUOTE:
        return False
    for below in range(at + 1, len(lines)):
        if lines[below].kind is Kind.HEADER:
            return False
        broken = lines[below - 1].kind is Kind.QUOTE  # a quoted line that was wrapped loses its mark
        if lines[below].kind is Kind.TEXT and not broken:
            return True
    return False


def _without_signature(lines: list[_Line]) -> list[_Line]:
    kinds = [line.kind for line in lines]
    return lines[: signature_starts([line.text for line in lines], kinds)]


def _without_trailing_quotes(lines: list[_Line]) -> list[_Line]:
    end = next((at for at in range(len(lines), 0, -1) if lines[at - 1].kind is Kind.TEXT), 0)
    if not end and not any(is_intro(re.sub(r"^[\s>]+", "", line.text)) for line in lines):
        return lines
    return lines[:end]
