"""A chat through the import page: who may be a client is asked, never taken."""

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client as Browser

from beforehand.records.models import ContactPoint, Import, Touch
from tests.cast import AT, Cast
from tests.web.test_imports import bring, on_disk, said, work


@pytest.fixture(autouse=True)
def no_uploads() -> Iterator[None]:
    yield
    for file in on_disk():
        file.unlink()


def chat(cast: Cast, who: str) -> str:
    zone = ZoneInfo(cast.bob.zone)
    began, asked = ((AT - timedelta(hours=hours)).astimezone(zone) for hours in (40, 2))
    return (
        f"{began:%d.%m.%Y, %H:%M} - Messages and calls are end-to-end encrypted. Only people in this chat can read.\n"
        f"{began:%d.%m.%Y, %H:%M} - Bob Ames: the inspector comes on Monday\n"
        f"{asked:%d.%m.%Y, %H:%M} - {who}: Any news on the inspection?\n"
    )


def archive(text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as members:
        members.writestr("_chat.txt", text)
    return file.getvalue()


def test_a_name_of_a_client_is_asked_about_and_taken_when_it_is_ticked(cast: Cast, bob: Browser) -> None:
    dana = cast.client_of(cast.bob, "Dana Ortega", phone="+15125550142")
    page = bring(bob, ("WhatsApp Chat - Dana Ortega.zip", archive(chat(cast, "Dana Ortega"))))["Location"]
    words = said(bob.get(page))
    assert "What the chat holds" in words
    assert "calls 0 messages 2 with your clients 0" in words
    assert "“Dana Ortega” of the chat (2 messages) is my client Dana Ortega" in words
    assert not Touch.objects.exists()
    bob.post(page, {"go": "bring", "them": f"{dana.pk} whatsapp:dana ortega"})
    work()
    assert "2 calls and messages came in" in said(bob.get(page))
    assert list(Touch.objects.order_by("at").values_list("source", "asks")) == [
        ("whatsapp", "none"), ("whatsapp", "update"),
    ]  # fmt: skip
    assert "from WhatsApp" in said(bob.get(f"/clients/{dana.pk}/"))


def test_a_name_that_is_not_ticked_brings_nothing(cast: Cast, bob: Browser) -> None:
    cast.client_of(cast.bob, "Dana Ortega", phone="+15125550142")
    page = bring(bob, ("WhatsApp Chat with Dana Ortega.txt", chat(cast, "Dana Ortega")))["Location"]
    bob.post(page, {"go": "bring"})
    work()
    words = said(bob.get(page))
    assert "2 with nobody you know: counted, not logged." in words
    assert "“Dana Ortega” of this chat has the name of your client Dana Ortega" in words
    assert (Touch.objects.count(), ContactPoint.objects.filter(kind="handle").count()) == (0, 0)


def test_a_chat_is_undone_with_the_handle_it_taught(cast: Cast, bob: Browser) -> None:
    dana = cast.client_of(cast.bob, "Dana Ortega", phone="+15125550142")
    page = bring(bob, ("WhatsApp Chat with Dana Ortega.txt", chat(cast, "Dana Ortega")))["Location"]
    bob.post(page, {"go": "bring", "them": f"{dana.pk} whatsapp:dana ortega"})
    work()
    bob.post(f"/import/{Import.objects.get().pk}/undoing/")
    assert "2 calls and messages voided." in said(bob.get(page))
    assert not ContactPoint.objects.filter(kind="handle").exists()


def test_a_chat_that_does_not_say_who_we_are_is_refused_in_a_sentence(cast: Cast, bob: Browser) -> None:
    answer = bring(bob, ("chat.txt", chat(cast, "Dana Ortega").replace("Bob Ames", "Ames Realty")))
    assert answer.status_code == 422
    assert "This chat of Ames Realty, Dana Ortega does not say who you are" in said(answer)
    assert not Import.objects.exists()
