"""Where the pages of a Google Voice Takeout lie: in one file, in a folder, or in the archive itself."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from beforehand.channels.phone_log.google_voice import PAGE_NAME, page_records
from beforehand.channels.phone_log.records import PhoneRecord, Problem, Unreadable

_LARGEST_PAGE = 4 << 20
_LARGEST_TAKEOUT = 2 << 30
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError,
    RuntimeError, ValueError, OverflowError,
)  # fmt: skip


def pages_in(path: Path) -> list[str]:
    """Return the sorted names of the pages in a folder or an archive; raises Unreadable for a broken one."""
    if path.is_dir():
        names: Iterable[str] = (
            str(page.relative_to(path)) for page in path.rglob("*.html") if page.is_file()
        )
    else:
        try:
            with zipfile.ZipFile(path) as archive:
                names = archive.namelist()
        except _BROKEN:
            raise Unreadable(
                "The archive is damaged or was not copied whole; download it from Google Takeout again."
            ) from None
    return sorted(name for name in names if PAGE_NAME.fullmatch(PurePosixPath(name).name))


def takeout_records(path: Path, names: list[str], zone: ZoneInfo) -> Iterator[PhoneRecord | Problem]:
    """Yield the records of the pages `names` in `path`, numbered through; one page is in memory at a time."""
    rows = count(1)
    total = 0
    for name, page in _pages(path, names):
        short = PurePosixPath(name).name
        if page is None:
            yield Problem(next(rows), short, f"{short} is damaged or encrypted; download the Takeout again.")
        elif len(page) > _LARGEST_PAGE:
            yield Problem(
                next(rows), short, f"{short} is larger than 4 MB and was left out; enter it by hand."
            )
        elif (total := total + len(page)) > _LARGEST_TAKEOUT:
            yield Problem(
                next(rows), short, "The pages hold more than 2 GB; give the rest in another archive."
            )
            return
        else:
            yield from page_records(page, short, zone, rows)


def _pages(path: Path, names: list[str]) -> Iterator[tuple[str, bytes | None]]:
    """Yield each page's bytes, cut one byte beyond the limit; None for one that cannot be read."""
    if path.is_dir():
        for name in names:
            with (path / name).open("rb") as file:
                yield name, file.read(_LARGEST_PAGE + 1)
        return
    with zipfile.ZipFile(path) as archive:
        for name in names:
            try:
                with archive.open(name) as member:
                    page = member.read(_LARGEST_PAGE + 1)
            except _BROKEN:
                yield name, None
            else:
                yield name, page
