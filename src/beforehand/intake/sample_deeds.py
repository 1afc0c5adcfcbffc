"""What is done by hand in the sample office: a deed of its story, by the action that a page would call."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from beforehand.actions.clients import PersonWords, edit_people, pause_client, set_client_hours
from beforehand.actions.deals import change_deal
from beforehand.actions.next_calls import plan_next_call
from beforehand.actions.promises import keep_promise, make_promise
from beforehand.actions.touches import Deed, log_touch
from beforehand.intake.sample_moments import Calendar
from beforehand.queries import access
from beforehand.records.models import Client, Member
from beforehand.rules.weeks import DAYS

Told = Mapping[str, Any]


def _client(deed: Told, by: Member) -> Client:
    return access.clients(by).get(name=deed["client"])


def _people(deed: Told, by: Member, at: datetime, calendar: Calendar) -> None:
    client = _client(deed, by)
    ids = dict(client.people.values_list("name", "pk"))
    people = [PersonWords(id=ids.get(words["name"]), **words) for words in deed["people"]]
    edit_people(client_id=client.pk, name=client.name, people=people, by=by, at=at)


def _hours(deed: Told, by: Member, at: datetime, calendar: Calendar) -> None:
    week = {day: [[deed["from"], deed["until"]]] for day in DAYS}
    set_client_hours(client_id=_client(deed, by).pk, zone=deed["zone"], week=week, by=by, at=at)


def _log(deed: Told, by: Member, at: datetime, calendar: Calendar) -> None:
    client = _client(deed, by)
    person = client.people.filter(name=deed.get("person", "")).first()
    touch = Deed(
        channel=deed["channel"],
        outcome=deed["outcome"],
        happened_at=at,
        direction=deed.get("direction", "out"),
        asks=deed.get("asks", "none"),
        words=deed["words"],
        person_id=person.pk if person else None,
    )
    log_touch(client_id=client.pk, deed=touch, by=by, at=at, source="page")


def _promise(deed: Told, by: Member, at: datetime, calendar: Calendar) -> None:
    due_at = calendar.moment(deed["due"])
    make_promise(client_id=_client(deed, by).pk, text=deed["text"], due_at=due_at, by=by, at=at)


def _keep(deed: Told, by: Member, at: datetime, calendar: Calendar) -> None:
    promise = _client(deed, by).promises.get(kept_at__isnull=True)
    keep_promise(promise_id=promise.pk, by=by, at=at)


def _stage(deed: Told, by: Member, at: datetime, calendar: Calendar) -> None:
    deal = _client(deed, by).deals.get()
    closing_on = calendar.local(calendar.moment(deed["closing"])).date()
    change_deal(
        deal_id=deal.pk, stage=deed["stage"], address=deal.address, closing_on=closing_on, by=by, at=at
    )


def _pause(deed: Told, by: Member, at: datetime, calendar: Calendar) -> None:
    until_at = calendar.moment(deed["until"])
    pause_client(client_id=_client(deed, by).pk, until_at=until_at, reason=deed["reason"], by=by, at=at)


def _next_call(deed: Told, by: Member, at: datetime, calendar: Calendar) -> None:
    call_at = calendar.moment(deed["call"])
    plan_next_call(client_id=_client(deed, by).pk, call_at=call_at, is_agreed=True, by=by, at=at)


# The word of the story, and what does it; each takes the deed, who does it, when, and the calendar of the story.
DEEDS: Mapping[str, Callable[[Told, Member, datetime, Calendar], None]] = {
    "people": _people,
    "hours": _hours,
    "log": _log,
    "promise": _promise,
    "keep": _keep,
    "stage": _stage,
    "pause": _pause,
    "next_call": _next_call,
}
