"""What the phone needs of the server: the worker, whose page it is, and late deeds with their own moment."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client as Browser

from beforehand.actions.promises import make_promise
from beforehand.actions.touches import void_touch
from beforehand.records.models import NextCall, Promise, Touch
from beforehand.rules.contact_points import normal_phone
from beforehand.web.offline import views
from tests.cast import AT

MADE = AT - timedelta(hours=3)
DAY = timedelta(days=1)
EXTERNAL = "0b0e2ac6-3c4a-4c5f-9d4e-3f1b2a7c8d90"


def late(made: datetime | str = MADE, sent: datetime | str = AT) -> dict[str, str]:
    """The headers of a deed that waited on a phone."""
    written = [each if isinstance(each, str) else each.isoformat() for each in (made, sent)]
    return {"Beforehand-Made-At": written[0], "Beforehand-Sent-At": written[1]}


@pytest.fixture
def dana(cast):
    return cast.client_of(cast.bob, at=AT - 2 * DAY)


def tap(browser, client, headers, outcome="spoke", **more):
    data = {"tap": EXTERNAL, "outcome": outcome, **more}
    return browser.post(f"/clients/{client.pk}/log/", data, headers=headers)


def told(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["sentence"]


def test_a_tap_that_waited_is_logged_at_the_moment_it_was_made(bob, dana):
    assert tap(bob, dana, late()).status_code == 204
    touch = Touch.objects.get(client=dana)
    assert (touch.at, touch.recorded_at, touch.external_id) == (MADE, AT, EXTERNAL)
    dana.refresh_from_db()
    assert dana.last_spoke_at == MADE


def test_the_same_tap_sent_again_is_the_same_row(bob, dana):
    assert [tap(bob, dana, late()).status_code for _ in range(3)] == [204] * 3
    assert Touch.objects.filter(client=dana).count() == 1


def test_a_tap_sent_at_once_that_comes_again_from_the_queue_keeps_its_first_time(bob, dana):
    tap(bob, dana, {})
    assert tap(bob, dana, late()).status_code == 204
    assert Touch.objects.get(client=dana).at == AT


def test_a_phone_whose_clock_is_wrong_is_set_right_by_the_time_it_has_while_sending(bob, dana):
    assert tap(bob, dana, late(MADE + 9 * DAY, AT + 9 * DAY)).status_code == 204
    assert Touch.objects.get(client=dana).at == MADE


@pytest.mark.parametrize(
    ("headers", "sentence"),
    [
        (late(AT + DAY), "It was made at a time still to come: set the clock of this phone, then log it again."),
        (late(AT - 31 * DAY), "It was made more than 30 days ago: log it by hand, with its day and time."),
        (late("0001-01-01T00:00:00+00:00", "9999-12-31T00:00:00+00:00"),
         "It was made more than 30 days ago: log it by hand, with its day and time."),
        (late("yesterday"), "The phone did not say when it was made: log it again."),
        (late("2026-11-24T10:00:00"), "The phone did not say when it was made: log it again."),
        ({"Beforehand-Made-At": MADE.isoformat()}, "The phone did not say when it was made: log it again."),
    ],
)  # fmt: skip
def test_a_moment_that_cannot_be_is_refused_in_one_sentence(bob, dana, headers, sentence):
    assert told(tap(bob, dana, headers)) == (422, sentence)
    assert Touch.objects.filter(client=dana).count() == 0


def test_a_form_that_waited_dates_its_promise_and_its_next_call_and_can_be_taken_back_whole(bob, cast, dana):
    more = {
        "promise": "the comparables",
        "promise_due_at": "2026-11-24 08:00",  # the phone was out of signal until after it
        "next_call_at": "2026-11-24 08:30",
        "next_call_agreed": "on",
    }
    assert tap(bob, dana, late(), **more).status_code == 204
    touch, promise, call = Touch.objects.get(), Promise.objects.get(), NextCall.objects.get()
    assert [touch.at, promise.made_at, call.made_at] == [MADE] * 3
    assert [touch.recorded_at, promise.recorded_at] == [AT] * 2
    void_touch(touch_id=touch.pk, by=cast.bob, at=AT)
    promise.refresh_from_db()
    call.refresh_from_db()
    assert [promise.withdrawn_at, call.withdrawn_at] == [AT] * 2


def test_what_a_form_would_say_comes_back_as_the_sentence(bob, dana):
    assert told(tap(bob, dana, late(), promise="the comparables")) == (
        422,
        "A promise needs both: what, and by when.",
    )


def test_a_promise_kept_by_late_word_is_kept_when_it_was_and_only_once(bob, cast, dana):
    promise = make_promise(
        client_id=dana.pk, text="the comparables", due_at=AT - DAY, by=cast.bob, at=AT - 2 * DAY
    )
    address = f"/promises/{promise.pk}/keeping"
    in_time = AT - DAY - timedelta(hours=1)
    assert bob.post(address, headers=late(in_time)).status_code == 204
    assert bob.post(address, headers=late(in_time)).status_code == 204
    promise.refresh_from_db()
    assert promise.kept_at == in_time


def test_a_promise_withdrawn_meanwhile_is_told(bob, cast, dana):
    promise = make_promise(
        client_id=dana.pk, text="the comparables", due_at=AT + DAY, by=cast.bob, at=AT - DAY
    )
    Promise.objects.filter(pk=promise.pk).update(withdrawn_at=AT, withdrawn_reason="not needed")
    answer = bob.post(f"/promises/{promise.pk}/keeping", headers=late())
    assert told(answer) == (422, "That promise is settled already.")


def test_a_stranger_is_asked_to_sign_in_and_others_learn_nothing_of_the_client(charlie, dana, cast):
    assert told(tap(Browser(), dana, late())) == (401, "Sign in to send it.")
    assert told(tap(charlie, dana, late())) == (
        404,
        "This client is not among yours any more, so nothing was logged.",
    )


def test_a_late_deed_without_a_token_is_refused_in_words(cast, dana):
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(cast.bob.user)
    status, sentence = told(tap(browser, dana, late()))
    assert (status, sentence.partition(":")[0]) == (403, "The server did not take it from this page")
    token = browser.get("/offline/session").json()["token"]
    assert tap(browser, dana, late() | {"X-CSRFToken": token}).status_code == 204


def test_the_session_says_whose_it_is_and_is_never_kept(bob, cast):
    answer = bob.get("/offline/session")
    assert answer.json()["seat"] == str(cast.bob.pk)
    assert "no-store" in answer.headers["Cache-Control"]
    assert Browser().get("/offline/session").json()["seat"] is None


def test_every_page_says_whose_it_is(bob, cast, dana):
    assert bob.get("/").headers["Beforehand-Seat"] == str(cast.bob.pk)
    assert bob.get(f"/clients/{dana.pk}/").headers["Beforehand-Seat"] == str(cast.bob.pk)
    assert Browser().get("/accounts/login/").headers["Beforehand-Seat"] == "none"


def test_a_page_fetched_to_be_kept_takes_no_toast_from_the_one_who_is_looking(bob, dana):
    tap(bob, dana, {})
    assert "Logged: you spoke" not in bob.get("/", headers={"Beforehand-Quiet": "1"}).content.decode()
    assert "Logged: you spoke" in bob.get("/").content.decode()


def test_the_worker_names_files_that_are_there_and_its_version_follows_their_bytes(
    monkeypatch, tmp_path, cast
):
    views._worker.cache_clear()
    answer = Browser().get("/service-worker.js")
    text = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer.headers["Cache-Control"]
    shell = json.loads(re.search(r"const SHELL = (.+);", text)[1])
    parts = json.loads(re.search(r"importScripts\(\.\.\.(.+)\);", text)[1])
    named = [each.removeprefix("/static/") for each in [*shell, *parts] if each != "/offline/"]
    assert [each for each in named if finders.find(each) is None] == []
    assert {"css/page.css", "js/offline.js", "vendor/htmx-4.0.1.min.js"} <= set(named)
    (tmp_path / "page.css").write_text("body {}")
    monkeypatch.setattr(views, "_FILES", tmp_path)
    views._worker.cache_clear()
    other = Browser().get("/service-worker.js").content.decode()
    views._worker.cache_clear()
    assert other.splitlines()[0] != text.splitlines()[0]


def test_the_offline_page_is_nobodys(bob, cast):
    page = Browser().get("/offline/").content.decode()
    assert "This page is not kept on this phone." in page
    assert cast.bob.name not in bob.get("/offline/").content.decode()


def test_the_manifest_names_icons_of_the_size_it_says_and_takes_what_imports_take(bob):
    manifest = json.loads(Path(finders.find("manifest.webmanifest")).read_text("utf-8"))
    for icon in manifest["icons"]:
        header = Path(finders.find(icon["src"])).read_bytes()[:24]
        assert header[1:4] == b"PNG"
        assert f"{int.from_bytes(header[16:20])}x{int.from_bytes(header[20:24])}" == icon["sizes"]
    taken = set(manifest["share_target"]["params"]["files"][0]["accept"])
    asked = re.search(r'accept="([^"]+)"', bob.get("/import/").content.decode())[1].split(",")
    tables = {".xlsx", ".xls"}  # shared as files from a desk, not from a phone
    assert set(asked) - tables - {".vcard"} <= taken


def test_a_share_that_no_worker_caught_changes_nothing_and_says_what_to_do(cast, bob):
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(cast.bob.user)
    answer = browser.post("/share/", {"files": "x"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/import/?shared=missed")
    assert "The shared file did not arrive" in browser.get("/import/?shared=missed").content.decode()


@pytest.mark.parametrize("address", ["/", "/clients/", "CLIENT", "CLIENTedit/"])
def test_every_phone_that_is_shown_can_be_called_and_texted(bob, cast, address):
    dana = cast.client_of(cast.bob, "Dana Ortega", phone="(512) 555-0142", at=AT - 9 * DAY)
    page = bob.get(address.replace("CLIENT", f"/clients/{dana.pk}/")).content.decode()
    number = normal_phone("(512) 555-0142", "US")
    calls, texts = (
        re.findall(rf'<a [^>]*href="{kind}:{re.escape(number)}"[^>]*>', page) for kind in ("tel", "sms")
    )
    assert len(calls) == len(texts) > 0
    assert all('aria-label="Call ' in link for link in calls)
    assert all('aria-label="Text ' in link for link in texts)


def test_the_settings_lead_to_how_it_goes_on_the_home_screen(bob):
    assert 'href="/settings/home-screen/"' in bob.get("/settings/").content.decode()
    page = bob.get("/settings/home-screen/").content.decode()
    assert "Add to Home Screen" in page
    assert "does not begin with https" in page
    assert "does not begin with https" not in bob.get("/settings/home-screen/", secure=True).content.decode()
