"""What kind of file this is, by its first bytes, and in which encoding its text is."""

import codecs
import re
from pathlib import Path

from beforehand.channels.client_list.rows import Unreadable

_NO_LISTS = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text document"),
    (b"SQLite format 3", "a database"),
    (b"\x1f\x8b", "an archive; unpack it and give the file inside"),
    (b"7z\xbc\xaf", "an archive; unpack it and give the file inside"),
    (b"Rar!", "an archive; unpack it and give the file inside"),
)
_NO_LIST_TEXTS = (
    (r"<(!doctype|html|table|head)", "a web page; open it in a spreadsheet and save it as .xlsx or .csv"),
    (r"<\?xml", "XML; export the contacts as CSV or vCard"),
    (r"\{\s*(\"|\})|\[\s*[\[{]", "JSON; export the contacts as CSV or vCard"),
    (r"begin:(vcalendar|vevent)", "a calendar; export the contacts as CSV or vCard"),
)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def kind_of(path: Path) -> str:
    """One of "workbook", "vcard" and "table"; Unreadable for what cannot be a client list."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("the file is empty: export the contacts again")
    for magic, what in _NO_LISTS:
        if head.startswith(magic):
            raise Unreadable(f"this is no client list but {what}")
    if head[4:8] == b"ftyp":
        raise Unreadable("this is no client list but a picture or a film")
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "workbook"
    text = head.decode(encoding_of(path), "replace").replace("\0", "").lstrip("\ufeff \t\r\n").lower()
    for pattern, what in _NO_LIST_TEXTS:
        if re.match(pattern, text):
            raise Unreadable(f"this is no client list but {what}")
    if sum(char < " " and char not in "\t\r\n\f" for char in text) > len(text) // 50:
        raise Unreadable("this is no text: export the contacts as CSV, XLSX or vCard")
    return "vcard" if re.match(r"begin\s*:\s*vcard", text) else "table"


def encoding_of(path: Path) -> str:
    """The encoding by its mark, else UTF-8 where every byte of the file is, else cp1252."""
    with path.open("rb") as file:
        head = file.read(4096)
        for mark, encoding in _BOMS:
            if head.startswith(mark):
                return encoding
        if (zeros := _zeros(head)) is not None:
            return zeros
        decoder = codecs.getincrementaldecoder("utf-8")()
        file.seek(0)
        try:
            # The last character may be cut off: that is no reason to read all others as cp1252.
            while chunk := file.read(1 << 20):
                decoder.decode(chunk)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _zeros(head: bytes) -> str | None:
    """UTF-16 without a mark shows by a zero in every other byte."""
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if max(odd, even) <= len(head) // 4:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"
