"""Chats come in as logs do: once, with the clients they were with, and what a client asks in them is heard."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from beforehand.actions.imports.choices import Choices
from beforehand.intake.importing import CHAT_EXPORT, bring, kind_of, likely
from beforehand.records.models import Client, Import, Request, StoppedTexts, Touch
from tests.actions.imports.bringing import Office, client, ledger, points, problems, told

DANA = "whatsapp:dana ortega"


@pytest.fixture
def office(office: Office) -> Office:
    bob = office.cast.bob
    office.cast.client_of(bob, "Dana Ortega", phone="+15125550142", at=office.ago(days=1))
    office.cast.client_of(bob, "Luis Vega", phone="(303) 555-0177", at=office.ago(days=1))
    return office


def chat_file(
    office: Office, *lines: tuple[str, datetime, str], name: str = "WhatsApp Chat with x.txt"
) -> Path:
    """Lines as who wrote, when, and what, as an Android phone of Bob's zone has them."""
    zone = ZoneInfo(office.cast.bob.zone)
    path = office.folder / name
    path.write_text(
        "".join(f"{at.astimezone(zone):%d.%m.%Y, %H:%M} - {who}: {text}\n" for who, at, text in lines)
    )
    return path


def bring_chat(office: Office, path: Path, whose: dict[str, int] | None = None) -> Import:
    bob = office.cast.bob
    choices = Choices(whose=whose or {})
    return bring(path, None, choices=choices, agent=bob, by=bob, at=office.at, kind=kind_of(path))


def conversation(office: Office, who: str, asked: str = "Any news on the inspection?") -> Path:
    return chat_file(
        office,
        ("Bob Ames", office.ago(hours=30), "the inspector comes on Monday"),
        (who, office.ago(hours=2), asked),
    )


def test_a_chat_with_a_number_is_its_clients_and_its_ask_is_heard(office: Office) -> None:
    path = conversation(office, "+1 512-555-0142")
    assert kind_of(path) == CHAT_EXPORT
    assert told(bring_chat(office, path)) == {"new": 2}
    dana = client("Dana Ortega")
    assert ledger(dana) == [("out", "sent", "none"), ("in", "received", "update")]
    assert list(Touch.objects.order_by("at").values_list("source", "channel", "words")) == [
        ("whatsapp", "chat", ""),
        ("whatsapp", "chat", "Any news on the inspection?"),
    ]
    request = Request.objects.get()
    assert (request.owner, request.asks, request.words, request.answered_at) == (
        office.cast.bob, "update", "Any news on the inspection?", None,
    )  # fmt: skip
    assert dana.standing == "asked"


def test_what_asks_nothing_leaves_no_words(office: Office) -> None:
    bring_chat(office, conversation(office, "+1 512-555-0142", "Thank you so much, have a nice weekend!"))
    assert ledger(client("Dana Ortega"))[-1] == ("in", "received", "none")
    assert set(Touch.objects.values_list("words", flat=True)) == {""}


def test_what_was_asked_long_ago_is_history(office: Office) -> None:
    lines = ("+1 512-555-0142", office.ago(days=40), "Any news?"), ("Bob Ames", office.ago(days=1), "hello")
    bring_chat(office, chat_file(office, *lines))
    assert ledger(client("Dana Ortega")) == [("in", "received", "none"), ("out", "sent", "none")]
    assert not Request.objects.exists()


def test_the_same_chat_again_and_a_longer_one_add_nothing_twice(office: Office) -> None:
    lines = [
        ("+1 512-555-0142", office.ago(hours=9), "ok"),
        ("+1 512-555-0142", office.ago(hours=9), "ok"),
        ("Bob Ames", office.ago(hours=8), "ok"),
    ]
    assert told(bring_chat(office, chat_file(office, *lines))) == {"new": 3}
    assert told(bring_chat(office, chat_file(office, *lines))) == {"known": 3}
    lines = [("Bob Ames", office.ago(hours=20), "before"), *lines, ("Bob Ames", office.ago(hours=3), "after")]
    assert told(bring_chat(office, chat_file(office, *lines))) == {"new": 2, "known": 3}


def test_a_name_alone_is_never_taken_silently(office: Office) -> None:
    imported = bring_chat(office, conversation(office, "Dana Ortega"))
    assert told(imported) == {"unmatched": 2}
    assert problems(imported) == [
        (0, "“Dana Ortega” of this chat has the name of your client Dana Ortega: say whether it is them, in the "
         "preview or with --by-name"),
    ]  # fmt: skip
    assert not Touch.objects.exists()


