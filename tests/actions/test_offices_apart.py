"""No deed crosses offices: every action there is, with the rows of Rivera Homes, in Charlie's hands."""

import inspect
from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

import beforehand.actions as room
from beforehand.actions import (
    calendars,
    capture_addresses,
    clients,
    contact_points,
    deals,
    mailboxes,
    meetings,
    members,
    next_calls,
    own_addresses,
    phone_lines,
    promises,
    touches,
)
from beforehand.actions.captures import triage
from beforehand.actions.captures.recording import Understood, record
from beforehand.actions.clients import PersonWords
from beforehand.actions.imports import progress, undoing
from beforehand.actions.refusals import Refusal
from beforehand.actions.touches import Deed
from beforehand.queries.access import NotFound
from beforehand.records.models import Import, Meeting, OwnAddress
from beforehand.rules.captures import Captured
from tests.cast import AT, Cast

STRANGER = ("email", "stranger@example.com")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# They act on the member's own office or on the member alone, and take nobody's row.
OF_ONES_OWN = {
    "audit.note",
    "cadences.set_office_cadence",
    "members.change_password",
    "offices.close_day",
    "offices.reopen_day",
    "offices.set_phone_log_thresholds",
    "offices.set_keeps_bodies",
    "imports.mappings.remember_mapping",
    "imports.planning.plan",
    # Called inside others, with rows that those have looked up.
    "drafts.write",
    "imports.corrections.take_back",
    "imports.corrections.restore",
    "captures.recording.log_with",
    "captures.triage.match_again",
    "contact_points.learn_point",
    "touches.log_held",
    # Whose a capture is, is asked of the office's own clients alone (test_recording).
    "captures.recording.record",
    "captures.triage.heed_point",
    "captures.returning.return_capture",
    "captures.retelling.retell",
    "leads.take_lead",
    "touches.void_held",
    "capture_addresses.make_capture_address",
    "calendars.connect_calendars",
}


class Rivera:
    """One row of each kind, all of Rivera Homes."""

    def __init__(self) -> None:
        cast = self.cast = Cast()
        self.client = cast.client_of(cast.bob, at=AT - 9 * DAY, phone="512 555 0142")
        short = Deed("call", "no_answer", AT - HOUR, ask_if_reached=True)
        self.touch = touches.log_touch(
            client_id=self.client.pk, deed=short, by=cast.bob, at=AT, source="test"
        )
        of_client: dict[str, Any] = {"client_id": self.client.pk, "by": cast.bob, "at": AT}
        self.promise = promises.make_promise(text="a copy", due_at=AT + HOUR, **of_client)
        self.call = next_calls.plan_next_call(call_at=AT + HOUR, is_agreed=True, **of_client)
        self.absence = members.take_time_off(
            member=cast.bob, from_at=AT + DAY, until_at=AT + 2 * DAY, cover=None, by=cast.bob, at=AT
        )
        received = Captured("email", "m1", AT - HOUR, "in", "email", "received", (STRANGER,), summary="Dana")
        self.capture_id = record(captured=received, understood=Understood(), by=cast.bob, at=AT).capture_id
        self.mailbox = mailboxes.connect_mailbox(
            address="bob@rivera.example",
            host="imap.rivera.example",
            port=993,
            security="tls",
            username="",
            auth="password",
            secret="secret",
            since=AT.date(),
            by=cast.bob,
            at=AT,
        )
        self.line, _ = phone_lines.connect_line(
            number="512 555 0100", account="AC" + "0" * 32, secret="secret", member_id=cast.bob.pk,
            by=cast.alice, at=AT,
        )  # fmt: skip
        self.box, _ = capture_addresses.make_capture_address(kind="drop_box", label="", by=cast.bob, at=AT)
        own_addresses.note_seen(member=cast.bob, address="bob@home.example", at=AT)
        self.own_address = OwnAddress.objects.get()
        (self.calendar,) = calendars.connect_calendars(
            kind="caldav",
            found=[("https://calendar.example/bob/", "Bob’s calendar")],
            username="bob",
            secret="secret",
            by=cast.bob,
            at=AT,
        )
        walk = meetings.Invited(self.client.pk, "walk", AT - 2 * HOUR, AT - HOUR, "Walk through", "meeting")
        meetings.keep_meetings(calendar=self.calendar, invited=[walk], from_at=AT - 14 * DAY, at=AT)
        self.meeting = Meeting.objects.get()
        self.imported = Import.objects.create(
            office=cast.alice.office,
            by=cast.bob,
            agent=cast.bob,
            kind="client_list",
            file_name="ours.csv",
            state="done",
            started_at=AT,
        )


