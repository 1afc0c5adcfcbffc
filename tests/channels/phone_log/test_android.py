"""Backups of SMS Backup & Restore become records."""

from datetime import UTC, datetime

import pytest

from beforehand.channels.phone_log.reading import read
from beforehand.channels.phone_log.records import PhoneRecord, Problem, Unreadable
from tests.channels.phone_log.logs import (
    AT_MS,
    CHICAGO,
    backup,
    call,
    calls,
    element,
    everything,
    messages,
    sms,
)


def test_a_call_is_read_with_its_end(tmp_path):
    (record,) = calls(tmp_path, call(contact_name="Maria Stone"))

    assert record == PhoneRecord(
        row=1,
        external_id=record.external_id,
        kind="call",
        direction="in",
        at=datetime(2026, 6, 11, 16, 0, tzinfo=UTC),
        ended_at=datetime(2026, 6, 11, 16, 1, 35, tzinfo=UTC),
        seconds=95,
        number="+15125550142",
        contact_name="Maria Stone",
    )


@pytest.mark.parametrize(
    ("type_", "kind", "direction", "missed"),
    [
        (1, "call", "in", False),
        (2, "call", "out", False),
        (3, "call", "in", True),
        (4, "voicemail", "in", True),
        (5, "call", "in", True),
        (6, "call", "in", True),
        (7, "call", "in", False),
    ],
)
def test_the_type_of_a_call_says_who_called_and_whether_it_was_answered(
    tmp_path, type_, kind, direction, missed
):
    (record,) = calls(tmp_path, call(type=type_))

    assert (record.kind, record.direction, record.missed) == (kind, direction, missed)


@pytest.mark.parametrize("number", ["", "-1", "-2", "null", "Unknown", "PRIVATE", "Private Number", " "])
def test_a_withheld_number_is_none(tmp_path, number):
    (record,) = calls(tmp_path, call(number=number))

    assert record.number is None


def test_a_name_the_phone_did_not_know_is_none(tmp_path):
    (record,) = calls(tmp_path, call(contact_name="(Unknown)"))

    assert record.contact_name == ""


def test_received_sent_and_failed_messages_are_records_and_unsent_ones_only_take_a_row(tmp_path):
    found = messages(tmp_path, *(sms(type=box, body=f"box {box}") for box in range(1, 7)))

    assert [(r.row, r.direction, r.body, r.failed) for r in found] == [
        (1, "in", "box 1", False),
        (2, "out", "box 2", False),
        (5, "out", "box 5", True),
    ]


def test_a_message_keeps_its_line_breaks_and_its_signs(tmp_path):
    (record,) = messages(tmp_path, sms(body="It&apos;s &lt;fine&gt;&#10;&amp; done &#x1F600;"))

    assert record.body == "It's <fine>\n& done \N{GRINNING FACE}"


def test_emoji_written_as_surrogate_pairs_are_read(tmp_path):
    (record,) = messages(tmp_path, sms(body="Hi &#55357;&#56832;&#xD83D;&#xDE00; &#55357; there&#0;&#x1;"))

    assert record.body == "Hi \N{GRINNING FACE}\N{GRINNING FACE} \N{REPLACEMENT CHARACTER} there"


@pytest.mark.parametrize("place", range(65536 - 40, 65536 + 2))
def test_a_surrogate_pair_is_whole_wherever_a_block_ends(tmp_path, place):
    path = backup(tmp_path, "")
    head = path.read_text().removesuffix("</smses>")
    lead = f'<sms address="1" date="{AT_MS}" type="1" body="'
    path.write_text(head.ljust(place - len(lead)) + lead + '&#55357;&#56832;" /></smses>')

    assert [item.body for item in everything(path) if isinstance(item, PhoneRecord)] == ["\N{GRINNING FACE}"]


def test_control_characters_in_a_message_are_dropped(tmp_path):
    (record,) = messages(tmp_path, sms(body="one\x00\x0b two"))

    assert record.body == "one two"


def test_a_backup_in_utf_16_is_read(tmp_path):
    path = backup(tmp_path, sms(body="Grüße"))
    path.write_bytes(path.read_text().replace("UTF-8", "UTF-16").encode("utf-16"))

    assert [record.body for record in everything(path)] == ["Grüße"]


def mms(parts: str = "", addresses: str = "", **changes: object) -> str:
    inside = f"<parts>{parts}</parts><addrs>{addresses}</addrs>"
    return element("mms", inside, **{"date": AT_MS, "msg_box": 1, "address": "+15125550142"} | changes)


def part(text: str, ct: str = "text/plain") -> str:
    return element("part", seq=0, ct=ct, text=text)


def addresses(**numbers: str) -> str:
    roles = {"sender": 137, "to": 151, "cc": 130}
    return "".join(
        element("addr", type=roles[role], address=number)
        for role, them in numbers.items()
        for number in them.split()
    )


