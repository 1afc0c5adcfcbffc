"""Any phone log a member may hand in, read into records."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from beforehand.channels.phone_log.android import backup_records
from beforehand.channels.phone_log.iphone import call_list_records, is_call_list
from beforehand.channels.phone_log.plain_text import opened_text
from beforehand.channels.phone_log.records import PhoneRecord, Problem, Unreadable
from beforehand.channels.phone_log.takeout import pages_in, takeout_records

Make = Literal["android", "iphone", "google_voice"]
_HEAD = 8192  # characters: the style sheet of a Google Voice page comes before its first word
_BACKUP = re.compile(r"<(?:calls|smses)[\s/>]")
_PAGE = re.compile(r"""class=["'](?:hChatLog|haudio)\b""")
_ACCEPTED = (
    "a backup of SMS Backup & Restore (XML), an iPhone's calls as iMazing exports them (CSV), "
    "or a Google Voice Takeout (the archive, its folder or one page)"
)


@dataclass(frozen=True, slots=True)
class PhoneLog:
    """A log and its records: one pass, in constant memory, bad records as Problems in their places."""

    make: Make
    records: Iterator[PhoneRecord | Problem]


def read(path: Path, *, zone: str) -> PhoneLog:
    """Read the log at `path`; `zone` is the IANA zone of times that carry none. Raises Unreadable."""
    try:
        return _read(path, ZoneInfo(zone))
    except OSError as error:
        raise Unreadable(
            f"{path.name} cannot be opened ({error.strerror or error}); choose it again."
        ) from None


def recognises(path: Path) -> bool:
    """Tell whether `read` knows the kind, from the first kilobytes or the names in a folder or an archive."""
    try:
        return _make(path) is not None
    except (OSError, Unreadable):
        return False


def _read(path: Path, zone: ZoneInfo) -> PhoneLog:
    make = _make(path)
    if make == "android":
        return PhoneLog(make, backup_records(path))
    if make == "iphone":
        return PhoneLog(make, call_list_records(path, zone))
    if make == "google_voice":
        folder, names = (path, pages_in(path)) if _holds_pages(path) else (path.parent, [path.name])
        return PhoneLog(make, takeout_records(folder, names, zone))
    if path.is_file() and not path.stat().st_size:
        raise Unreadable(f"{path.name} is empty; export it again.")
    raise Unreadable(f"{path.name} is no phone log that can be read; choose {_ACCEPTED}.")


def _make(path: Path) -> Make | None:
    if _holds_pages(path):
        return "google_voice" if pages_in(path) else None
    with opened_text(path) as file:
        head = file.read(_HEAD)
    if _BACKUP.search(head):
        return "android"
    if _PAGE.search(head):
        return "google_voice"
    return "iphone" if is_call_list(head) else None


def _holds_pages(path: Path) -> bool:
    if path.is_dir():
        return True
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"
