"""The messages of an archive of mail, in the order of its files, and how far the reading has come."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path, PurePath

from beforehand.channels.mail_archive.files import HEAD, files, form_of
from beforehand.channels.mail_archive.mbox import LONGEST, split
from beforehand.channels.mail_archive.sources import DAMAGED, Source, damage, packs_mail, sources
from beforehand.mail.contacts import captured
from beforehand.mail.headers import Headers
from beforehand.mail.messages import read
from beforehand.mail.refusals import refuse_what_is_no_mail
from beforehand.rules.captures import Captured, Problem, Unreadable


@dataclass(frozen=True, slots=True)
class RawMessage:
    """One message: where it stands, its bytes, and how many bytes of the archive have been read with it."""

    place: str
    raw: bytes
    position: int


def size(path: Path) -> int:
    """Return the bytes to be read: what `position` counts up to."""
    return sum(file.stat().st_size for file in files(path))


def is_mail(path: Path, name: str = "") -> bool:
    """Whether the file, or a file in the folder, holds mail; of an archive by the names inside.

    `name` is what its owner calls a file that lies under another."""
    return any(_holds_mail(file, _called(file, path, name)) for file in files(path))


def messages(path: Path, name: str = "") -> Iterator[RawMessage | Problem]:
    """Yield each message of an mbox file, a Maildir, an .eml file, a .zip or .tgz of them, or a folder of any.

    In constant memory. What cannot be read is a Problem and costs itself only; folders of drafts and spam are left
    out. `name` is as for `is_mail`. Raises Unreadable at once where `path` is not there."""
    if not path.exists():
        raise Unreadable(f"{name or path} is not there; check the path.")
    return _each_file(path, name)


def _each_file(path: Path, name: str) -> Iterator[RawMessage | Problem]:
    before = 0
    for file in files(path):
        called = _called(file, path, name)
        place = str(file.relative_to(path)) if path.is_dir() else called.name
        try:
            with file.open("rb") as stream:
                for source in sources(stream, place, called):
                    yield from (source,) if isinstance(source, Problem) else _messages(source, before)
            before += file.stat().st_size
        except DAMAGED as error:
            yield damage(place, error)


def contacts(
    path: Path, *, ours: Collection[str], colleagues: Collection[str] = (), zone: tzinfo | None = None
) -> Iterator[Captured | Problem]:
    """Yield the contacts that the messages of an archive are; see `mail.contacts.captured` for who is whose."""
    for message in messages(path):
        if isinstance(message, Problem):
            yield message
            continue
        try:
            yield from captured(read(message.raw, zone=zone), ours=ours, colleagues=colleagues)
        except Unreadable as reason:
            yield Problem(message.place, reason.problem)


def _messages(source: Source, before: int) -> Iterator[RawMessage | Problem]:
    if source.form == "mbox":
        for number, (begin, raw) in enumerate(split(source.stream), 1):
            place = f"{source.place}: message {number} at byte {begin}"
            yield _too_long(place) if raw is None else RawMessage(place, raw, before + source.position())
    elif source.form:
        yield _single(source, before)
    else:
        yield Problem(source.place, _no_mail(source.stream.read(HEAD)))


def _single(source: Source, before: int) -> RawMessage | Problem:
    raw = source.stream.read(LONGEST + 1)
    if len(raw) > LONGEST:
        return _too_long(source.place)
    if source.form == "emlx":  # Apple Mail writes the length above, and what it knows about the message below
        length, _, rest = raw.partition(b"\n")
        raw = rest[: int(length)]
    return RawMessage(source.place, raw, before + source.position())


def _called(file: Path, path: Path, name: str) -> PurePath:
    return PurePath(name) if name and file == path else file


def _holds_mail(file: Path, called: PurePath) -> bool:
    try:
        with file.open("rb") as stream:
            form = form_of(stream.peek(HEAD)[:HEAD], called.name)
            return form in ("mbox", "message", "emlx") or packs_mail(stream, called)
    except DAMAGED:
        return False


def _no_mail(head: bytes) -> str:
    try:
        refuse_what_is_no_mail(head, Headers(head, 0, 0))
    except Unreadable as reason:
        return reason.problem
    return "This is no e-mail; choose an mbox file, a Maildir or .eml files."


def _too_long(place: str) -> Problem:
    return Problem(
        place, f"This message is longer than {LONGEST >> 20} MB and was left out; open it in a mail program."
    )
