"""An office of any size with believable clients: `python -m benchmarks.seeding CLIENTS`, into DATABASE_URL.

The clients are derived by Beforehand itself; only their facts are written here. Prints who to sign in as, in JSON.
"""

import json
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

CLIENTS_AN_AGENT = 60
TOUCHES = 20
_AT_ONCE = 5_000
# The agents that are measured. The third is spoken to by nobody for eight days: all of the clients are to be called.
READER, WRITER, OVERDUE = 0, 1, 2
_PHONES = 4  # that the writer logs from, as each may tell of 120 contacts a minute

_FIRST = ("Dana", "Ramón", "Mei", "Olu", "Grace", "Priya", "Tom", "Nora", "Ahmed", "Zoë", "Luis", "Ingrid")
_LAST = ("Ortega", "Lindqvist", "Okafor", "Nguyen", "Harris", "Patel", "Kowalski", "Brandt", "Diaz", "Moreau")
_STREETS = ("Elm Street", "Congress Avenue", "Lakeshore Drive", "Oak Hollow", "Barton Hills", "Cedar Lane")
_WORDS = (
    "", "", "", "Offer came in, they want to sleep over it.", "Showings on Saturday.", "Inspection is booked.",
    "The lender wants two more pay slips.", "They liked the second house best.",
)  # fmt: skip
_KINDS = (
    ("out", "call", "spoke"), ("out", "text", "sent"), ("in", "text", "received"), ("out", "email", "sent"),
    ("out", "call", "no_answer"), ("in", "call", "spoke"), ("in", "email", "received"), ("out", "text", "sent"),
)  # fmt: skip
_DEALS = (
    ("buyer", "searching"), ("buyer", "searching"), ("seller", "listed"), ("seller", "listed"), ("buyer", "offer"),
    ("seller", "under_contract"), ("short_sale", "waiting_on_lender"), ("seller", "preparing"),
)  # fmt: skip
_TOUCH = (
    "id", "office_id", "client_id", "member_id", "person_id", "at", "direction", "channel", "outcome", "asks",
    "automated", "holding", "words", "ask_if_reached", "source", "external_id", "recorded_at", "recorded_by_id",
)  # fmt: skip


