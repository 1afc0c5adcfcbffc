"""Pages of a Google Voice Takeout become records, from a page, a folder or the archive."""

import zipfile
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from beforehand.channels.phone_log import takeout
from beforehand.channels.phone_log.reading import read, recognises
from beforehand.channels.phone_log.records import PhoneRecord, Problem, Unreadable
from tests.channels.phone_log.logs import CHICAGO, everything, records

OURS = '<a class="tel" href="tel:+15125550100"><abbr class="fn" title="">Me</abbr></a>'


def person(number="+15125550142", name="Maria Stone"):
    return f'<a class="tel" href="tel:{number}"><span class="fn">{name}</span></a>'


def call_page(label, who=None, at="2026-06-11T11:00:00.250-05:00", duration="PT2M27S", more=""):
    return (
        f'<?xml version="1.0" ?><html><head><title>Call</title></head><body><div class="haudio">'
        f'<span class="fn">Call</span><div class="contributor vcard">Call {who or person()}</div>'
        f'<abbr class="published" title="{at}">Jun 11</abbr>{more}'
        f'<abbr class="duration" title="{duration}">(00:00:00)</abbr><div class="tags">'
        f'<a rel="tag" href="http://www.google.com/voice#inbox">Inbox</a>'
        f'<a rel="tag" href="http://www.google.com/voice#{label}">{label}</a></div></div></body></html>'
    )


def message(said, sender=None, at="2026-06-11T11:00:00.250-05:00"):
    cite = f'<cite class="sender vcard">{sender or person()}</cite>'
    return f'<div class="message"><abbr class="dt" title="{at}">Jun 11</abbr>: {cite}: <q>{said}</q></div>'


def conversation(*messages, participants=""):
    return f'<html><body><div class="hChatLog hfeed">{participants}{"".join(messages)}</div></body></html>'


def page(folder, html, name="Maria Stone - Text - 2026-06-11T16_00_00Z.html"):
    path = folder / name
    path.write_text(html, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("label", "kind", "direction", "missed"),
    [
        ("placed", "call", "out", False),
        ("received", "call", "in", False),
        ("recorded", "call", "in", False),
        ("missed", "call", "in", True),
        ("voicemail", "voicemail", "in", True),
    ],
)
def test_the_label_of_a_call_says_what_it_was(tmp_path, label, kind, direction, missed):
    (record,) = records(page(tmp_path, call_page(label)))

    assert record == PhoneRecord(
        row=1,
        external_id=record.external_id,
        kind=kind,
        direction=direction,
        at=datetime(2026, 6, 11, 16, 0, tzinfo=UTC),
        ended_at=datetime(2026, 6, 11, 16, 2, 27, tzinfo=UTC),
        seconds=147,
        number="+15125550142",
        contact_name="Maria Stone",
        missed=missed,
    )


def test_a_call_without_a_label_is_what_its_file_is_called(tmp_path):
    name = "Maria Stone - Missed - 2026-06-11T16_00_00Z.html"
    (record,) = records(page(tmp_path, call_page("inbox"), name))

    assert (record.direction, record.missed) == ("in", True)


def test_a_voicemail_brings_its_transcript(tmp_path):
    transcript = '<span class="description"><span class="full-text">Hi, any news?</span></span>'
    (record,) = records(page(tmp_path, call_page("voicemail", more=transcript)))

    assert record.body == "Hi, any news?"


@pytest.mark.parametrize("number", ["", "Unknown"])
def test_a_withheld_number_is_none(tmp_path, number):
    (record,) = records(page(tmp_path, call_page("received", person(number, ""))))

    assert (record.number, record.contact_name) == (None, "")


def test_a_conversation_holds_a_record_a_message_and_me_is_us(tmp_path):
    later = "2026-06-11T11:05:00.000-05:00"
    found = records(
        page(tmp_path, conversation(message("Any<br>news &#39;yet&#39;?"), message("Friday!", OURS, later)))
    )

    assert [(r.row, r.direction, r.number, r.contact_name, r.body) for r in found] == [
        (1, "in", "+15125550142", "Maria Stone", "Any\nnews 'yet'?"),
        (2, "out", "+15125550142", "Maria Stone", "Friday!"),
    ]
    assert found[1].at == found[1].ended_at == datetime(2026, 6, 11, 16, 5, tzinfo=UTC)


def test_a_group_conversation_names_the_others(tmp_path):
    bea = person("+15125550177", "Bea")
    participants = (
        f'<div class="participants"><cite class="sender vcard">{person()}</cite>, <cite>{bea}</cite></div>'
    )
    found = records(
        page(
            tmp_path,
            conversation(message("Hi", bea), message("Hello", OURS), participants=participants),
            "Group Conversation - 2026-06-11T16_00_00Z.html",
        )
    )

    assert [(r.direction, r.number, r.others, r.contact_name) for r in found] == [
        ("in", "+15125550177", ("+15125550142",), ""),
        ("out", "+15125550142", ("+15125550177",), ""),
    ]


