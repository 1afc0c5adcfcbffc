"""What a message costs on its whole road: `python -m benchmarks.captures TOLD MESSAGES`, with DATABASE_URL set.

TOLD is the file of `benchmarks.seeding`. Prints, in JSON, how many a second, the milliseconds of CPU of each part of
the road, the statements, and what became of the messages.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.inside import statements
from benchmarks.mails import letters

_COUNTED = 100
_SHARING = 50  # each such client has an address in common with the next one


def measure(told: dict[str, Any], messages: int, *, now: datetime) -> dict[str, Any]:
    """Brings in so many new messages, to and from clients of the whole office, through one agent's mailbox."""
    from beforehand.intake.mail import bring, house_of
    from beforehand.records.models import Client, Member

    agent = Client.objects.get(pk=told["reader_clients"][0]).agent_id
    member = Member.objects.select_related("office", "user").get(pk=agent)
    clients = list(Client.objects.filter(imported_by=None).order_by("pk").values_list("pk", flat=True))
    _share_addresses(clients)
    house = house_of(member)
    became: Counter[str] = Counter()

    def take(raw: bytes) -> None:
        found = bring(raw, member=member, house=house, at=now)
        became.update([each.state for each in found] or ["no contact"])

    def post(seed: int, count: int) -> list[bytes]:
        return list(letters(count, clients=clients, ours=member.user.email, until=now, seed=seed))

    _cpu_ms(take, post(1, few := min(_COUNTED, messages)))
    counted = [_statements(take, raw) for raw in post(2, few)]
    became.clear()
    figures = _on_the_road(take, mail := post(3, messages))
    figures |= _parts(mail, member, house, now)
    figures["record"] = figures["cpu"] - figures["parse"] - figures["listen"]
    return {
        **figures,
        "statements": median(counted),
        "statements at most": max(counted),
        "became": dict(became),
    }


def _on_the_road(take: Callable[[bytes], None], mail: Sequence[bytes]) -> dict[str, float]:
    from django.db import connection

    from benchmarks.databases import backend_pids
    from benchmarks.processes import cpu_ms

    backends = backend_pids(os.environ["DATABASE_URL"]) if connection.vendor == "postgresql" else []
    theirs, began = cpu_ms(backends), time.perf_counter()
    cpu = _cpu_ms(take, mail)
    length = time.perf_counter() - began
    return {
        "a second": len(mail) / length,
        "cpu": cpu,
        "database_cpu": (cpu_ms(backends) - theirs) / len(mail),
    }


def _parts(mail: Sequence[bytes], member: Any, house: Any, now: datetime) -> dict[str, float]:
    """What reading and understanding alone cost."""
    from beforehand.intake.captures import understood
    from beforehand.mail import contacts, messages
    from beforehand.rules.captures import Captured

    found: list[Captured] = []
    zone, ours = ZoneInfo(member.zone), {member.user.email}

    def parse(raw: bytes) -> None:
        message = messages.read(raw, zone=zone)
        found.extend(contacts.captured(message, ours=ours, colleagues=house.members, received_at=now))

    parsed = _cpu_ms(parse, mail)
    heard = _cpu_ms(lambda captured: understood(captured, member, now), found)
    return {"parse": parsed, "listen": heard * len(found) / len(mail)}


def _cpu_ms(work: Callable[[Any], object], pieces: Sequence[Any]) -> float:
    """Milliseconds of this process's CPU for each piece."""
    began = time.process_time()
    for each in pieces:
        work(each)
    return (time.process_time() - began) * 1000 / len(pieces)


def _statements(take: Callable[[bytes], None], raw: bytes) -> int:
    with statements() as seen:
        take(raw)
    return len(seen)


def _share_addresses(clients: Sequence[int]) -> None:
    """Has some clients hold an address that another one has, as couples do: what comes from it waits for a person."""
    from beforehand.records.models import ContactPoint

    held = ContactPoint.objects.filter(client_id__in=clients[1::_SHARING], kind="email")
    ContactPoint.objects.bulk_create(
        ContactPoint(office_id=each.office_id, client_id=each.client_id - 1, kind="email", value=each.value)
        for each in held
    )


def main() -> None:
    import django

    django.setup()
    told = json.loads(Path(sys.argv[1]).read_text())
    print(json.dumps(measure(told, int(sys.argv[2]), now=datetime.now(UTC).replace(microsecond=0))))


if __name__ == "__main__":
    main()
