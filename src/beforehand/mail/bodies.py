"""What a message says, as text: the one body to read among its parts, decoded."""

import binascii
import re

from beforehand.mail.charsets import decoded
from beforehand.mail.headers import base64_bytes
from beforehand.mail.html import text_of_html
from beforehand.mail.parts import Part

_LONGEST = 1 << 19  # of coded bytes; what is new stands above
_READABLE = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext", "application/xhtml+xml"})
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z-]{1,30}>", re.IGNORECASE)
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\n]*\n", re.MULTILINE)
_PGP = b"-----BEGIN PGP MESSAGE-----"


def text_of(part: Part) -> str:
    """Return what a person reads of this part, lines ended by "\\n", attachments left out."""
    return _tidy(_said(part))


def is_attachment(part: Part) -> bool:
    """Whether a reader would list this part instead of showing it as text."""
    if part.parts:
        return False
    if part.type not in _READABLE:
        return part.type.partition("/")[0] != "multipart"
    return part.disposition == "attachment" or (bool(part.filename) and part.disposition != "inline")


def is_encrypted(part: Part) -> bool:
    """Whether the message can be read only with a key."""
    if part.type == "multipart/encrypted":
        return True
    if part.type in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        return part.parameters.get("smime-type", "") != "signed-data"
    return (
        part.type == "text/plain" and part.raw.find(_PGP, part.start, min(part.end, part.start + 4000)) >= 0
    )


def content(part: Part) -> bytes:
    """Return the part's bytes, their transfer encoding undone as far as it holds."""
    encoding = part.headers.token(b"content-transfer-encoding").strip(" ;\"'")
    body = part.raw[part.start : min(part.end, part.start + _LONGEST)]
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body)
    if encoding == "base64":
        return base64_bytes(body)
    if "uue" in encoding or "uuencode" in encoding:
        return _uu_bytes(body)
    return body


def _said(part: Part) -> str:
    if part.type.startswith("multipart/"):
        return _said_together(part)
    if part.type not in _READABLE or is_attachment(part) or is_encrypted(part):
        return ""
    raw = content(part)
    charset = part.parameters.get("charset", "")
    if part.type in ("text/html", "application/xhtml+xml"):
        if not charset and (meta := _META_CHARSET.search(raw[:4000])):
            charset = meta[1].decode("ascii", "ignore")
        return text_of_html(decoded(raw, charset))
    text = decoded(raw, charset)
    if part.type != "text/plain":
        return _TAG.sub("", text)
    if part.parameters.get("format", "").lower() == "flowed":
        return _unflowed(text, spare=part.parameters.get("delsp", "").lower() == "yes")
    return text


def _said_together(part: Part) -> str:
    if part.type == "multipart/encrypted":
        return ""
    if part.type in ("multipart/alternative", "multipart/related", "multipart/signed", "multipart/report"):
        plain_first = sorted(part.parts, key=lambda each: each.type != "text/plain")
        return next((text for each in plain_first if (text := _said(each)).strip()), "")
    plain = [text for each in part.parts if each.type != "text/html" and (text := _said(each)).strip()]
    return "\n".join(plain or [_said(each) for each in part.parts if each.type == "text/html"])


def _tidy(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        text = text.replace("\x00", "")
    return text.strip("\n \t\ufeff")


def _unflowed(text: str, *, spare: bool) -> str:
    """Join the lines that a program broke (RFC 3676): those that end in a space, within one depth of quotes."""
    lines: list[list[str]] = []
    open_depth = -1
    for line in text.replace("\r\n", "\n").split("\n"):
        unquoted = line.lstrip(">")
        depth = len(line) - len(unquoted)
        unquoted = unquoted.removeprefix(" ")
        flows = unquoted.endswith(" ") and unquoted != "-- "
        piece = unquoted[:-1] if flows and spare else unquoted
        if depth == open_depth and unquoted != "-- ":
            lines[-1].append(piece)
        else:
            lines.append([line[: len(line) - len(unquoted)] if depth else "", piece])
        open_depth = depth if flows else -1
    return "\n".join("".join(pieces) for pieces in lines)


def _uu_bytes(body: bytes) -> bytes:
    begin = _UU_BEGIN.search(body)
    pieces: list[bytes] = []
    for line in body[begin.end() if begin else 0 :].split(b"\n"):
        if line.strip() == b"end":
            break
        try:
            pieces.append(binascii.a2b_uu(line.rstrip(b"\r")))
        except binascii.Error:
            continue
    return b"".join(pieces)
