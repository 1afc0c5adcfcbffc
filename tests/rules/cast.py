"""A small cast for tests of single rules: an agent and one client, open always unless given hours."""

from datetime import UTC, date, datetime, timedelta

from beforehand.rules.clock import derive
from beforehand.rules.facts import (
    Absence,
    Cadence,
    Calendar,
    ClientFacts,
    Facts,
    Milestone,
    Pause,
    Promise,
    Responsible,
    Touch,
)

NEW_YORK = "America/New_York"
OFFICE_HOURS = ((9 * 60, 17 * 60),)
ALL_DAY = ((0, 1440),)
ALWAYS = Calendar("UTC", (ALL_DAY,) * 7)
NEVER = Calendar("UTC", ((),) * 7)

WEEKLY = Cadence(
    speak_every=timedelta(days=7),
    hear_every=None,
    acknowledge_within=None,
    first_call_within=timedelta(days=1),
    answer_within=timedelta(hours=4),
    call_length=timedelta(minutes=15),
    message_length=timedelta(minutes=5),
)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def minutes(amount):
    return timedelta(minutes=amount)


def hours(amount):
    return timedelta(hours=amount)


def workdays(zone=NEW_YORK, ranges=OFFICE_HOURS, closed=()):
    """Monday to Friday."""
    return Calendar(zone, (*(ranges,) * 5, (), ()), frozenset(map(date.fromisoformat, closed)))


def every_day(zone=NEW_YORK, ranges=OFFICE_HOURS, closed=()):
    return Calendar(zone, (ranges,) * 7, frozenset(map(date.fromisoformat, closed)))


def away(from_at, until_at, cover=None):
    return Absence(utc(from_at), utc(until_at), cover)


def paused(from_at, until_at=None):
    return Pause(utc(from_at), until_at and utc(until_at))


def touch(id, at, kind="out call spoke", **more):  # noqa: A002 - as the facts call it
    return Touch(id, utc(at), *kind.split(), **more)


def asked(id, at, asks="question", kind="in email received", **more):  # noqa: A002
    return touch(id, at, kind, asks=asks, **more)


def promise(id, made_at, due_at, **ends):  # noqa: A002
    return Promise(id, utc(made_at), utc(due_at), **{key: utc(at) for key, at in ends.items()})


def milestone(id, done_at, tell_within=timedelta(hours=4)):  # noqa: A002
    return Milestone(id, done_at and utc(done_at), tell_within)


def facts(*touches, agent=ALWAYS, client=ALWAYS, cadence=WEEKLY, since="2026-03-01T00:00", **more):
    """Facts of a client under our care since then; the hours are open always unless given."""
    pauses = tuple(more.pop("paused", ()))
    responsible = agent if isinstance(agent, Responsible) else Responsible(agent, tuple(more.pop("away", ())))
    return Facts(ClientFacts(client, utc(since), pauses), responsible, cadence, touches, **more)


def answer(now, *touches, **given):
    return derive(facts(*touches, **given), utc(now))


def clocks(now, *touches, **given):
    """The clocks by kind and, where they have one, ref: `speak`, `answer t1`."""
    return {
        f"{clock.kind} {clock.ref}" if clock.ref else clock.kind: clock
        for clock in answer(now, *touches, **given).clocks
    }
