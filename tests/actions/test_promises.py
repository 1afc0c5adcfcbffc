"""Promises: made, kept, renegotiated, withdrawn."""

from datetime import timedelta

import pytest

from beforehand.actions.promises import keep_promise, make_promise, renegotiate_promise, withdraw_promise
from beforehand.actions.refusals import Refusal
from beforehand.actions.touches import Deed, log_touch
from beforehand.queries.access import NotFound
from beforehand.records.models import AuditEntry, Promise
from tests.cast import AT

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def dana(cast):
    found = cast.client_of(cast.bob, at=AT - DAY)
    log_touch(client_id=found.pk, deed=Deed("call", "spoke", AT), by=cast.bob, at=AT, source="test")
    return found


def promise(client, by, text="a copy of the survey", due_at=AT + 5 * HOUR, **given):
    return make_promise(client_id=client.pk, text=text, due_at=due_at, by=by, **{"at": AT} | given)


def standing(client):
    client.refresh_from_db()
    return client.standing, client.reason


def test_a_promise_is_the_clients_agents_whoever_writes_it_down(cast, dana):
    made = promise(dana, cast.tia, text="  a copy of the survey ")
    assert (made.owner, made.recorded_by, made.text) == (cast.bob, cast.tia, "a copy of the survey")
    assert (made.made_at, made.due_at, made.kept_at, made.withdrawn_at) == (AT, AT + 5 * HOUR, None, None)
    assert standing(dana) == ("due", "promise")


def test_a_promise_made_on_the_phone_dates_from_the_call(cast, dana):
    assert promise(dana, cast.bob, made_at=AT - HOUR).made_at == AT - HOUR


def test_a_kept_promise_is_owed_no_more(cast, dana):
    made = promise(dana, cast.bob)
    keep_promise(promise_id=made.pk, by=cast.bob, at=AT + HOUR)
    made.refresh_from_db()
    assert made.kept_at == AT + HOUR
    assert standing(dana) == ("in_hand", "speak")


def test_a_promise_kept_late_stays_on_record_as_that(cast, dana):
    made = promise(dana, cast.bob)
    keep_promise(promise_id=made.pk, by=cast.bob, at=AT + DAY)
    made.refresh_from_db()
    assert made.kept_at > made.due_at


def test_a_withdrawn_promise_keeps_its_reason(cast, dana):
    made = promise(dana, cast.bob)
    withdraw_promise(promise_id=made.pk, reason=" the title company sent it ", by=cast.bob, at=AT + HOUR)
    made.refresh_from_db()
    assert (made.withdrawn_at, made.withdrawn_reason) == (AT + HOUR, "the title company sent it")
    assert standing(dana) == ("in_hand", "speak")


def test_a_renegotiated_promise_is_withdrawn_and_a_new_one_names_it(cast, dana):
    old = promise(dana, cast.bob)
    new = renegotiate_promise(promise_id=old.pk, due_at=AT + 4 * DAY, by=cast.bob, at=AT + HOUR)
    old.refresh_from_db()
    assert (old.withdrawn_at, old.withdrawn_reason, old.replaced_by) == (AT + HOUR, "renegotiated", new)
    assert (new.text, new.made_at, new.due_at, new.replaces) == (old.text, AT + HOUR, AT + 4 * DAY, old)
    assert [clock["ref"] for clock in _clocks(dana) if clock["kind"] == "promise"] == [str(new.pk)]


def _clocks(client):
    client.refresh_from_db()
    return client.clocks


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": "  "}, "Say what was promised, in a few words."),
        ({"due_at": AT}, "A promise needs a time still to come."),
        ({"due_at": AT - HOUR}, "A promise needs a time still to come."),
    ],
)
def test_a_promise_has_words_and_a_time_to_come(cast, dana, given, sentence):
    with pytest.raises(Refusal) as refused:
        promise(dana, cast.bob, **given)
    assert str(refused.value) == sentence
    assert not Promise.objects.exists()


def test_a_withdrawal_needs_a_reason(cast, dana):
    made = promise(dana, cast.bob)
    with pytest.raises(Refusal, match="Say why the promise is withdrawn"):
        withdraw_promise(promise_id=made.pk, reason=" ", by=cast.bob, at=AT)


def test_a_renegotiation_into_the_past_leaves_the_promise_as_it_was(cast, dana):
    made = promise(dana, cast.bob)
    with pytest.raises(Refusal, match="A promise needs a time still to come"):
        renegotiate_promise(promise_id=made.pk, due_at=AT - HOUR, by=cast.bob, at=AT)
    made.refresh_from_db()
    assert (made.withdrawn_at, Promise.objects.count()) == (None, 1)


SETTLEMENTS = {
    "keep": lambda pk, by: keep_promise(promise_id=pk, by=by, at=AT),
    "withdraw": lambda pk, by: withdraw_promise(promise_id=pk, reason="no need", by=by, at=AT),
    "renegotiate": lambda pk, by: renegotiate_promise(promise_id=pk, due_at=AT + DAY, by=by, at=AT),
}


@pytest.mark.parametrize("first", SETTLEMENTS)
@pytest.mark.parametrize("then", SETTLEMENTS)
def test_a_settled_promise_stays_settled(cast, dana, first, then):
    made = promise(dana, cast.bob)
    SETTLEMENTS[first](made.pk, cast.bob)
    with pytest.raises(Refusal, match="That promise is settled already"):
        SETTLEMENTS[then](made.pk, cast.bob)


@pytest.mark.parametrize("deed", SETTLEMENTS)
@pytest.mark.parametrize("who", ["lea", "max", "charlie"])
def test_who_may_not_see_the_client_finds_no_promise(cast, dana, deed, who):
    made = promise(dana, cast.bob)
    with pytest.raises(NotFound):
        SETTLEMENTS[deed](made.pk, getattr(cast, who))
    made.refresh_from_db()
    assert (made.kept_at, made.withdrawn_at) == (None, None)


def test_every_deed_leaves_an_entry_without_the_words(cast, dana):
    promise(dana, cast.bob)
    keep_promise(promise_id=renegotiate_promise(
        promise_id=Promise.objects.get().pk, due_at=AT + DAY, by=cast.bob, at=AT
    ).pk, by=cast.bob, at=AT)  # fmt: skip
    entries = AuditEntry.objects.filter(verb__startswith="promise.").order_by("pk")
    assert [entry.verb for entry in entries] == ["promise.made", "promise.renegotiated", "promise.kept"]
    assert all((entry.by, entry.client, entry.details) == (cast.bob, dana, {}) for entry in entries)
