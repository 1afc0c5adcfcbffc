"""The streams of mail in a file: the file itself, or what is packed in it."""

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO, Protocol, cast

from beforehand.channels.mail_archive.files import HEAD, MAIL_NAMES, Form, form_of, is_in_maildir
from beforehand.rules.captures import Problem

DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
)
_PACKED: tuple[Form, ...] = ("zip", "gzip", "tar")


class _Peeks(Protocol):
    def peek(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Source:
    """A stream of what `form` says, at its beginning; `form` is "" where it holds no mail."""

    stream: BinaryIO
    place: str
    form: Form
    position: Callable[[], int]  # bytes read of the file on the disk


def sources(stream: BinaryIO, place: str, name: PurePath) -> Iterator[Source | Problem]:
    """Yield what is in an open file: itself, or those of its packed files that hold mail.

    Raises one of DAMAGED where a packed file cannot be unpacked any further."""
    form = form_of(_head(stream), name.name)
    if form == "zip":
        yield from _or_none(_zipped(stream, place), place)
    elif form == "gzip":
        yield from _of_gzip(stream, place, name)
    elif form == "tar":
        yield from _or_none(_tarred(stream, place, stream.tell), place)
    else:
        yield Source(stream, place, form or _said_by(name), stream.tell)


def packs_mail(stream: BinaryIO, name: PurePath) -> bool:
    """Whether a file that packs others seems to hold mail, by the names inside; of a gzip by its own name."""
    form = form_of(_head(stream), name.name)
    if form == "zip":
        with zipfile.ZipFile(stream) as archive:
            return any(_is_named_as_mail(each) for each in archive.namelist())
    return form == "gzip" and name.name.lower().endswith((".tgz", ".tar.gz", ".mbox.gz", ".eml.gz"))


def _of_gzip(stream: BinaryIO, place: str, name: PurePath) -> Iterator[Source | Problem]:
    with gzip.GzipFile(fileobj=stream) as packed:
        unpacked = cast("BinaryIO", packed)
        form = form_of(_head(unpacked), name.stem)
        if form == "tar":
            yield from _or_none(_tarred(unpacked, place, stream.tell), place)
        else:
            yield Source(unpacked, place, "" if form in _PACKED else form, stream.tell)


def _zipped(stream: BinaryIO, place: str) -> Iterator[Source | Problem]:
    with zipfile.ZipFile(stream) as archive:
        for member in archive.infolist():
            inside = f"{place}: {member.filename}"
            try:
                with archive.open(member) as unpacked:
                    yield from _member(cast("BinaryIO", unpacked), inside, member.filename, stream.tell)
            except DAMAGED as error:
                yield damage(inside, error)


def _tarred(stream: BinaryIO, place: str, position: Callable[[], int]) -> Iterator[Source]:
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for member in archive:
            if member.isfile() and (unpacked := archive.extractfile(member)):
                yield from _member(
                    cast("BinaryIO", unpacked), f"{place}: {member.name}", member.name, position
                )


def _member(stream: BinaryIO, place: str, name: str, position: Callable[[], int]) -> Iterator[Source]:
    form = form_of(_head(stream), PurePath(name).name)
    form = _said_by(PurePath(name)) if form in ("", *_PACKED) else form
    if form:
        yield Source(stream, place, form, position)


def _or_none(found: Iterator[Source | Problem], place: str) -> Iterator[Source | Problem]:
    count = 0
    for each in found:
        count += 1
        yield each
    if not count:
        yield Problem(place, "This archive holds no mail; choose one with .mbox or .eml files in it.")


def _is_named_as_mail(name: str) -> bool:
    file = PurePath(name)
    return name.lower().endswith(MAIL_NAMES) or (
        is_in_maildir(file) and file.name.partition(".")[0].isdecimal()
    )


def _said_by(name: PurePath) -> Form:
    return "message" if is_in_maildir(name) or name.suffix.lower() in MAIL_NAMES else ""


def _head(stream: BinaryIO) -> bytes:
    return cast("_Peeks", stream).peek(HEAD)[:HEAD]


def damage(place: str, error: BaseException) -> Problem:
    """Return what a file that cannot be read any further is listed as."""
    if "password" in str(error) or "encrypted" in str(error):
        return Problem(place, "This file is locked by a password; unpack it and choose what was in it.")
    if isinstance(error, PermissionError):
        return Problem(place, "This file may not be read by this user; change its permissions.")
    return Problem(
        place, f"This file is damaged from here on ({str(error)[:80]}); export or download it again."
    )
