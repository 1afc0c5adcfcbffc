"""Half a year of Maya's clients, made up the same each time: some well kept, some who go quiet and ask."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from beforehand.reports.audit.auditing import Audit, SourceProblem, audit
from beforehand.reports.audit.gathering import Gathering, Listed
from beforehand.rules.captures import Captured
from tests.reports.contacts import DAY, HOUR, MAYA, contact, listen, utc

BEGINS = utc("2025-11-03T15:00")
ENDS = utc("2026-04-24T21:00")
FIRST = (
    *("Dana", "Priya", "Tom", "Grace", "Sam", "Ngozi", "Luis", "Hana", "Omar", "Ines"),
    *("Karl", "Mei", "Jonas", "Aisha", "Peter", "Lucia", "Anton"),
)
LAST = (
    *("Ortega", "Raman", "Becker", "Holm", "Whitfield", "Osei", "Park", "Delgado"),
    *("Kim", "Abbott", "Haddad", "Lund", "Costa", "Nguyen"),
)
ASKS = (
    "Hi Maya, any news on the appraisal? Getting a little nervous.",
    "Any news from the lender yet?",
    "We have not heard since the inspection, any news?",
    "Just checking in – any news on the <b>title</b> & the survey?",
)
PROMISES = ("I will send you the figures", "I will call you as soon as I know", "I will ask the lender")


def names(count: int) -> list[str]:
    """As many names as wanted, each once."""
    pairs = [f"{first} {last}" for last in LAST for first in FIRST]
    random.Random(3).shuffle(pairs)
    return [
        pairs[n % len(pairs)] + (f" {n // len(pairs) + 1}" if n >= len(pairs) else "") for n in range(count)
    ]


def office(count: int) -> tuple[list[Listed], Iterator[Captured]]:
    """The list of that many clients, and their contacts, client by client."""
    listed = [Listed(name, (("email", f"c{n}@mail.example"),)) for n, name in enumerate(names(count))]
    return listed, (each for n, client in enumerate(listed) for each in _contacts(n, client))


def office_audit(count: int = 34) -> Audit:
    """The audit of that office, with two places that could not be read."""
    listed, contacts = office(count)
    gathering = Gathering(ours=[MAYA], listen=listen, until=ENDS + 3 * DAY, listed=listed)
    for each in contacts:
        gathering.take(each)
    gathering.automated, gathering.undecided = 1204, 9
    problems = (
        SourceProblem("maya.mbox", "message 812", "its date “Foo, 99 Bar” is none; it was left out"),
        SourceProblem("WhatsApp Chat with <Dana>.txt", "", "is empty; export it again."),
    )
    return audit(gathering, since=None, now=ENDS, every=7 * DAY, zone="America/Chicago", problems=problems)


def _contacts(n: int, client: Listed) -> Iterator[Captured]:
    chance = random.Random(n)
    at = BEGINS + chance.randrange(0, 60) * DAY + chance.random() * 6 * HOUR
    ends = min(ENDS, at + chance.choice([70, 90, 170, 170, 170]) * DAY)
    care = chance.choice([1.5, 2, 2, 2.5, 3.5])  # days between two words of ours
    point = client.points[0]

    def one(moment: datetime, kind: str, **more: str) -> Captured:
        return contact(moment.replace(microsecond=0), kind, point, name=client.name, **more)

    while at < ends:
        kind = chance.choice(["out call spoke", "out email sent", "out text sent", "in call spoke"])
        text = chance.choice(PROMISES) if chance.random() < 0.12 else ""
        yield one(at, kind, text=text)
        gap = chance.expovariate(1 / care) + 0.4
        if chance.random() < 0.012:
            gap += chance.randrange(6, 18)
        if gap > 8 and chance.random() < 0.5:
            yield one(at + timedelta(days=gap - 0.4), "in text received", text=chance.choice(ASKS))
        elif chance.random() < 0.3:
            yield one(at + timedelta(days=gap * 0.9), "in call no_answer", asks="question")
        at += timedelta(days=gap)