def test_a_name_that_was_said_to_be_a_clients_is_theirs_until_undone(office: Office) -> None:
    path, dana = conversation(office, "dana  ORTEGA"), client("Dana Ortega")
    assert likely(path, kind=CHAT_EXPORT, agent=office.cast.bob, at=office.at) == {DANA: dana.pk}
    imported = bring_chat(office, path, {DANA: dana.pk})
    assert told(imported) == {"new": 2}
    assert (points(dana), client("Dana Ortega").standing) == ({"+15125550142", DANA}, "asked")
    assert told(bring_chat(office, path)) == {"known": 2}
    done = office.undo(imported)
    assert (done.voided, done.given_back) == (2, 1)
    assert points(dana) == {"+15125550142"}
    assert client("Dana Ortega").standing != "asked"
    assert told(bring_chat(office, path)) == {"unmatched": 2}


def test_a_name_of_two_clients_or_of_one_word_is_nobodys(office: Office) -> None:
    office.cast.client_of(office.cast.bob, "Dana Ortega", phone="+12065550100")
    office.cast.client_of(office.cast.bob, "Dana", phone="+12065550101")
    for name in ("Dana Ortega", "Dana"):
        imported = bring_chat(office, conversation(office, name))
        assert (told(imported), problems(imported)) == ({"unmatched": 2}, [])


def test_another_agents_client_can_be_given_no_handle(office: Office) -> None:
    eve = office.cast.client_of(office.cast.charlie, "Eve Stone", phone="+12065550100")
    imported = bring_chat(office, conversation(office, "Eve Stone"), {"whatsapp:eve stone": eve.pk})
    assert told(imported) == {"unmatched": 2}
    assert points(Client.objects.get(pk=eve.pk)) == {"+12065550100"}


def test_a_handle_that_is_somebodys_stays_theirs(office: Office) -> None:
    dana, luis = client("Dana Ortega"), client("Luis Vega")
    bring_chat(office, conversation(office, "Dana Ortega"), {DANA: luis.pk})
    again = bring_chat(office, conversation(office, "Dana Ortega"), {DANA: dana.pk})
    assert told(again) == {"known": 2}
    assert (points(dana), DANA in points(luis)) == ({"+15125550142"}, True)


def test_a_chat_that_does_not_say_who_we_are_is_refused(office: Office) -> None:
    lines = ("Ann Lee", office.ago(hours=3), "hi"), ("Bo Ek", office.ago(hours=2), "ho")
    imported = bring_chat(office, chat_file(office, *lines, name="chat.txt"))
    assert imported.state == "failed"
    assert problems(imported)[0][1].startswith("This chat of Ann Lee, Bo Ek does not say who you are")


def test_a_doubt_about_days_is_told_and_refuses_nothing(office: Office) -> None:
    path = office.folder / "WhatsApp Chat with x.txt"
    path.write_text("06/10/2026, 14:05 - +1 512-555-0142: hello\n06/10/2026, 14:06 - Bob Ames: hi\n")
    imported = bring_chat(office, path)
    assert told(imported) == {"new": 2}
    ((row, problem),) = problems(imported)
    assert row == 0
    assert problem.startswith("No date of this chat says whether its days or its months come first")


class TestTextsOfAPhoneLog:
    def log(self, office: Office, *bodies: str) -> Path:
        path = office.folder / "sms.xml"
        ms = int(office.ago(hours=5).timestamp() * 1000)
        texts = "".join(
            f'<sms address="+15125550142" date="{ms + 60_000 * n}" type="1" body="{body}" />'
            for n, body in enumerate(bodies)
        )
        path.write_text(f"<smses>{texts}</smses>")
        return path

    def test_are_heard_and_dropped(self, office: Office) -> None:
        bring_chat(office, self.log(office, "the gate code is 4711. Any update on the appraisal?"))
        touch = Touch.objects.get()
        assert (touch.asks, touch.words) == ("update", "Any update on the appraisal?")

    def test_that_say_stop_are_obeyed(self, office: Office) -> None:
        bring_chat(office, self.log(office, "STOP"))
        assert StoppedTexts.objects.get().phone == "+15125550142"
