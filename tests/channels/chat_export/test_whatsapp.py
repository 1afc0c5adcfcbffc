"""What the lines of a WhatsApp chat are: messages, attachments, calls, notices; who wrote them, and to whom."""

import io
import zipfile

import pytest

from beforehand.channels.chat_export.reading import read, recognises
from beforehand.rules.call_lengths import Thresholds
from beforehand.rules.captures import Captured, Problem, Unreadable
from tests.channels.chat_export.reading import ZONE, all_of, captured, problems

A = "6/14/26, 2:05 PM - "
IPHONE = "[6/14/26, 2:05:11\u202fPM] "


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return file.getvalue()


def only(text: str, name: str = "WhatsApp Chat with Maria Stone.txt", **told: object) -> Captured:
    (found,) = captured(text, name, **told)
    return found


@pytest.mark.parametrize(
    "notice",
    [
        f"{A}Messages and calls are end-to-end encrypted. No one outside of this chat can read them.",
        f"{A}Maria Stone: Messages and calls are end-to-end encrypted. No one outside of this chat can read them.",
        f"{IPHONE}Maria Stone: \u200eMessages and calls are end-to-end encrypted.",
        f"{A}Los mensajes y las llamadas están cifrados de extremo a extremo.",
        f"{A}Maria Stone changed their phone number to a new number. Tap to message or add the new number.",
        f"{A}Kim added Maria Stone",
        f"{A}Kim changed the group name to “Deal: 12 Alder”",
        f'{A}Kim changed the group name from "Deal: 12 Alder" to "Closed: 12 Alder"',
        f"{IPHONE}Rivera family: \u200eKim created this group",
        f"{IPHONE}Maria Stone: \u200eMaria Stone is a contact.",
        f"{A}Maria Stone: This message was deleted",
        f"{A}Maria Stone: Se eliminó este mensaje.",
        f"{IPHONE}Maria Stone: \u200eThis message was deleted.",
        f"{A}Kim: You deleted this message",
    ],
)
def test_notices_and_deleted_messages_are_no_contact(notice: str) -> None:
    text = f"{notice}\n{A}Kim: hello\n"
    assert [(each.text, each.points) for each in captured(text)] == [
        ("hello", (("handle", "whatsapp:maria stone"),))
    ]
    assert problems(text) == []


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("<Media omitted>", ""),
        ("<Multimedia omitido>", ""),
        ("<Medien ausgeschlossen>\nthe roof", "the roof"),
        ("\u200eIMG-20260610-WA0001.jpg (file attached)", ""),
        ("\u200eIMG-20260610-WA0001.jpg (file attached)\nthe roof", "the roof"),
        ("Inspection report.pdf (archivo adjunto)", ""),
        ("\u200e<attached: 00000002-PHOTO-2026-06-10-14-31-02.jpg>", ""),
        ("the roof \u200e<attached: 00000002-PHOTO-2026-06-10-14-31-02.jpg>", "the roof"),
        ("\u200eimage omitted", ""),
        ("report.pdf \u2022 \u200e3 pages \u200edocument omitted", "report.pdf • 3 pages document omitted"),
        ("Monday, not Tuesday <This message was edited>", "Monday, not Tuesday"),
        ("Monday, not Tuesday \u200e<This message was edited>", "Monday, not Tuesday"),
        ("one\n\ntwo: three\nhttps://example.com", "one\n\ntwo: three\nhttps://example.com"),
        ("a < b and c > d", "a < b and c > d"),
        (
            "missed voice call yesterday, sorry, in a meeting",
            "missed voice call yesterday, sorry, in a meeting",
        ),
    ],
)
def test_the_words_of_a_message(said: str, kept: str) -> None:
    found = only(f"{A}Maria Stone: {said}\n")
    assert (found.direction, found.channel, found.outcome, found.text) == ("in", "chat", "received", kept)


