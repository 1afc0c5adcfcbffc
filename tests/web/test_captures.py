"""Triage on its page: whose is it, once, and never again."""

import re
from dataclasses import replace
from datetime import timedelta

from django.test import Client as Browser

from beforehand.actions.captures.recording import Understood, record
from beforehand.queries.triage import Share, share_matched, waiting
from beforehand.records.models import Capture, Touch
from beforehand.rules.captures import Captured
from tests.cast import AT, Cast

PAGE = "/captures/"
MAIL = Captured(
    source="email", external_id="m1", at=AT - timedelta(minutes=5), direction="in", channel="email",
    outcome="received", points=(("email", "dortega@work.example"),), name="Dana Ortega", summary="The inspection",
)  # fmt: skip
ASKS = Understood("ask_update", 0.9, "update", "Any news on the inspection?")


def _arrive(cast: Cast, captured: Captured = MAIL, understood: Understood = ASKS) -> int:
    capture_id = record(captured=captured, understood=understood, by=cast.bob, at=AT).capture_id
    assert capture_id is not None
    return capture_id


def _form(captured: Captured = MAIL, **other: object) -> dict[str, object]:
    kind, value = captured.points[0]
    return {"kind": kind, "value": value, **other}


def test_the_page_says_who_what_and_whose_it_may_be(cast: Cast, bob: Browser) -> None:
    dana = cast.client_of(cast.bob, "Dana Ortega")
    cast.client_of(cast.bob, "Pat Lee")
    _arrive(cast)
    page = bob.get(PAGE).content.decode()
    assert "Dana Ortega · dortega@work.example" in page
    assert "“Any news on the inspection?”" in page
    assert re.findall(r'name="client" value="(\d+)">It is ([^<]+)<', page) == [(str(dana.pk), "Dana Ortega")]


def test_one_tap_logs_it_and_what_comes_next(cast: Cast, bob: Browser) -> None:
    dana = cast.client_of(cast.bob, "Dana Ortega")
    capture_id = _arrive(cast)
    _arrive(cast, replace(MAIL, external_id="m2"))
    answer = bob.post(f"{PAGE}{capture_id}/giving/", _form(client=dana.pk), follow=True).content.decode()
    assert "Logged with Dana Ortega, 2 in all." in answer
    assert "Nothing waits" in answer
    _arrive(cast, replace(MAIL, external_id="m3"))
    assert Touch.objects.filter(client=dana).count() == 3


def test_somebody_elses_client_is_found_by_name(cast: Cast, bob: Browser) -> None:
    pat = cast.client_of(cast.bob, "Pat Lee")
    capture_id = _arrive(cast)
    page = bob.get(f"{PAGE}{capture_id}/client/", _form(q="pat")).content.decode()
    assert f'value="{pat.pk}">It is Pat Lee<' in page


def test_a_new_client_starts_with_what_is_known(cast: Cast, bob: Browser) -> None:
    _arrive(cast)
    page = bob.get(PAGE).content.decode()
    href = re.search(r'href="(/clients/new/\?[^"]+)"', page)
    assert href
    form = bob.get(href[1].replace("&amp;", "&")).content.decode()
    assert 'value="Dana Ortega"' in form
    assert 'value="dortega@work.example"' in form


def test_an_ignored_address_is_gone_and_can_be_taken_again(cast: Cast, bob: Browser) -> None:
    _arrive(cast)
    page = bob.post(f"{PAGE}ignoring/", _form(), follow=True).content.decode()
    assert "dortega@work.example is ignored from now on" in page
    assert Capture.objects.count() == 0
    page = bob.post(f"{PAGE}heeding/", {"text": "DOrtega@work.example"}, follow=True).content.decode()
    assert "DOrtega@work.example is taken again." in page
    _arrive(cast)
    assert Capture.objects.count() == 1


def test_one_that_is_about_no_client_is_left_out(cast: Cast, bob: Browser) -> None:
    bob.post(f"{PAGE}{_arrive(cast)}/leaving-out/")
    assert Capture.objects.get().state == "left_out"


def test_of_a_shared_number_each_is_asked_for_and_nobody_is_ignored(cast: Cast, bob: Browser) -> None:
    for name in ("Dana Ortega", "Eli Ortega"):
        cast.client_of(cast.bob, name, email="dortega@work.example")
    _arrive(cast)
    page = bob.get(PAGE).content.decode()
    assert "Several clients have it. Whose is this one?" in page
    assert page.count('name="client"') == 2
    assert "Always ignore" not in page


def test_today_says_that_something_waits_for_bob_and_for_nobody_else(
    cast: Cast, bob: Browser, alice: Browser
) -> None:
    _arrive(cast)
    assert "1 number or address of what came in matches no client" in bob.get("/").content.decode()
    assert '/captures/">1 number' not in alice.get("/").content.decode()
    assert waiting(cast.alice) == []
    assert [row.value for row in waiting(cast.tia)] == ["dortega@work.example"]


def test_the_share_that_found_its_client_by_itself_is_shown(cast: Cast, bob: Browser) -> None:
    dana = cast.client_of(cast.bob, "Dana Ortega", email="dana@example.com")
    known = replace(MAIL, points=(("email", "dana@example.com"),))
    for key in ("a", "b", "c"):
        _arrive(cast, replace(known, external_id=key))
    capture_id = _arrive(cast)
    assert share_matched(cast.bob.office_id, now=AT + timedelta(days=1)) == Share(3, 4)
    bob.post(f"{PAGE}{capture_id}/giving/", _form(client=dana.pk))
    assert share_matched(cast.bob.office_id, now=AT + timedelta(days=1)) == Share(3, 4)
    assert Share(0, 0).percent is None
    assert Share(199, 200).percent == 99


def test_a_waiting_ask_is_in_nobodys_ledger(cast: Cast) -> None:
    cast.client_of(cast.bob, "Dana Ortega")
    _arrive(cast)
    assert not Touch.objects.exists()


def test_texts_are_kept_when_a_broker_says_so_and_forgotten_when_she_says_no(
    cast: Cast, alice: Browser, bob: Browser
) -> None:
    assert bob.get("/office/messages/").status_code in {302, 403, 404}
    alice.post("/office/messages/", {"keeps": "on"})
    cast.bob.office.refresh_from_db()
    dana = cast.client_of(cast.bob, "Dana Ortega", email="dana@example.com")
    _arrive(cast, replace(MAIL, points=(("email", "dana@example.com"),), text="Hi Bob,\n\nany <news>?"))
    url = f"/captures/touches/{Touch.objects.get(client=dana).pk}/text/"
    assert f'href="{url}"' in bob.get(f"/clients/{dana.pk}/").content.decode()
    assert "any &lt;news&gt;?" in bob.get(url).content.decode()
    alice.post("/office/messages/", {})
    assert Capture.objects.get().body == ""
    assert f'href="{url}"' not in bob.get(f"/clients/{dana.pk}/").content.decode()
    assert "Its text was not kept." in bob.get(url).content.decode()
