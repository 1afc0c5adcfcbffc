"""A label that was heard wrong: one tap on Today or in the story, and one that takes it back."""

import re
from datetime import timedelta

import pytest
from django.test import Client as Browser

from beforehand.actions.captures.recording import Understood, record
from beforehand.records.models import Client, Request, Touch
from beforehand.rules.captures import Captured
from tests.cast import AT, Cast

HTMX = {"HX-Request": "true"}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def dana(cast: Cast) -> Client:
    return cast.client_of(cast.bob, "Dana Ortega", at=AT - 9 * DAY, email="dana@ortega.example")


@pytest.fixture
def touch(cast: Cast, dana: Client) -> Touch:
    captured = Captured(
        "email", "m1", AT - HOUR, "in", "email", "received", (("email", "dana@ortega.example"),), text="…"
    )
    understood = Understood("ask_update", 0.9, "update", "any news?")
    record(captured=captured, understood=understood, by=cast.bob, at=AT)
    return Touch.objects.get()


def buttons(page: str, touch: Touch) -> list[list[str]]:
    """The labels to choose from in each place that offers them for this touch."""
    forms = re.findall(rf'action="/log/{touch.pk}/label".*?</form>', page)
    return [re.findall(r'name="label" value="(\w+)"', form) for form in forms]


def test_today_says_kindly_what_was_heard_and_takes_a_correction(bob: Browser, touch: Touch) -> None:
    page = bob.get("/").content.decode()
    assert "Heard in their e-mail, 1 h ago: “any news?” Answer by 1 pm." in page
    assert buttons(page, touch) == [["other", "request_other", "complaint"]]


def test_the_client_s_page_takes_it_on_the_open_ask_and_in_the_story(
    bob: Browser, dana: Client, touch: Touch
) -> None:
    page = bob.get(f"/clients/{dana.pk}/").content.decode()
    assert "heard in their e-mail, 1 h ago" in page
    assert buttons(page, touch) == [["other", "request_other", "complaint"]] * 2


def test_what_a_member_wrote_down_is_corrected_in_the_story_and_not_doubted_on_today(
    cast: Cast, bob: Browser, dana: Client
) -> None:
    bob.post(
        f"/clients/{dana.pk}/log/", {"outcome": "they_emailed", "asks": "update", "ask_words": "any news?"}
    )
    written = Touch.objects.get()
    today, page = bob.get("/").content.decode(), bob.get(f"/clients/{dana.pk}/").content.decode()
    assert "“any news?” E-mail, " in today
    assert buttons(today, written) == []
    assert buttons(page, written)[-1] == ["other", "request_other", "complaint"]


def test_what_we_said_asks_nothing_and_offers_nothing(bob: Browser, dana: Client) -> None:
    bob.post(f"/clients/{dana.pk}/log/", {"outcome": "texted"})
    assert "Not right?" not in bob.get(f"/clients/{dana.pk}/").content.decode()


def test_one_tap_corrects_and_the_toast_says_what_was_understood_with_its_undo(
    bob: Browser, touch: Touch
) -> None:
    answer = bob.post(f"/log/{touch.pk}/label", {"label": "other"}, headers=HTMX)
    again = Touch.objects.get(source="relabel")
    assert answer["HX-Trigger"] == "changed"
    assert "Understood: Dana Ortega asks for nothing there." in answer.content.decode()
    undo = f"/log/{again.pk}/label?label=ask_update"
    assert f'hx-post="{undo}"' in answer.content.decode()
    assert "any news?" not in bob.get("/").content.decode()
    back = bob.post(undo, headers=HTMX)
    assert "Understood: Dana Ortega asks for news." in back.content.decode()
    assert Request.objects.filter(voided_at=None).get().asks == "update"


def test_without_scripts_the_page_it_came_from_says_so(bob: Browser, dana: Client, touch: Touch) -> None:
    answer = bob.post(f"/log/{touch.pk}/label", {"label": "complaint", "next": "/"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    page = bob.get("/").content.decode()
    assert "Understood: Dana Ortega complains." in page
    assert f'action="/log/{Touch.objects.get(source="relabel").pk}/label?label=ask_update"' in page


def test_the_story_tells_what_was_set_right_once(bob: Browser, dana: Client, touch: Touch) -> None:
    bob.post(f"/log/{touch.pk}/label", {"label": "other"})
    page = bob.get(f"/clients/{dana.pk}/").content.decode()
    assert page.count("any news?") == 1
    assert "set right" in page
    assert 'class="void"' not in page


def test_the_label_it_has_already_is_taken_without_an_undo(bob: Browser, touch: Touch) -> None:
    answer = bob.post(f"/log/{touch.pk}/label", {"label": "ask_update"}, headers=HTMX)
    assert "Undo" not in answer.content.decode()
    assert Touch.objects.count() == 1


@pytest.mark.parametrize("said", [{}, {"label": "commitment"}, {"label": "zzz"}])
def test_no_label_is_one_sentence_and_changes_nothing(
    bob: Browser, touch: Touch, said: dict[str, str]
) -> None:
    answer = bob.post(f"/log/{touch.pk}/label", said)
    assert answer.status_code == 422
    assert "is nothing a client can mean" in answer.content.decode()
    assert Touch.objects.count() == 1