@pytest.mark.parametrize(
    ("said", "channel"),
    [
        (f"{A}Maria Stone: Missed voice call", "call"),
        (f"{A}Missed video call at 2:05 PM", "video"),
        (f"{IPHONE}Maria Stone: \u200eMissed voice call, \u200eTap to call back", "call"),
        (f"{A}Maria Stone: Llamada perdida", "call"),
        (f"{A}Maria Stone: Videollamada perdida", "video"),
        (f"{A}Maria Stone: Verpasster Sprachanruf", "call"),
        (f"{A}Maria Stone: Appel vidéo manqué", "video"),
        (f"{A}Maria Stone: Chamada de voz perdida.", "call"),
    ],
)
def test_a_call_that_was_missed_asks(said: str, channel: str) -> None:
    found = next(each for each in captured(f"{A}Maria Stone: hello\n{said}\n") if each.outcome == "no_answer")
    assert (found.direction, found.channel, found.asks, found.text) == ("in", channel, "question", "")
    assert found.points == (("handle", "whatsapp:maria stone"),)


def test_a_call_of_ours_that_they_missed_asks_nothing() -> None:
    found = only(f"{IPHONE}Kim: \u200eMissed voice call\n")
    assert (found.direction, found.outcome, found.asks) == ("out", "no_answer", "none")


@pytest.mark.parametrize(
    ("sender", "said", "seconds", "outcome", "ask_if_reached"),
    [
        ("Maria Stone", "Voice call, \u200e12 min", 720, "spoke", False),
        ("Maria Stone", "Voice call, \u200e12 sec", 12, "no_answer", True),
        ("Kim", "Voice call, \u200e1 hr 5 min", 3900, "spoke", False),
        ("Kim", "Voice call, \u200e45 sec", 45, "no_answer", True),
        ("Kim", "Voice call, \u200eNo answer", None, "no_answer", False),
    ],
)
def test_a_call_is_spoken_from_the_office_s_thresholds(
    sender: str, said: str, seconds: int | None, outcome: str, ask_if_reached: bool
) -> None:
    found = only(f"{IPHONE}{sender}: \u200e{said}\n")
    assert (found.channel, found.seconds, found.outcome, found.ask_if_reached) == (
        "call", seconds, outcome, ask_if_reached,
    )  # fmt: skip


def test_other_thresholds_judge_otherwise() -> None:
    text = f"{IPHONE}Kim: \u200eVoice call, \u200e45 sec\n".encode()
    (found,) = read(
        text, "WhatsApp Chat with Maria Stone.txt", ours=["Kim"], zone=ZONE, thresholds=Thresholds(5, 40, 10)
    )
    assert isinstance(found, Captured)
    assert found.outcome == "spoke"


def test_a_number_is_a_phone_and_a_name_a_handle() -> None:
    numbered = only(f"{A}+1 (512) 555-0142: hello\n", name="WhatsApp Chat with +1 (512) 555-0142.txt")
    named = only(f"{A}José  Núñez: hello\n", name="WhatsApp Chat with José Núñez.txt")
    unknown = only(f"{IPHONE}~\u202fJosé Núñez: hello\n", name="WhatsApp Chat - José Núñez.zip")
    assert numbered.points == (("phone", "+15125550142"),)
    assert named.points == unknown.points == (("handle", "whatsapp:jose nunez"),)
    assert (named.name, unknown.name) == ("José Núñez", "José Núñez")