def test_the_text_parts_of_an_mms_are_joined_and_its_attachments_dropped(tmp_path):
    picture = element("part", seq=1, ct="image/jpeg", text="null", data="iVBORw0KGgo=")
    (record,) = messages(
        tmp_path, mms(part("&lt;smil/&gt;", "application/smil") + part("Look") + picture + part("at this"))
    )

    assert (record.kind, record.body, record.others) == ("text", "Look\nat this", ())


def test_an_attachment_of_many_megabytes_does_not_stand_in_the_way(tmp_path):
    in_one_piece = element("part", seq=0, ct="image/jpeg", data="QkVHSU46" * 700_000)
    in_lines = element("part", seq=1, ct="image/jpeg", data=("QkVHSU46" * 9 + "QUJD\n") * 70_000)
    found = messages(tmp_path, mms(in_one_piece + in_lines + part("Look")), sms())

    assert [record.body for record in found] == ["Look", "Any news?"]


def test_a_group_message_names_its_sender_and_the_others(tmp_path):
    group = addresses(sender="+15125550142", to="+15125550100 +15125550177")
    (record,) = messages(
        tmp_path, mms(part("Hi"), group, address="15125550177~+15125550142", contact_name="Ann, Bea")
    )

    assert record.number == "+15125550142"
    assert record.others == ("15125550177", "+15125550100")
    assert record.contact_name == ""


def test_a_sent_group_message_names_all_receivers_and_not_ourselves(tmp_path):
    group = addresses(sender="+15125550100", to="+15125550142 +15125550177")
    (record,) = messages(tmp_path, mms(part("Hi"), group, msg_box=2, address="group_8@rcs.google.com"))

    assert (record.direction, record.number, record.others) == ("out", "+15125550142", ("+15125550177",))


def test_a_message_between_two_has_no_others(tmp_path):
    (record,) = messages(tmp_path, mms(part("Hi"), addresses(sender="+15125550142", to="+15125550100")))

    assert (record.number, record.others) == ("+15125550142", ())


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("date", "bad"),
        ("date", ""),
        ("date", "-5"),
        ("date", "1781193600"),
        ("date", "9" * 30),
        ("duration", "-1"),
        ("duration", "1.5"),
        ("duration", "604801"),
        ("duration", "9" * 5000),
        ("type", "0"),
        ("type", "99"),
        ("type", "in"),
    ],
)
def test_an_impossible_value_is_a_problem_at_its_row_and_the_rest_goes_on(tmp_path, attribute, value):
    before, problem, after = everything(
        backup(tmp_path, call() + call(**{attribute: value}) + call(type=2), "calls")
    )

    assert isinstance(before, PhoneRecord)
    assert isinstance(after, PhoneRecord)
    assert isinstance(problem, Problem)
    assert (problem.row, problem.field) == (2, attribute)
    assert problem.problem.startswith(f"{attribute} is ")
    assert problem.problem.endswith("by hand.")
    assert len(problem.problem) < 200


def test_a_file_cut_off_counts_up_to_there_and_one_problem_says_where(tmp_path):
    path = backup(tmp_path, sms() + "\n" + sms(type=2) + "\n" + sms())
    path.write_text(path.read_text().removesuffix("</smses>")[:-20])

    first, second, problem = everything(path)

    assert (first.row, second.row) == (1, 2)
    assert (problem.row, problem.field) == (3, "")
    assert problem.problem.startswith("The file is damaged or cut off at line 4 (")


def test_damage_in_the_middle_is_one_problem(tmp_path):
    first, problem = everything(backup(tmp_path, sms() + '\n<sms date="bad" <!-- lost -->\n' + sms()))

    assert first.row == 1
    assert problem.problem.startswith("The file is damaged or cut off at line 3 (")


def test_a_document_type_is_refused_before_its_entities_can_grow(tmp_path):
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    path = tmp_path / "laughs.xml"
    path.write_text(f"<!DOCTYPE smses [{laughs}]><smses>{sms(body='&l11;')}</smses>")

    with pytest.raises(Unreadable, match="declares a document type"):
        read(path, zone=CHICAGO)


def test_a_record_without_end_is_given_up_and_told(tmp_path):
    (problem,) = everything(backup(tmp_path, sms(body="and so on " * 600_000) + sms()))

    assert "a record without attachments is longer than 4 MB" in problem.problem


def test_elements_nested_without_end_are_given_up_and_told(tmp_path):
    first, problem = everything(backup(tmp_path, sms() + "<a>" * 100_000))

    assert first.row == 1
    assert "deeper than any backup" in problem.problem


def test_an_xml_of_another_kind_is_refused_by_its_name(tmp_path):
    path = tmp_path / "other.xml"
    path.write_text("<feed><smses /></feed>")

    with pytest.raises(Unreadable) as refused:
        read(path, zone=CHICAGO)
    assert refused.value.problem == (
        "This XML file holds <feed>, not <calls> or <smses>; "
        "choose a file that SMS Backup & Restore has made."
    )