def seed(clients: int, *, now: datetime) -> dict[str, Any]:
    """Opens an office of that many clients and derives them all."""
    from django.db import transaction

    from beforehand.actions.derivation import lock, rederive
    from beforehand.actions.offices import open_office
    from benchmarks.rows import settle

    with transaction.atomic():
        broker = open_office(
            name="Rivera Homes",
            email="broker@rivera.example",
            password="a long enough one",
            country="US",
            state="TX",
            zone="America/Chicago",
            at=now - timedelta(days=400),
        )
        agents = _agents(broker.office_id, -(-clients // CLIENTS_AN_AGENT), now)
        _clients(broker.office_id, agents, clients, now)
    settle()
    for start in range(1, clients + 1, _AT_ONCE):
        with transaction.atomic():
            rederive(lock(range(start, min(start + _AT_ONCE, clients + 1))), at=now)
    settle()
    return {"broker": _cookie(broker.pk), **_measured(agents, now)}


def phone_of(client: int) -> str:
    """The number of a client, in E.164."""
    return f"+1512{2_000_000 + client:07d}"


def _agents(office: int, how_many: int, now: datetime) -> list[int]:
    from beforehand.records.models import Member, MemberHours, User
    from beforehand.rules.weeks import AGENT_WEEK
    from benchmarks.rows import put

    numbers = range(100, 100 + how_many)
    joined, week = now - timedelta(days=400), json.dumps(AGENT_WEEK)
    put(
        User,
        ("id", "password", "email", "is_active"),
        ((n, "!unusable", f"agent{n}@rivera.example", True) for n in numbers),
    )
    put(
        Member,
        ("id", "office_id", "user_id", "role", "name", "zone", "joined_at"),
        ((n, office, n, "agent", f"Agent {n}", "America/Chicago", joined) for n in numbers),
    )
    put(
        MemberHours,
        ("office_id", "member_id", "holds_from", "zone", "week", "recorded_at"),
        ((office, n, joined, "America/Chicago", week, joined) for n in numbers),
    )
    return list(numbers)


def _clients(office: int, agents: list[int], how_many: int, now: datetime) -> None:
    from beforehand.records import models
    from benchmarks.rows import put

    since = now - timedelta(days=150)
    numbers = range(1, how_many + 1)
    agent_of = {n: agents[(n - 1) // CLIENTS_AN_AGENT] for n in numbers}
    names = {n: f"{_FIRST[n % len(_FIRST)]} {_LAST[n // 7 % len(_LAST)]} {n}" for n in numbers}
    phones = {n: phone_of(n) for n in numbers}
    overdue = {n for n in numbers if agent_of[n] == agents[OVERDUE]}
    deals = {
        n: ("buyer", "past") if n % 8 == 0 and n not in overdue else _DEALS[n // 3 % len(_DEALS)]
        for n in numbers
    }
    homes = {n: f"{n % 9000 + 1} {_STREETS[n % len(_STREETS)]}, Austin, TX" for n in numbers}
    put(
        models.Client,
        ("id", "office_id", "agent_id", "name", "care", "since", "labels", "notes", "search", "ended_reason",
         "ended_words", "recorded_at", "standing", "reason", "clocks"),
        (
            (n, office, agent_of[n], names[n], "past" if deals[n][1] == "past" else "active", since, "[]", "",
             f"{names[n]} {phones[n]} c{n}@mail.example {homes[n]}".casefold(), "", "", since, "", "", "[]")
            for n in numbers
        ),
    )  # fmt: skip
    put(models.Person, ("id", "office_id", "client_id", "name", "is_grown"),
        ((n, office, n, names[n], True) for n in numbers))  # fmt: skip
    put(models.Person, ("id", "office_id", "client_id", "name", "is_grown"),
        ((how_many + n, office, n, f"Kim {n}", True) for n in numbers if n % 4 == 0))  # fmt: skip
    put(
        models.ContactPoint,
        ("office_id", "client_id", "person_id", "kind", "value", "written", "label"),
        (
            (office, n, n, kind, value, value, "")
            for n in numbers
            for kind, value in (("phone", phones[n]), ("email", f"c{n}@mail.example"))
        ),
    )
    put(models.ClientHours, ("office_id", "client_id", "holds_from", "zone", "zone_source", "recorded_at"),
        ((office, n, since, "America/Chicago", "phone", since) for n in numbers))  # fmt: skip
    put(models.Deal, ("id", "office_id", "client_id", "side", "stage", "address", "opened_at"),
        ((n, office, n, *deals[n], homes[n], since) for n in numbers))  # fmt: skip
    put(models.DealStage, ("office_id", "deal_id", "stage", "holds_from", "recorded_at"),
        ((office, n, deals[n][1], since, since) for n in numbers))  # fmt: skip
    put(models.Touch, _TOUCH, _touches(office, agent_of, agents[OVERDUE], now))
    _asks(now)
    put(
        models.Promise,
        ("office_id", "client_id", "owner_id", "text", "made_at", "due_at", "withdrawn_reason", "recorded_at"),
        (
            (office, n, agent_of[n], "the figures of the second house", now - timedelta(days=1),
             now + timedelta(hours=n * 7 % 110 - 20), "", now)
            for n in numbers
            if n % 10 == 3
        ),
    )  # fmt: skip
    put(
        models.NextCall,
        ("office_id", "client_id", "member_id", "is_agreed", "made_at", "at"),
        (
            (office, n, agent_of[n], n % 2 == 0, now - timedelta(days=1), now + timedelta(hours=n % 90 + 1))
            for n in numbers
            if (n % 8 == 5 or n % 12 == 6) and n not in overdue
        ),
    )
    put(models.Pause, ("office_id", "client_id", "from_at", "until_at", "reason", "recorded_at"),
        ((office, n, now - timedelta(days=3), now + timedelta(days=9), "On a journey", now)
         for n in numbers if n % 40 == 7 and n not in overdue))  # fmt: skip


def _touches(office: int, agent_of: dict[int, int], overdue: int, now: datetime) -> Iterator[tuple[Any, ...]]:
    """About twenty a client, newest last: mostly spoken to within the week, an open question in twenty-five."""
    numbers = count(1)
    for client, agent in agent_of.items():
        chance = random.Random(client)  # the same client in an office of any size
        asks = client % 25 == 9
        quiet_days = 8 + chance.random() if agent == overdue else chance.triangular(0.1, 8, 2.5)
        ago, told = quiet_days, []
        for step in range(TOUCHES + chance.randrange(-6, 7)):
            told.append((ago, *_KINDS[step % len(_KINDS)], "none"))
            ago += chance.uniform(0.3, 4.5)
        if asks:
            complaint = client % 100 == 9
            told.insert(0, (0.05, "in", "text", "received", "complaint" if complaint else "question"))
        if client % 3 == 0:
            told[-1] = (told[-1][0], "in", "email", "received", "update")
        for days, direction, channel, outcome, ask in reversed(told):
            at = now - timedelta(seconds=int(days * 86_400))
            yield (
                next(numbers), office, client, agent, client, at, direction, channel, outcome, ask, False, False,
                chance.choice(_WORDS), False, "seed", None, at, agent,
            )  # fmt: skip


def _asks(now: datetime) -> None:
    """The request of each touch that asks, not yet known to be answered."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_request (office_id, client_id, touch_id, owner_id, asked_at, asks, words)"
            " SELECT office_id, client_id, id, member_id, at, asks, words FROM records_touch WHERE asks <> 'none'"
        )


def _measured(agents: list[int], now: datetime) -> dict[str, Any]:
    """The measured agents' sessions and clients; a small office's only agent is all of them."""
    from beforehand.actions.capture_addresses import make_capture_address
    from beforehand.records.models import Client, Member

    writer = Member.objects.get(pk=agents[WRITER])
    phones = [make_capture_address(kind="phone", label="", by=writer, at=now)[1] for _ in range(_PHONES)]
    found: dict[str, Any] = {"phones": phones}
    for name, place in (("reader", READER), ("writer", WRITER), ("overdue", OVERDUE)):
        agent = agents[place]
        clients = Client.objects.filter(agent=agent).order_by("pk").values_list("pk", flat=True)
        found[name] = _cookie(agent)
        found[f"{name}_clients"] = list(clients)
    return found


def _cookie(member: int) -> str:
    """A session of that member, as signing in leaves it."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from beforehand.records.models import Member

    user = Member.objects.select_related("user").get(pk=member).user
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def main() -> None:
    import django

    django.setup()
    from beforehand.records.migrating import bring_up_to_date

    bring_up_to_date()
    print(json.dumps(seed(int(sys.argv[1]), now=datetime.now(UTC).replace(microsecond=0))))


if __name__ == "__main__":
    main()