def test_in_a_group_what_we_write_goes_to_all_others_and_theirs_is_their_own() -> None:
    text = f"{A}Maria Stone: hi\n{A}Kim: hello both\n{A}+1 512 555 0142: hi\n"
    maria, number = ("handle", "whatsapp:maria stone"), ("phone", "+15125550142")
    assert [each.points for each in captured(text)] == [(maria,), (maria, number), (number,)]


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("WhatsApp Chat with Maria Stone.txt", ["Kim Possible"]),
        ("WhatsApp Chat with Maria Stone (2).txt", []),
        ("Chat de WhatsApp con Maria Stone.txt", []),
        ("WhatsApp-Chat mit Maria Stone.txt", []),
        ("WhatsApp Chat - Maria Stone.zip", []),
        ("anything.txt", ["kim"]),
        ("anything.txt", ["(212) 555-0199", "KIM"]),
    ],
)
def test_who_we_are_is_told_by_our_name_or_by_the_file_s(name: str, ours: list[str]) -> None:
    text = f"{A}Maria Stone: hi\n{A}Kim: hello\n"
    assert [(each.direction, each.name) for each in captured(text, name, ours=ours)] == [
        ("in", "Maria Stone"), ("out", "Maria Stone"),
    ]  # fmt: skip


def test_our_number_is_ours_however_it_is_written() -> None:
    text = f"{A}+1 (212) 555-0199: hello\n{A}Maria Stone: hi\n"
    assert [each.direction for each in captured(text, "x.txt", ours=["212.555.0199"])] == ["out", "in"]


def test_a_chat_where_only_we_wrote_is_with_whom_the_file_is_named_after() -> None:
    found = only(f"{A}Kim: hello\n", name="WhatsApp Chat with Maria Stone.txt")
    assert (found.direction, found.points, found.name) == (
        "out", (("handle", "whatsapp:maria stone"),), "Maria Stone",
    )  # fmt: skip


def test_a_chat_that_does_not_say_who_we_are_asks() -> None:
    with pytest.raises(Unreadable) as refused:
        captured(f"{A}Maria Stone: hi\n{A}Kim Lee: hello\n", "chat.txt", ours=["Bob"])
    assert refused.value.problem == (
        "This chat of Maria Stone, Kim Lee does not say who you are: use your name as it stands in the chat, or name "
        "the file after the other as WhatsApp does (“WhatsApp Chat with Maria Stone.txt”)."
    )


def test_a_name_with_a_nickname_in_quotes_is_a_sender() -> None:
    assert captured(f'{A}Robert "Bob" Smith: hi\n{A}Kim: hi', "x.txt")[0].name == 'Robert "Bob" Smith'


def test_marks_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    plain = f"{A}Maria Stone: hi\nthere\n{A}Kim: hello\n"
    for raw in (
        plain.encode("utf-8-sig"),
        plain.encode("utf-16"),
        plain.replace("\n", "\r\n").encode(),
        plain.replace("6/14", "\u200e6/14").encode(),
        plain.replace(" PM", "\u202fPM").encode(),
    ):
        assert captured(raw) == captured(plain)


class TestIdentity:
    def test_an_export_of_more_has_the_same_ids_for_what_was_there(self) -> None:
        first = f"{A}Maria Stone: ok\n{A}Maria Stone: ok\n{A}Kim: ok\n"
        more = f"6/13/26, 1:00 PM - Kim: earlier\n{first}6/14/26, 2:06 PM - Maria Stone: ok\n"
        ids = [each.external_id for each in captured(first)]
        assert len(set(ids)) == 3
        assert [each.external_id for each in captured(more)][1:4] == ids

    def test_with_and_without_media_it_is_the_same(self) -> None:
        without = f"{A}Kim: <Media omitted>\nthe roof\n"
        including = f"{A}Kim: \u200eIMG-20260610-WA0001.jpg (file attached)\nthe roof\n"
        assert only(without).external_id == only(including).external_id

    def test_another_language_of_the_phone_changes_nothing(self) -> None:
        spanish = only("14/6/26 2:05 p. m. - Maria Stone: hi\n", zone="Europe/Madrid")
        assert spanish.external_id == only("14.06.2026, 14:05 - Maria Stone: hi\n").external_id

    def test_who_joins_a_group_later_changes_nothing_of_what_we_wrote(self) -> None:
        before = f"{A}Kim: hello\n{A}Maria Stone: hi\n{A}Bo Ek: hi\n"
        after = f"{before}{A}Ann Oak: hi\n"
        name = "WhatsApp Chat with Alder Ct.txt"
        assert captured(before, name)[0].external_id == captured(after, name)[0].external_id


