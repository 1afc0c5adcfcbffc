"""What an audit reads: any kind of file or folder that a channel knows, told apart by its beginning, as contacts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from beforehand.channels.calendar import events as calendars
from beforehand.channels.calendar import reading as calendar_files
from beforehand.channels.chat_export import reading as chats
from beforehand.channels.client_list import reading as client_lists
from beforehand.channels.mail_archive import files as mail_files
from beforehand.channels.mail_archive import reading as mail_archives
from beforehand.channels.phone_log import reading as phone_logs
from beforehand.channels.phone_log.judging import judge
from beforehand.channels.phone_log.records import PhoneRecord
from beforehand.channels.phone_log.records import Unreadable as NoPhoneLog
from beforehand.mail.contacts import captured as mail_contacts
from beforehand.mail.messages import read as read_mail
from beforehand.reports.audit.gathering import Listed
from beforehand.rules.call_lengths import Thresholds
from beforehand.rules.captures import Captured, Point, Problem, Unreadable
from beforehand.rules.contact_points import normal_email, normal_phone

_LISTS = {".csv", ".tsv", ".xlsx", ".xls", ".vcf"}
_HEAD = 4096
_CALENDAR_YEARS = timedelta(days=5 * 366)
_LARGEST_CALENDAR = 64 << 20
_ACCEPTED = (
    "mbox files, Maildirs, .eml files, phone logs, exported chats, calendars (.ics) "
    "and client lists (CSV, XLSX, vCard)"
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose archives these are: addresses and numbers in normal form, names as chats write them, zone and country."""

    emails: frozenset[str]
    phones: frozenset[str]
    names: tuple[str, ...]
    zone: str
    country: str
    now: datetime

    @property
    def points(self) -> frozenset[Point]:
        """All by which the owner can be reached."""
        return frozenset(
            {*(("email", each) for each in self.emails), *(("phone", each) for each in self.phones)}
        )


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or a folder that belongs together, and what reads it; `kind` is "" where nothing does."""

    path: Path
    kind: str
    size: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Piece:
    """A contact, a problem, or None for mail that is no contact; `position` is how many bytes are read with it."""

    item: Captured | Problem | None
    position: int


def sources(path: Path) -> Iterator[Source]:
    """The files of a path by kind, in order of name; a folder's may be of any kinds."""
    if not path.is_dir():
        yield Source(path, _kind(path), path.stat().st_size)
        return
    if phone_logs.recognises(path):
        yield Source(path, "phone_log", 0)
    for file in mail_files.files(path):
        yield Source(file, _kind(file), file.stat().st_size)


def clients_of(path: Path, country: str) -> Iterator[Listed | Problem]:
    """The clients of a list with their points in normal form. Raises Unreadable."""
    try:
        for row in client_lists.read(path).rows:
            if isinstance(row, client_lists.Problem):
                yield Problem(f"row {row.row}" + (f", {row.field}" if row.field else ""), row.problem)
                continue
            emails = (("email", normal_email(each.value)) for each in row.emails)
            phones = (("phone", _normal(each.value, country)) for each in row.phones)
            points = tuple((kind, value) for kind, value in (*emails, *phones) if value)
            yield Listed(row.name, points)
    except client_lists.Unreadable as fault:
        raise Unreadable(fault.problem) from fault


def pieces(source: Source, owner: Owner) -> Iterator[Piece]:
    """What a source holds, in constant memory. Raises Unreadable for one that cannot be read as a whole."""
    read = _READERS.get(source.kind)
    if read is None:
        raise Unreadable(f"{source.path.name} is nothing that can be audited; give {_ACCEPTED}.")
    try:
        yield from read(source.path, owner)
    except OSError as fault:
        raise Unreadable(
            f"{source.path.name} cannot be read ({fault.strerror or fault}); check it."
        ) from fault


def _kind(file: Path) -> str:
    if file.suffix.lower() in mail_files.MAIL_NAMES or mail_files.is_in_maildir(file):
        return "mail"
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return "mail"  # whose reader says why it cannot be opened
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"From "):
        return "mail"
    if text[:15].upper() == b"BEGIN:VCALENDAR":
        return "calendar"
    if phone_logs.recognises(file):
        return "phone_log"
    if chats.recognises_file(file):
        return "chat"
    if file.suffix.lower() in _LISTS and client_lists.recognises(file):
        return "client_list"
    return "mail" if mail_archives.is_mail(file) else ""


def _mail(path: Path, owner: Owner) -> Iterator[Piece]:
    zone = ZoneInfo(owner.zone)
    for message in mail_archives.messages(path):
        place = message.place.removeprefix(path.name).lstrip(": ") or "message 1"
        if isinstance(message, Problem):
            yield Piece(Problem(place, message.problem), 0)
            continue
        try:
            contacts = mail_contacts(read_mail(message.raw, zone=zone), ours=owner.emails)
        except Unreadable as fault:
            yield Piece(Problem(place, fault.problem), message.position)
            continue
        for contact in contacts or (None,):
            yield Piece(contact, message.position)


def _calls(path: Path, owner: Owner) -> Iterator[Piece]:
    thresholds = Thresholds()
    try:
        for record in phone_logs.read(path, zone=owner.zone).records:
            if isinstance(record, PhoneRecord):
                yield Piece(_call(record, thresholds, owner), 0)
            else:
                yield Piece(Problem(f"row {record.row}, {record.field}", record.problem), 0)
    except NoPhoneLog as fault:
        raise Unreadable(fault.problem) from fault


def _call(record: PhoneRecord, thresholds: Thresholds, owner: Owner) -> Captured:
    judged = judge(record, thresholds)
    written = (record.number, *(record.others if record.direction == "out" else ()))
    numbers = dict.fromkeys(
        number for each in written if each and (number := _normal(each, owner.country)) is not None
    )
    return Captured(
        source="phone_log",
        external_id=record.external_id,
        at=record.ended_at,
        direction=judged.direction,
        channel=judged.channel,
        outcome=judged.outcome,
        points=tuple(("phone", number) for number in numbers),
        name=record.contact_name,
        text=record.body,
        asks=judged.asks,
        ask_if_reached=judged.ask_if_reached,
    )


def _chat(path: Path, owner: Owner) -> Iterator[Piece]:
    ours = {*owner.names, *owner.phones, *owner.emails}
    found = chats.read(path, path.name, ours=ours, zone=owner.zone, country=owner.country)
    return (Piece(each, 0) for each in found)


def _calendar(path: Path, owner: Owner) -> Iterator[Piece]:
    if path.stat().st_size > _LARGEST_CALENDAR:
        raise Unreadable(f"{path.name} is larger than 64 MB; export a shorter time.")
    from_at = owner.now - _CALENDAR_YEARS
    for event in calendar_files.events(
        path.read_bytes(), from_at=from_at, until_at=owner.now, zone=owner.zone
    ):
        if isinstance(event, Problem):
            yield Piece(event, 0)
        elif event.ends_at <= owner.now.astimezone(UTC):
            yield Piece(calendars.captured(event, owner.emails), 0)


@lru_cache(maxsize=16_384)
def _normal(number: str, country: str) -> str | None:
    return normal_phone(number, country)


_READERS: dict[str, Callable[[Path, Owner], Iterator[Piece]]] = {
    "mail": _mail,
    "phone_log": _calls,
    "chat": _chat,
    "calendar": _calendar,
}
