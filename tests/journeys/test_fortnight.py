"""A fortnight of the sample office in which nobody types anything; script.toml tells it, day by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests import chromium, dovecot
from tests.journeys.fortnight.script import Event, events, looks
from tests.postgres import cannot_run
from tests.radicale import Radicale

if TYPE_CHECKING:  # pytest loads this file before Django knows its settings
    from tests.journeys.fortnight.stage import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BEGINS, ENDS = events()[0].at, events()[-1].at


@pytest.fixture(scope="module")
def played(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """The stage after the whole fortnight; what is in the database goes with the module."""
    from django.db import transaction
    from django.test import override_settings

    from tests.journeys.fortnight.stage import JON, MAYA, Stage

    calendars = Radicale(tmp_path_factory.mktemp("radicale"))
    calendars.start()
    try:
        with (
            dovecot.running(MAYA, JON) as mail,
            django_db_blocker.unblock(),
            override_settings(ALLOW_PRIVATE_ADDRESSES=True),
            transaction.atomic(),
        ):
            stage = Stage(mail, calendars, tmp_path_factory.mktemp("phone"), BEGINS)
            for event in events():
                stage.play(event)
            yield stage
            transaction.set_rollback(True)
    finally:
        calendars.stop()


@pytest.mark.parametrize("look", looks(), ids=lambda look: look.name)
def test_what_is_to_be_seen(played: Stage, look: Event) -> None:
    if look.kind == "chromium" and chromium.program() is None:
        cannot_run("no Chromium: install the package chromium")
    assert played.seen[look.name] == look.says["reads"]


def test_nobody_typed_anything(played: Stage) -> None:
    """What people did was a tap: two meetings, two promises, a short call, and whose a number and an address are."""
    from beforehand.records.models import Touch

    touches = Touch.objects.filter(office=played.office_id, recorded_at__gt=BEGINS)
    assert sorted(Counter(touches.values_list("source", flat=True)).items()) == [
        ("calendar", 2), ("email", 19), ("phone_capture", 17), ("phone_log", 41), ("reached", 1),
        ("returned", 1), ("telephony", 4), ("void", 3), ("whatsapp", 5),
    ]  # fmt: skip


def test_a_letter_that_came_back_was_never_heard_and_a_promise_is_known_as_one(played: Stage) -> None:
    from beforehand.records.models import Capture, Client, Touch

    marcus = Client.objects.get(name="Marcus Bell")
    feedback = Touch.objects.filter(client=marcus, channel="email").order_by("pk")
    assert list(feedback.values_list("outcome", "voids__outcome")) == [
        ("sent", None), ("sent", "sent"), ("failed", None),
    ]  # fmt: skip
    promises = Capture.objects.filter(office=played.office_id, label="commitment", direction="out")
    assert [row.summary for row in promises] == ["The HOA rules"]


def test_what_lay_in_two_mailboxes_is_one_contact(played: Stage) -> None:
    from beforehand.records.models import Touch

    patels = Touch.objects.filter(client__name="Raj & Meera Patel", channel="email")
    assert patels.count() == 1


def test_the_share_that_found_its_client_by_itself(played: Stage) -> None:
    from beforehand.queries.triage import Share, share_matched

    assert share_matched(played.office_id, now=ENDS) == Share(37, 40)


def test_every_client_is_accounted_for(played: Stage) -> None:
    from beforehand.queries.check import check
    from beforehand.records.models import Office

    found = check(Office.objects.get(pk=played.office_id), now=ENDS)
    assert (found.clients, found.accounted, found.differences) == (27, 27, [])


def test_all_that_was_told_changes_nothing_when_it_is_told_again_and_again(played: Stage) -> None:
    before = _ledger(played)
    for minutes in (10, 20):
        played.replay(ENDS + timedelta(minutes=minutes))
        assert _ledger(played) == before


def _ledger(played: Stage) -> dict[str, list[dict[str, object]]]:
    """Every row that a channel writes, and what is derived of each client."""
    from beforehand.records import models

    tables = (
        models.Touch,
        models.Request,
        models.Capture,
        models.WaitingPoint,
        models.Meeting,
        models.Promise,
    )
    rows = {
        table.__name__: list(table.objects.filter(office=played.office_id).order_by("pk").values())
        for table in (*tables, models.ContactPoint)
    }
    derived = ("name", "last_spoke_at", "last_heard_at", "standing", "reason", "due_at", "late_at", "clocks")
    clients = models.Client.objects.filter(office=played.office_id).order_by("pk")
    return rows | {"Client": list(clients.values(*derived))}
