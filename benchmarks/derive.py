"""How long it takes to derive clocks: one client with a long history, and every client of a large office."""

import random
import time
from datetime import UTC, datetime, timedelta

from beforehand.rules.clock import derive
from beforehand.rules.facts import (
    Cadence,
    Calendar,
    ClientFacts,
    Facts,
    Promise,
    Responsible,
    Touch,
)

NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
CLIENTS = 20_000
CLIENTS_AN_AGENT = 60
TOUCHES = 50
LONG_HISTORY = 500

CADENCE = Cadence(
    speak_every=timedelta(days=7),
    hear_every=timedelta(days=4),
    acknowledge_within=timedelta(hours=2),
    first_call_within=timedelta(days=1),
    answer_within=timedelta(hours=4),
    call_length=timedelta(minutes=15),
    message_length=timedelta(minutes=5),
)
_HOURS = ((9 * 60, 12 * 60), (13 * 60, 18 * 60))
_WORKING_WEEK = (*(_HOURS for _ in range(5)), ((10 * 60, 14 * 60),), ())
_CALLING_WEEK = (((9 * 60, 20 * 60),),) * 7
_ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
_KINDS = (
    ("out", "call", "spoke"),
    ("out", "text", "sent"),
    ("out", "email", "sent"),
    ("out", "call", "no_answer"),
    ("in", "email", "received"),
    ("in", "text", "received"),
)


def history(chance: random.Random, touches: int, *, asks: bool) -> list[Touch]:
    """Make a plausible history that ends within the last five days, with an open question where `asks`."""
    at = NOW - timedelta(minutes=chance.randrange(5 * 1440))
    made = []
    for number in range(touches):
        direction, channel, outcome = chance.choice(_KINDS)
        made.append(Touch(f"t{number}", at, direction, channel, outcome))
        at -= timedelta(minutes=chance.randrange(30, 4 * 1440))
    if asks:
        made[0] = Touch("t0", made[0].at, "in", "email", "received", asks="question")
    return made


def office(clients: int, touches: int) -> list[Facts]:
    """Make the facts of an office: an open ask in twenty, a promise in ten."""
    chance = random.Random(7)
    closed = frozenset({NOW.date() + timedelta(days=3)})
    agents = [
        Responsible(Calendar(chance.choice(_ZONES), _WORKING_WEEK, closed | {NOW.date() + timedelta(days=n)}))
        for n in range(-(-clients // CLIENTS_AN_AGENT))
    ]
    made = []
    for number in range(clients):
        promised = Promise("p0", NOW - timedelta(days=1), NOW + timedelta(hours=chance.randrange(1, 96)))
        made.append(
            Facts(
                client=ClientFacts(Calendar(chance.choice(_ZONES), _CALLING_WEEK), NOW - timedelta(days=400)),
                agent=agents[number // CLIENTS_AN_AGENT],
                cadence=CADENCE,
                touches=history(chance, touches, asks=number % 20 == 0),
                promises=[promised] if number % 10 == 0 else [],
            )
        )
    return made


def seconds_to_derive(clients: list[Facts]) -> float:
    """Derive every client once and give the processor seconds it took."""
    began = time.process_time()
    for facts in clients:
        derive(facts, NOW)
    return time.process_time() - began


def measure() -> dict[str, float]:
    """Give the figures: milliseconds for one long history, microseconds a client of a large office."""
    one = office(1, LONG_HISTORY) * 200
    seconds_to_derive(one)
    many = office(CLIENTS, TOUCHES)
    cold = seconds_to_derive(many)
    return {
        "one client of 500 touches, warm, ms": round(seconds_to_derive(one) / len(one) * 1000, 3),
        "20,000 clients of 50 touches, first time, s": round(cold, 2),
        "20,000 clients of 50 touches, again, s": round(seconds_to_derive(many), 2),
        "a client of 50 touches, again, µs": round(seconds_to_derive(many) / CLIENTS * 1e6, 1),
    }


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name}: {figure}")