def test_a_chat_inside_an_archive_is_named_after_the_archive() -> None:
    raw = zipped(
        **{
            "00000002-PHOTO.jpg": b"\xff\xd8",
            "_chat.txt": f"{IPHONE}Maria Stone: hi\n{IPHONE}Kim: ho\n".encode(),
        }
    )
    found = captured(raw, "WhatsApp Chat - Maria Stone.zip", ours=[])
    assert [each.direction for each in found] == ["in", "out"]
    assert recognises("WhatsApp Chat - Maria Stone.zip", raw[:200])


def test_several_chats_in_an_archive_are_read_one_after_another() -> None:
    raw = zipped(**{
        "WhatsApp Chat with Maria Stone.txt": f"{A}Maria Stone: hi\n{A}Kim: ho\n".encode(),
        "WhatsApp Chat with Alder Ct.txt": f"{A}Bo Ek: hi\n{A}Lu Oak: ho\n".encode(),
        "notes.txt": b"milk, eggs",
    })  # fmt: skip
    first, second, problem = all_of(raw, "chats.zip", ours=[])
    assert isinstance(first, Captured)
    assert isinstance(second, Captured)
    assert isinstance(problem, Problem)
    assert problem.place == "WhatsApp Chat with Alder Ct.txt"
    assert problem.problem.startswith("This chat of Bo Ek, Lu Oak does not say who you are")


@pytest.mark.parametrize(
    ("raw", "name", "says"),
    [
        (b"PK\x03\x04 broken", "a.zip", "The archive is damaged or was not copied whole; export it again."),
        (b"", "a.txt", "a.txt is no chat that can be read; choose a chat exported from WhatsApp (.txt or .zip), or "
         "a download of Messenger or Instagram in JSON."),
        (b"Name,Phone\nMaria,512", "a.csv", "a.csv is no chat that can be read; choose a chat exported from "
         "WhatsApp (.txt or .zip), or a download of Messenger or Instagram in JSON."),
    ],
)  # fmt: skip
def test_what_is_no_chat_is_refused_with_the_remedy(raw: bytes, name: str, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        all_of(raw, name)
    assert refused.value.problem == says


def test_an_absurd_line_is_cut_and_costs_nothing_else() -> None:
    text = f"{A}Maria Stone: {'x' * 400_000}\n{A}Kim: hello\n"
    long, short = captured(text)
    assert (len(long.text), short.text) == (65_536, "hello")


def test_a_problem_of_one_of_several_chats_names_its_chat() -> None:
    name = "WhatsApp Chat with Maria Stone.txt"
    text = f"{A}Maria Stone: hi\n31/31/26, 2:05 PM - Kim: ho\n{A}Kim: ho\n".encode()
    raw = zipped(**{name: text, "WhatsApp Chat with Bo Ek.txt": f"{A}Bo Ek: hi\n{A}Kim: ho\n".encode()})
    assert [each.place for each in problems(raw, "chats.zip")] == [f"{name}, line 2"]


def test_a_damaged_archive_gives_what_stands_before_the_damage() -> None:
    lines = "".join(f"6/14/26, 2:{n % 60:02} PM - Kim: {n} {hash(str(n))}\n" for n in range(60))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("_chat.txt", f"{lines}")
    raw = bytearray(file.getvalue())
    raw[60] ^= 0xFF
    with pytest.raises(Unreadable) as refused:
        all_of(bytes(raw), "WhatsApp Chat - Maria Stone.zip")
    assert refused.value.problem.startswith("_chat.txt cannot be read to its end")


def test_what_no_database_takes_is_left_out_of_names_and_words() -> None:
    (found,) = captured("11/24/26, 9:00 AM - Maria\0 Stone: Any \0news?\n")
    assert (found.name, found.text) == ("Maria Stone", "Any news?")
