"""The sample office: some weeks of Lindqvist Homes, brought in by the importers and actions of every day."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction

from beforehand.actions.audit import note
from beforehand.actions.derivation import rederive_where
from beforehand.actions.imports.choices import Choices
from beforehand.actions.members import add_member, place
from beforehand.actions.offices import open_office
from beforehand.actions.refusals import Refusal
from beforehand.intake import importing
from beforehand.intake.sample_deeds import DEEDS
from beforehand.intake.sample_export import exported, story
from beforehand.intake.sample_moments import Calendar
from beforehand.queries import seats
from beforehand.records.models import Import, Member
from beforehand.rules.notation import write_instant


@dataclass(frozen=True, slots=True)
class Told:
    """The story with the days of its telling, and its members by name."""

    story: dict[str, Any]
    calendar: Calendar
    members: dict[str, Member]

    @property
    def broker(self) -> Member:
        return self.members[self.story["office"]["broker"]]


@transaction.atomic
def open_sample(at: datetime, *, password: str | None = None) -> Member:
    """Opens the sample office as it stands at `at`, six weeks after its first day; its broker, Maya Lindqvist.

    Without a password nobody can sign in as her by one. Refusal where there is a sample office already.
    """
    if (known := seats.sample_office()) is not None:
        raise Refusal(f"There is a sample office already: {known.name}.")
    at = at.replace(microsecond=0)
    told_story = story()
    office = told_story["office"]
    calendar = Calendar(at, office["zone"], office["country"], office["state"])
    opened_at = calendar.moment(told_story["opens_at"])
    broker = open_office(
        name=office["name"],
        email=office["email"],
        password=password or secrets.token_urlsafe(24),
        country=office["country"],
        state=office["state"],
        zone=office["zone"],
        broker_name=office["broker"],
        at=opened_at,
        is_sample=True,
    )
    told = Told(told_story, calendar, {broker.name: broker})
    _seat(told, opened_at)
    for each in told_story["lists"]:
        _bring(told, each["file"], told.members[each["agent"]], opened_at, _choices(each))
    for happened_at, act in sorted(_events(told), key=lambda event: event[0]):
        act(happened_at)
    rederive_where(at, office_id=broker.office_id)
    note("office.sample_opened", office_id=broker.office_id, by=None, at=at)
    return broker


def _seat(told: Told, at: datetime) -> None:
    for each in told.story["members"]:
        member, _ = add_member(
            email=each["email"], role=each["role"], name=each["name"], by=told.broker, at=at
        )
        told.members[member.name] = member
        assists = [told.members[name] for name in each.get("assists", ())]
        if assists:
            place(member=member, role=member.role, team_name="", assists=assists, by=told.broker, at=at)


def _events(told: Told) -> Iterator[tuple[datetime, Callable[[datetime], None]]]:
    """Every backup and every deed with its moment."""
    for each in told.story["backups"]:
        for words in each["at"]:
            yield told.calendar.moment(words), _backup(told, each)
    for deed in told.story["deeds"]:
        yield told.calendar.moment(deed["at"]), _deed(told, deed)


def _backup(told: Told, backup: dict[str, Any]) -> Callable[[datetime], None]:
    def bring(at: datetime) -> None:
        for name in backup["files"]:
            _bring(told, name, told.members[backup["agent"]], at)

    return bring


def _deed(told: Told, deed: dict[str, Any]) -> Callable[[datetime], None]:
    def do(at: datetime) -> None:
        DEEDS[deed["do"]](deed, told.broker, at, told.calendar)

    return do


def _bring(told: Told, name: str, agent: Member, at: datetime, choices: Choices | None = None) -> None:
    """Brings in a file as it was at that moment: later lines had not happened yet."""
    text = exported(name, told.calendar, at=at)
    with TemporaryDirectory(prefix="beforehand-sample-") as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8")
        found = importing.listed(path, mapping={}, by=agent) if choices else None
        done = importing.bring(path, found, choices=choices or Choices(), agent=agent, by=agent, at=at)
    if done.state != Import.State.DONE or done.problems:
        raise ValueError(f"{name} as of {write_instant(at)} did not come in whole: {done.problems}")


def _choices(each: dict[str, Any]) -> Choices:
    return Choices(active=each["active"], past_labels=tuple(each["past"]))
