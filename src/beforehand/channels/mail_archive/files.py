"""Which files of a folder may hold mail, and what a file is by its first bytes."""

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Literal

from beforehand.mail.headers import Headers, field_end
from beforehand.mail.refusals import tells_no_mail

Form = Literal["mbox", "message", "emlx", "zip", "gzip", "tar", ""]

HEAD = 4096  # bytes that tell what a file is
MAIL_NAMES = (".mbox", ".mbx", ".eml", ".emlx")
# What mail programs keep beside the mail.
_NO_MAIL = re.compile(
    r"\..*|.*\.(?:msf|sqlite|sqlite-shm|sqlite-wal|plist|index|log|cache|lock|db|mdb|html?)|table_of_contents|"
    r"dovecot.*|courier.*|maildir.*|subscriptions|msgFilterRules.dat|filterlog.*|Thumbs.db|desktop.ini",
    re.IGNORECASE,
)
# Never sent, or from nobody one knows; in the words of mail programs.
_LEFT_OUT = frozenset(
    (
        *(
            "drafts",
            "draft",
            "entwürfe",
            "brouillons",
            "borradores",
            "bozze",
            "rascunhos",
            "concepten",
            "utkast",
        ),
        *("spam", "junk", "junk e-mail", "junk email", "junk mail", "junk-e-mail", "bulk mail"),
        *("outbox", "templates", "unsent messages"),
    )
)
_LENGTH_LINE = re.compile(rb"\d{1,12} *\r?\n")


def files(path: Path) -> Iterator[Path]:
    """Yield the files below `path` that may hold mail, by name; `path` itself if it is one. Links are not followed."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(each for each in folders if each != "tmp" and not _is_left_out(each))
        for name in sorted(names):
            file = Path(folder, name)
            if _is_of_mail(file) and file.is_file():
                yield file


def is_in_maildir(file: PurePath) -> bool:
    """Whether the file lies where a Maildir keeps its messages."""
    return file.parent.name in ("cur", "new")


def form_of(head: bytes, name: str) -> Form:
    """Return what the file with this name and these first bytes is; "" if it is nothing that holds mail."""
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head[257:262] == b"ustar":
        return "tar"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"From "):
        return "mbox"
    length = _LENGTH_LINE.match(head)
    if length and name.endswith(".emlx"):
        return "emlx"
    return "" if tells_no_mail(Headers(text, 0, field_end(text, 0, len(text))[0])) else "message"


def _is_left_out(folder: str) -> bool:
    name = folder.lower().removesuffix(".mbox").removesuffix(".sbd")
    return name.lstrip(".").removeprefix("inbox.") in _LEFT_OUT


def _is_of_mail(file: Path) -> bool:
    if is_in_maildir(file):
        return "D" not in file.name.rpartition(":2,")[2] or ":2," not in file.name  # a draft was never sent
    return not _NO_MAIL.fullmatch(file.name) and not _is_left_out(file.name)
