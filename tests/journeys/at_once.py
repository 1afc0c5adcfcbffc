"""What happens when several act at once on a real database: `python -m tests.journeys.at_once` prints it as JSON.

The database is DATABASE_URL's and must be empty; each actor is a thread with a connection of its own.
"""

import json
import os
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "beforehand.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.db import DatabaseError, connection, transaction  # noqa: E402

from beforehand.actions.clients import hand_over  # noqa: E402
from beforehand.actions.deals import change_deal  # noqa: E402
from beforehand.actions.derivation import rederive_where, refresh_due  # noqa: E402
from beforehand.actions.promises import keep_promise, make_promise  # noqa: E402
from beforehand.actions.refusals import Refusal  # noqa: E402
from beforehand.actions.touches import Deed, log_touch, void_touch  # noqa: E402
from beforehand.queries.check import check  # noqa: E402
from beforehand.records.migrating import bring_up_to_date  # noqa: E402
from beforehand.records.models import AuditEntry, Client, Member, Touch  # noqa: E402
from tests.cast import AT, Cast  # noqa: E402

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Starts all at one moment; what each gave, an expected failure as its class's name."""
    ready, given = threading.Barrier(len(acts)), [None] * len(acts)

    def act(place: int) -> None:
        ready.wait()
        try:
            given[place] = acts[place]()
        except Refusal as refusal:
            given[place] = type(refusal).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return given


def log(client: Client, by: Member, minute: int, *, key: str | None = None, **given: Any) -> Any:
    at = AT + minute * MINUTE
    deed = Deed(**{"channel": "call", "outcome": "spoke", "happened_at": at, **given})
    return log_touch(client_id=client.pk, deed=deed, by=by, at=at, source="page", external_id=key)


def in_order(cast: Cast, *, days: int = 1) -> bool:
    """Whether what is stored is what the facts say, once everybody has been looked at again."""
    now = AT + days * DAY
    while refresh_due(at=now):
        continue
    found = check(cast.bob.office, now=now)
    return found.differences == [] and found.accounted == found.clients > 0


def two_agents_for_one_client(cast: Cast) -> dict[str, object]:
    dana = cast.client_of(cast.bob, at=AT - DAY)

    def log_some(by: Member, first: int) -> int:
        return sum(not log(dana, by, minute).was_known for minute in range(first, 40, 2))

    written = at_once([lambda: log_some(cast.bob, 0), lambda: log_some(cast.tia, 1)])
    looked = in_order(cast)
    dana.refresh_from_db()
    return {
        "written": written,
        "in_the_ledger": Touch.objects.filter(client=dana).count(),
        "last_spoke_is_the_latest": dana.last_spoke_at == AT + 39 * MINUTE,
        "in_order": looked,
    }


def one_tap_sent_four_times(cast: Cast) -> dict[str, object]:
    dana = cast.client_of(cast.bob, "Four Taps", at=AT - DAY)
    ids, news = set(), []
    for tap in range(12):
        logged = at_once([lambda: log(dana, cast.bob, 0, key=f"tap-{tap}")] * 4)  # noqa: B023 used in this turn
        news.append(sum(not each.was_known for each in logged))
        ids |= {each.touch_id for each in logged}
    return {
        "new_each_time": news,
        "ids": len(ids),
        "in_the_ledger": Touch.objects.filter(client=dana).count(),
        "in_order": in_order(cast),
    }


def one_ask_and_its_answer(cast: Cast) -> dict[str, object]:
    clients = [cast.client_of(cast.bob, f"Asker {n}", at=AT - DAY) for n in range(8)]
    ask = {"direction": "in", "channel": "text", "outcome": "received", "asks": "update"}
    for client in clients:
        at_once(
            [
                lambda: log(client, cast.bob, 1, **ask),  # noqa: B023
                lambda: log(client, cast.tia, 2),  # noqa: B023
            ]
        )
    answers = [client.requests.get().answered_at for client in clients]
    return {"answered": sum(at == AT + 2 * MINUTE for at in answers), "in_order": in_order(cast)}


def one_undo_sent_twice(cast: Cast) -> dict[str, object]:
    dana = cast.client_of(cast.bob, "Undone", at=AT - DAY)
    touch = log(dana, cast.bob, 0).touch_id
    undone = at_once([lambda: void_touch(touch_id=touch, by=cast.bob, at=AT)] * 3)
    return {
        "corrections": Touch.objects.filter(voids_id=touch).count(),
        "same": len({each.touch_id for each in undone}),
        "in_order": in_order(cast),
    }


def one_promise_kept_by_two(cast: Cast) -> dict[str, object]:
    dana = cast.client_of(cast.bob, "Promised", at=AT - DAY)
    promise = make_promise(client_id=dana.pk, text="a copy", due_at=AT + DAY, by=cast.bob, at=AT)
    kept = at_once([lambda: keep_promise(promise_id=promise.pk, by=cast.bob, at=AT).pk] * 3)
    return {
        "refused": kept.count("Refusal"),
        "kept": kept.count(promise.pk),
        "entries": AuditEntry.objects.filter(verb="promise.kept", about=promise.pk).count(),
        "in_order": in_order(cast),
    }


def everybody_and_the_worker(cast: Cast) -> dict[str, object]:
    """Logging, a stage, a handing over, the worker's look and an office-wide derivation, all at one moment."""
    clients = [cast.client_of(cast.bob, f"Busy {n}", at=AT - DAY) for n in range(5)]
    deals = [client.deals.get() for client in clients]

    def move(place: int) -> None:
        change_deal(
            deal_id=deals[place].pk, stage="under_contract", address="", closing_on=None, by=cast.alice, at=AT
        )

    for place, client in enumerate(clients):
        at_once(
            [
                lambda: log(client, cast.alice, 0) and None,  # noqa: B023
                lambda: move(place),  # noqa: B023
                lambda: hand_over(client_id=client.pk, to=cast.max, by=cast.alice, at=AT),  # noqa: B023
                lambda: refresh_due(at=AT + 30 * DAY) and None,
                lambda: rederive_where(AT, office_id=cast.bob.office_id),
            ]
        )
    stages = {tuple(client.deals.values_list("stage", flat=True)) for client in clients}
    return {"stages": sorted(stages), "in_order": in_order(cast, days=31)}


def the_ledger_takes_no_change(cast: Cast) -> dict[str, object]:
    dana = cast.client_of(cast.bob, "Ledger", at=AT - DAY)
    log(dana, cast.bob, 0)
    said = []
    for deed in ("UPDATE records_touch SET words = 'never said'", "DELETE FROM records_touch"):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(deed)
        except DatabaseError as refused:
            said.append(str(refused).splitlines()[0])
    return {"said": said, "left": Touch.objects.filter(client=dana, words="").count()}


def main() -> None:
    bring_up_to_date()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cast = Cast()
    scenes = (
        two_agents_for_one_client,
        one_tap_sent_four_times,
        one_ask_and_its_answer,
        one_undo_sent_twice,
        one_promise_kept_by_two,
        everybody_and_the_worker,
        the_ledger_takes_no_change,
    )
    json.dump({scene.__name__: scene(cast) for scene in scenes}, sys.stdout)


if __name__ == "__main__":
    main()
