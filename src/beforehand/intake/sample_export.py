"""The files of the sample office, as the phones and programs of its people export them at a moment."""

import tomllib
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from email.utils import format_datetime
from importlib import resources
from pathlib import Path
from typing import Any

from beforehand.intake.sample_moments import Calendar

# How each file writes a moment.
_WRITTEN: dict[str, Callable[[datetime, Calendar], str]] = {
    "contacts.csv": lambda at, _: f"{at:%Y-%m-%d}",
    "calls.xml": lambda at, _: f"{at.timestamp():.0f}000",
    "messages.xml": lambda at, _: f"{at.timestamp():.0f}000",
    "mail.mbox": lambda at, calendar: format_datetime(calendar.local(at)),
    "WhatsApp Chat with Grace Holm.txt": lambda at, calendar: _in_a_chat(calendar.local(at)),
    "calendar.ics": lambda at, _: f"{at:%Y%m%dT%H%M%SZ}",
    "jon.vcf": lambda at, _: f"{at:%Y-%m-%d}",
    "jon_calls.csv": lambda at, calendar: f"{calendar.local(at):%Y-%m-%d %H:%M:%S}",
}
_CHAT = "WhatsApp Chat with Grace Holm.txt"
_TO_IMPORT = ("contacts.csv", "calls.xml", "messages.xml", "mail.mbox", _CHAT, "jon.vcf", "jon_calls.csv")
_TO_AUDIT = ("calls.xml", "messages.xml", "mail.mbox", _CHAT, "calendar.ics")
_ALL_TIME = datetime.max.replace(tzinfo=UTC)


def story() -> dict[str, Any]:
    """The story of the sample office."""
    return tomllib.loads(_file("story.toml"))


def exported(name: str, calendar: Calendar, *, at: datetime) -> str:
    """The file as it was at that moment: later lines had not happened yet. A calendar knows what is to come."""
    written = _WRITTEN[name]
    until = _ALL_TIME if name.endswith(".ics") else at
    return calendar.filled(_file(name), lambda moment: written(moment, calendar), until=until)


def export(folder: Path, at: datetime) -> tuple[Path, Path]:
    """Writes the files as they are at `at`: two agents' to import, and Maya Lindqvist's to audit; their folders."""
    told = story()
    office = told["office"]
    calendar = Calendar(at.replace(microsecond=0), office["zone"], office["country"], office["state"])
    to_import, to_audit = folder / "import", folder / "audit"
    for home, names in ((to_import, _TO_IMPORT), (to_audit, _TO_AUDIT)):
        home.mkdir(parents=True, exist_ok=True)
        for name in names:
            _write(home / name, exported(name, calendar, at=calendar.at))
    clients = _clients(exported("contacts.csv", calendar, at=calendar.at), told["lists"][0]["active"])
    _write(to_audit / "clients.csv", clients)
    return to_import, to_audit


def _clients(contacts: str, labels: Collection[str]) -> str:
    """Of the contacts, which hold inspectors and family too, those with one of the labels."""
    head, *rows = contacts.splitlines(keepends=True)
    of_label = [row for row in rows if any(f"::: {label}," in row for label in labels)]
    return "".join([head, *of_label])


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="\n")


def _in_a_chat(local: datetime) -> str:
    """11/24/26, 9:05 AM"""
    return f"{local.month}/{local.day}/{local:%y}, {local.hour % 12 or 12}:{local:%M %p}"


def _file(name: str) -> str:
    return resources.files("beforehand.intake").joinpath(f"sample_files/{name}").read_text("utf-8")