@pytest.mark.parametrize(
    ("who", "number", "name"), [("+15125550142", "+15125550142", ""), ("Maria Stone", None, "Maria Stone")]
)
def test_a_conversation_of_ours_alone_is_with_whom_its_file_names(tmp_path, who, number, name):
    path = page(tmp_path, conversation(message("Hi", OURS)), f"{who} - Text - 2026-06-11T16_00_00Z.html")
    (record,) = records(path)

    assert (record.direction, record.number, record.contact_name) == ("out", number, name)


def test_our_message_is_the_same_event_when_they_have_answered_since(tmp_path):
    (before,) = records(page(tmp_path, conversation(message("Hi", OURS))))
    after, _ = records(page(tmp_path, conversation(message("Hi", OURS), message("Hello"))))

    assert (before.number, after.number) == (None, "+15125550142")
    assert before.external_id == after.external_id


def test_a_time_without_offset_is_read_in_the_offices_zone(tmp_path):
    (record,) = records(page(tmp_path, call_page("placed", at="2026-01-15T12:00:00")), "America/Chicago")

    assert record.at == datetime(2026, 1, 15, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"at": "yesterday"}, "published"), ({"at": ""}, "published"), ({"duration": "PT"}, "duration")],
)
def test_an_impossible_value_is_a_problem_that_names_the_page(tmp_path, change, field):
    (problem,) = everything(page(tmp_path, call_page("placed", **change)))

    assert isinstance(problem, Problem)
    assert problem.field == "Maria Stone - Text - 2026-06-11T16_00_00Z.html"
    assert problem.problem.startswith(f"In {problem.field}, {field} is ")


NAMES = [f"Takeout/Voice/Calls/Maria Stone - Placed - 2026-06-11T16_00_0{n}Z.html" for n in range(3)]


def archive_of(folder, pages, extra=()):
    path = folder / "takeout.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, html in [*pages, *extra]:
            archive.writestr(name, html)
    return path


def three_pages():
    return [(name, call_page("placed", at=f"2026-06-11T11:00:0{n}-05:00")) for n, name in enumerate(NAMES)]


def test_the_archive_and_its_folder_hold_the_same_records_and_other_files_are_left_alone(tmp_path):
    others = [("Takeout/archive_browser.html", "<html>"), ("Takeout/Voice/Calls/voice.mp3", b"ID3")]
    path = archive_of(tmp_path, three_pages(), others)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "unpacked")

    from_archive, from_folder = records(path), records(tmp_path / "unpacked")

    assert from_archive == from_folder
    assert [record.row for record in from_archive] == [1, 2, 3]
    assert all(later.at > earlier.at for earlier, later in pairwise(from_archive))
    assert recognises(path)
    assert recognises(tmp_path / "unpacked")


def test_a_page_that_unpacks_without_end_is_left_out_and_the_rest_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(takeout, "_LARGEST_PAGE", 10_000)
    pages = three_pages()
    pages[1] = (NAMES[1], call_page("placed") + " " * 10_000)
    first, problem, third = everything(archive_of(tmp_path, pages))

    assert (first.row, problem.row, third.row) == (1, 2, 3)
    assert problem.problem.endswith(" is larger than 4 MB and was left out; enter it by hand.")


def test_an_archive_that_unpacks_without_end_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(takeout, "_LARGEST_TAKEOUT", 2 * len(call_page("placed")))
    *read_before, problem = everything(archive_of(tmp_path, three_pages()))

    assert [record.row for record in read_before] == [1, 2]
    assert problem.problem == "The pages hold more than 2 GB; give the rest in another archive."


def test_a_damaged_page_of_an_archive_is_a_problem_and_the_rest_is_read(tmp_path):
    path = archive_of(tmp_path, three_pages())
    data = bytearray(path.read_bytes())
    start = data.index(NAMES[1].encode()) + len(NAMES[1]) + 20
    data[start : start + 40] = bytes(40)
    path.write_bytes(data)
    first, problem, third = everything(path)

    assert (first.row, third.row) == (1, 3)
    assert problem.problem == f"{problem.field} is damaged or encrypted; download the Takeout again."


def test_a_page_without_call_or_message_is_a_problem(tmp_path):
    (problem,) = everything(archive_of(tmp_path, [(NAMES[0], "<html></html>")]))

    assert problem.problem.endswith(" holds no call and no message; leave it out.")


def test_an_archive_cut_off_is_refused(tmp_path):
    path = archive_of(tmp_path, three_pages())
    path.write_bytes(path.read_bytes()[:-100])

    with pytest.raises(Unreadable, match=r"download it from Google Takeout again\.$"):
        read(path, zone=CHICAGO)


def test_an_archive_of_something_else_is_refused(tmp_path):
    path = archive_of(tmp_path, [("letter.txt", "Dear Maria")])

    assert not recognises(path)
    with pytest.raises(Unreadable, match=r"^takeout\.zip is no phone log that can be read; choose "):
        read(path, zone=CHICAGO)