Act = Callable[[Rivera, dict[str, Any]], object]
ACROSS: dict[str, Act] = {
    "cadences.set_client_cadence": lambda r, by: _cadences().set_client_cadence(
        client_id=r.client.pk, speak_every=DAY, hear_every=None, reason="", **by
    ),
    "clients.add_client": lambda r, by: clients.add_client(
        name="Spy", side="buyer", stage="searching", agent=r.cast.bob, **by
    ),
    "clients.edit_people": lambda r, by: clients.edit_people(
        client_id=r.client.pk, name="Mine", people=[PersonWords(None, "Me")], **by
    ),
    "clients.set_client_hours": lambda r, by: clients.set_client_hours(
        client_id=r.client.pk, zone="UTC", week=None, **by
    ),
    "clients.pause_client": lambda r, by: clients.pause_client(
        client_id=r.client.pk, until_at=None, reason="spite", **by
    ),
    "clients.end_pause": lambda r, by: clients.end_pause(client_id=r.client.pk, **by),
    "clients.end_client": lambda r, by: clients.end_client(
        client_id=r.client.pk, reason="lost", words="", **by
    ),
    "clients.resume_client": lambda r, by: clients.resume_client(
        client_id=r.client.pk, side="buyer", stage="searching", **by
    ),
    "clients.hand_over": lambda r, by: clients.hand_over(client_id=r.client.pk, to=r.cast.charlie, **by),
    "contact_points.add_contact_point": lambda r, by: contact_points.add_contact_point(
        client_id=r.client.pk, text="512 555 0199", **by
    ),
    "contact_points.remove_contact_point": lambda r, by: contact_points.remove_contact_point(
        contact_point_id=r.client.contact_points.get().pk, **by
    ),
    "deals.open_deal": lambda r, by: deals.open_deal(
        client_id=r.client.pk, side="seller", stage="listed", address="", **by
    ),
    "deals.change_deal": lambda r, by: deals.change_deal(
        deal_id=r.client.deals.get().pk,
        stage="offer",
        address="mine",
        closing_on=date(2026, 12, 24),
        **by,
    ),
    "deals.close_deal": lambda r, by: deals.close_deal(deal_id=r.client.deals.get().pk, **by),
    "members.add_member": lambda r, by: members.add_member(
        email="spy@hill.example", role="agent", name="Spy", team=r.cast.team, **by
    ),
    "members.reset_member": lambda r, by: members.reset_member(member=r.cast.bob, **by),
    "members.set_hours": lambda r, by: members.set_hours(member=r.cast.bob, zone="UTC", week={}, **by),
    "members.take_time_off": lambda r, by: members.take_time_off(
        member=r.cast.charlie, from_at=AT, until_at=AT + DAY, cover=r.cast.bob, **by
    ),
    "members.withdraw_time_off": lambda r, by: members.withdraw_time_off(absence=r.absence, **by),
    "members.place": lambda r, by: members.place(
        member=r.cast.bob, role="broker", team_name="", assists=[], **by
    ),
    "next_calls.plan_next_call": lambda r, by: next_calls.plan_next_call(
        client_id=r.client.pk, call_at=AT + HOUR, is_agreed=True, **by
    ),
    "next_calls.withdraw_next_call": lambda r, by: next_calls.withdraw_next_call(
        next_call_id=r.call.pk, **by
    ),
    "promises.make_promise": lambda r, by: promises.make_promise(
        client_id=r.client.pk, text="nothing", due_at=AT + DAY, **by
    ),
    "promises.keep_promise": lambda r, by: promises.keep_promise(promise_id=r.promise.pk, **by),
    "promises.withdraw_promise": lambda r, by: promises.withdraw_promise(
        promise_id=r.promise.pk, reason="spite", **by
    ),
    "promises.renegotiate_promise": lambda r, by: promises.renegotiate_promise(
        promise_id=r.promise.pk, due_at=AT + DAY, **by
    ),
    "touches.log_touch": lambda r, by: touches.log_touch(
        client_id=r.client.pk, deed=Deed("call", "spoke", AT), source="test", **by
    ),
    "touches.void_touch": lambda r, by: touches.void_touch(touch_id=r.touch.touch_id, **by),
    "touches.answer_reached": lambda r, by: touches.answer_reached(
        touch_id=r.touch.touch_id, reached=True, **by
    ),
    "touches.correct_label": lambda r, by: touches.correct_label(
        touch_id=r.touch.touch_id, label="complaint", **by
    ),
    "captures.triage.give_to_client": lambda r, by: triage.give_to_client(
        capture_id=r.capture_id, point=STRANGER, client_id=r.client.pk, **by
    ),
    "captures.triage.ignore_point": lambda r, by: triage.ignore_point(point=STRANGER, **by),
    "captures.triage.leave_out": lambda r, by: triage.leave_out(capture_id=r.capture_id, **by),
    "mailboxes.connect_mailbox": lambda r, by: mailboxes.connect_mailbox(
        address="bob at home",
        host="imap.hill.example",
        port=993,
        security="tls",
        username="",
        auth="password",
        secret="secret",
        since=AT.date(),
        **by,
    ),
    "mailboxes.remove_mailbox": lambda r, by: mailboxes.remove_mailbox(mailbox_id=r.mailbox.pk, **by),
    "capture_addresses.revoke_capture_address": lambda r, by: capture_addresses.revoke_capture_address(
        capture_address_id=r.box.pk, **by
    ),
    "own_addresses.confirm_address": lambda r, by: own_addresses.confirm_address(
        own_address_id=r.own_address.pk, **by
    ),
    "own_addresses.disown_address": lambda r, by: own_addresses.disown_address(
        own_address_id=r.own_address.pk, **by
    ),
    "phone_lines.connect_line": lambda r, by: phone_lines.connect_line(
        number="512 555 0101", account="AC" + "0" * 32, secret="secret", member_id=r.cast.bob.pk, **by
    ),
    "phone_lines.remove_line": lambda r, by: phone_lines.remove_line(phone_line_id=r.line.pk, **by),
    "calendars.choose_calendar": lambda r, by: calendars.choose_calendar(
        calendar_id=r.calendar.pk, is_read=False, **by
    ),
    "calendars.remove_calendar": lambda r, by: calendars.remove_calendar(calendar_id=r.calendar.pk, **by),
    "meetings.answer_meeting": lambda r, by: meetings.answer_meeting(
        meeting_id=r.meeting.pk, did_meet=True, **by
    ),
    "meetings.take_back_answer": lambda r, by: meetings.take_back_answer(meeting_id=r.meeting.pk, **by),
    "imports.progress.begin": lambda r, by: progress.begin(
        kind="phone_log", file_name="calls.xml", path="", agent=r.cast.bob, **by
    ),
    "imports.progress.choose": lambda r, by: progress.choose(
        import_id=r.imported.pk, choices=progress.Choices(), by=by["by"]
    ),
    "imports.progress.confirm": lambda r, by: progress.confirm(import_id=r.imported.pk, **by),
    "imports.progress.held_import": lambda r, by: progress.held_import(by["by"], r.imported.pk),
    "imports.undoing.undo_import": lambda r, by: undoing.undo_import(import_id=r.imported.pk, **by),
}


def _cadences() -> Any:
    return import_module("beforehand.actions.cadences")


def actions_there_are() -> set[str]:
    """Every public function of the room that somebody does."""
    folder = Path(room.__file__).parent
    names = set()
    for file in folder.rglob("*.py"):
        dotted = ".".join(file.relative_to(folder).with_suffix("").parts)
        if dotted.endswith("__init__"):
            continue
        module = import_module(f"beforehand.actions.{dotted}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and "by" in inspect.signature(function).parameters:
                names.add(f"{dotted}.{name}")
    return names


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    return {
        model.__name__: list(model._default_manager.order_by("pk").values())
        for model in apps.get_app_config("records").get_models()
    }


def test_every_action_is_told_here():
    assert actions_there_are() == ACROSS.keys() | OF_ONES_OWN


@pytest.mark.parametrize("action", ACROSS)
def test_across_the_street_nothing_is_found_and_nothing_changes(db, action):
    rivera = Rivera()
    before = everything()
    with pytest.raises((NotFound, Refusal)) as refused:
        ACROSS[action](rivera, {"by": rivera.cast.charlie, "at": AT})
    assert "Dana" not in str(refused.value)
    assert everything() == before
