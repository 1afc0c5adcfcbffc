"""What `beforehand audit` is told: whose archives, since when, how often, and where the page goes."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from beforehand.cli.audit_sources import Owner
from beforehand.rules.contact_points import country_code, normal_email, normal_phone
from beforehand.rules.notation import read_date, read_duration

_REPORT_MARK = b"Beforehand audit"


def owner_of(
    mine: Iterable[str], paths: Iterable[str], names: tuple[str, ...], zone: str, country: str, now: datetime
) -> tuple[Owner, list[Path]]:
    """Whose archives these are, and the paths; what stands among them and is an address or a number is ours."""
    code = _country(country)
    _check_zone(zone)
    emails, phones = set[str](), set[str]()
    files: list[Path] = []
    for word in mine:
        email, phone = normal_email(word), normal_phone(word, code)
        if not email and not phone:
            raise click.UsageError(
                f"--me: “{word}” is neither an e-mail address nor a phone number; "
                "write maya@example.com or +15125550142."
            )
        (emails if email else phones).add(email or phone or "")
    for word in paths:
        if Path(word).exists():
            files.append(Path(word))
        elif email := normal_email(word):
            emails.add(email)
        elif phone := normal_phone(word, code):
            phones.add(phone)
        else:
            raise click.UsageError(f"PATH: there is no file or folder “{word}”; check the path.")
    if not files:
        raise click.UsageError("PATH: name at least one file or folder to look at.")
    return Owner(frozenset(emails), frozenset(phones), names, zone, code, now), files


def _country(text: str) -> str:
    code = country_code(text)
    if code is None:
        raise click.UsageError(f"--country: “{text}” is no country; write two letters, as US.")
    return code


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise click.UsageError(f"--zone: “{zone}” is no time zone; write one like America/Chicago.") from None


def cadence_of(text: str) -> timedelta:
    """A cadence of at most a year."""
    try:
        every = read_duration(text)
    except ValueError as fault:
        raise click.UsageError(f"--cadence: “{text}” is {fault}.") from None
    if every > timedelta(days=366):
        raise click.UsageError(f"--cadence: “{text}” is more than a year; write P7D for a week.")
    return every


def since_of(text: str | None, zone: str) -> datetime | None:
    """The beginning of that day in the zone, in UTC."""
    if text is None:
        return None
    try:
        day = read_date(text)
    except ValueError as fault:
        raise click.UsageError(f"--since: “{text}” is {fault}.") from None
    if not 1970 <= day.year < 2200:
        raise click.UsageError(f"--since: “{text}” is out of reach; its year is one of 1970 to 2199.")
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def zone_here() -> str:
    """The zone of this computer by its IANA name, UTC where it does not tell."""
    from tzlocal import get_localzone_name

    try:
        return ZoneInfo(get_localzone_name() or "UTC").key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"


def page_file(path: Path, files: Iterable[Path]) -> Path:
    """The page's file: a new one, or an older report; nothing else is written over."""
    if not path.parent.is_dir():
        raise click.UsageError(f"--out: there is no folder “{path.parent}”; make it first.")
    if path.is_dir() or any(path.exists() and path.samefile(file) for file in files):
        raise click.UsageError(f"--out: “{path}” is there and is no report; name another file.")
    if path.exists():
        with path.open("rb") as file:
            if _REPORT_MARK not in file.read(1000):
                raise click.UsageError(f"--out: “{path}” is there and is no report; name another file.")
    return path
