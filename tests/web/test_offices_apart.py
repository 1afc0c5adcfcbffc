"""No page and no deed crosses offices: every address there is, with the ids of Rivera Homes, in Charlie's hands."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from beforehand.actions.calendars import connect_calendars
from beforehand.actions.capture_addresses import make_capture_address
from beforehand.actions.captures.recording import Understood, record
from beforehand.actions.mailboxes import connect_mailbox
from beforehand.actions.meetings import Invited, keep_meetings
from beforehand.actions.members import take_time_off
from beforehand.actions.next_calls import plan_next_call
from beforehand.actions.own_addresses import note_seen
from beforehand.actions.phone_lines import connect_line
from beforehand.actions.promises import make_promise
from beforehand.actions.touches import Deed, log_touch
from beforehand.records.models import Client, Import, Meeting, OwnAddress
from beforehand.rules.captures import Captured
from tests.cast import AT, Cast

# A token or a signature is the key, not an id.
OWN_DOOR = {
    "join", "capture", "share", "twilio_voice", "twilio_message",
    "mail_hook_mailgun", "mail_hook_postmark", "mail_hook_sendgrid",
}  # fmt: skip
THE_SAME_FOR_ALL = {"service_worker", "offline", "offline_session"}  # they hold nothing of anybody
WORDS: dict[str, Any] = {
    "stage": "searching",
    "day": date(2026, 12, 24),
    "service": "google",
}  # the same in every office


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each)
        else:
            yield each


def ids(cast: Cast) -> dict[str, int]:
    client = cast.client_of(cast.bob, "Dana Ortega", at=AT - timedelta(days=9), phone="512 555 0142")
    deed = Deed("call", "no_answer", AT - timedelta(hours=1), ask_if_reached=True)
    touch = log_touch(client_id=client.pk, deed=deed, by=cast.bob, at=AT, source="test").touch_id
    promise = make_promise(
        client_id=client.pk, text="a copy", due_at=AT + timedelta(hours=5), by=cast.bob, at=AT
    )
    call_at = AT + timedelta(hours=6)
    call = plan_next_call(client_id=client.pk, call_at=call_at, is_agreed=True, by=cast.bob, at=AT)
    absence = take_time_off(
        member=cast.bob,
        from_at=AT + timedelta(days=3),
        until_at=AT + timedelta(days=4),
        cover=cast.max,
        by=cast.bob,
        at=AT,
    )
    imported = Import.objects.create(
        office=cast.alice.office,
        by=cast.bob,
        agent=cast.bob,
        kind="client_list",
        file_name="ours.csv",
        state="done",
        started_at=AT,
    )
    (calendar,) = connect_calendars(
        kind="caldav",
        found=[("https://calendar.example/bob/", "Bob’s calendar")],
        username="bob",
        secret="secret",
        by=cast.bob,
        at=AT,
    )
    walk = Invited(
        client.pk, "walk", AT - timedelta(hours=2), AT - timedelta(hours=1), "Walk through", "meeting"
    )
    keep_meetings(calendar=calendar, invited=[walk], from_at=AT - timedelta(days=14), at=AT)
    mailbox = connect_mailbox(
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
    line, _ = connect_line(
        number="512 555 0100", account="AC" + "0" * 32, secret="secret", member_id=cast.bob.pk,
        by=cast.alice, at=AT,
    )  # fmt: skip
    box, _ = make_capture_address(kind="drop_box", label="", by=cast.bob, at=AT)
    note_seen(member=cast.bob, address="bob@home.example", at=AT)
    stranger = Captured("email", "m1", AT, "in", "email", "received", (("email", "x@y.example"),))
    return {
        "capture_id": record(captured=stranger, understood=Understood(), by=cast.bob, at=AT).capture_id or 0,
        "mailbox_id": mailbox.pk,
        "capture_address_id": box.pk,
        "phone_line_id": line.pk,
        "own_address_id": OwnAddress.objects.get().pk,
        "calendar_id": calendar.pk,
        "meeting_id": Meeting.objects.get().pk,
        "client_id": client.pk,
        "touch_id": touch,
        "promise_id": promise.pk,
        "next_call_id": call.pk,
        "absence_id": absence.pk,
        "import_id": imported.pk,
        "deal_id": client.deals.get().pk,
        "contact_point_id": client.contact_points.get().pk,
        "member_id": cast.bob.pk,
    }


def rows() -> dict[str, list[Any]]:
    """Everything that belongs to an office, as it stands."""
    models = apps.get_app_config("records").get_models()
    return {m.__name__: list(m.objects.order_by("pk").values()) for m in models if m.__name__ != "User"}


def addresses() -> list[tuple[str, list[str]]]:
    found = []
    for pattern in patterns(get_resolver()):
        if pattern.name and pattern.name not in OWN_DOOR:
            found.append((pattern.name, sorted(pattern.pattern.converters)))
    return found


def test_every_address_with_an_id_of_another_office_is_not_found_and_changes_nothing(
    cast: Cast, charlie: Browser
) -> None:
    known = ids(cast)
    before = rows()
    tried = 0
    for name, names in addresses():
        if not set(names) - set(WORDS):
            continue
        unknown = [each for each in names if each not in known]
        assert not unknown, f"{name}: give ids() a row of Rivera Homes for {unknown}"
        address = reverse(name, kwargs={each: known[each] for each in names})
        for answer in (charlie.get(address), charlie.post(address, {"outcome": "spoke", "reason": "lost"})):
            assert answer.status_code in {404, 405}, (address, answer.status_code)
        tried += 1
    assert tried >= 15
    assert rows() == before


def test_no_page_of_one_office_names_a_client_or_a_member_of_another(cast: Cast, charlie: Browser) -> None:
    ids(cast)
    for name, names in addresses():
        if set(names) - set(WORDS) or name == "account_logout":
            continue
        address = reverse(name, kwargs={each: WORDS[each] for each in names})
        page = charlie.get(address, {"q": "Dana"}).content.decode()
        for word in ("Dana Ortega", "Bob Ames", "Alice Rivera", "ours.csv"):
            assert word not in page, (name, word)


def test_strangers_are_asked_to_sign_in(cast: Cast) -> None:
    known = ids(cast) | WORDS
    stranger = Browser()
    for name, names in addresses():
        if name.startswith(("account_", "first_run")) or name in THE_SAME_FOR_ALL:
            continue
        address = reverse(name, kwargs={each: known[each] for each in names})
        answer = stranger.get(address)
        assert answer.status_code in {302, 405}, address
        if answer.status_code == 302:
            assert answer["Location"].startswith("/accounts/login/"), address
        assert stranger.post(address).status_code in {302, 405}
    assert Client.objects.get().touches.count() == 1


def test_agents_of_one_office_reach_only_their_own_clients(
    cast: Cast, sit: Any, bob: Browser, lea: Browser, alice: Browser
) -> None:
    known = ids(cast)
    address = reverse("client", args=[known["client_id"]])
    seen = [browser.get(address).status_code for browser in (alice, bob, lea, sit(cast.max), sit(cast.tia))]
    assert seen == [200, 200, 404, 404, 200]


@pytest.mark.parametrize("model", [m for m in apps.get_models() if m._meta.app_label == "records"])
def test_every_row_carries_its_office(model: Any) -> None:
    without = {"User", "Office", "CacheRow"}
    fields = {field.name for field in model._meta.get_fields()}
    assert "office" in fields or model.__name__ in without
