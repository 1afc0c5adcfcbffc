"""The same event is the same one in every export."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.channels.phone_log.logs import AT_MS, call, calls, element, messages, sms

ATTRIBUTES = {"number": "+15125550142", "duration": 95, "date": AT_MS, "type": 1, "presentation": 1}


def only_id(records):
    (record,) = records
    return record.external_id


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(
    order=st.permutations(sorted(ATTRIBUTES)),
    name=st.text(st.characters(codec="ascii", categories=["L", "N"])),
    readable=st.sampled_from(["Jun 11, 2026 11:00:00", "11.06.2026", ""]),
)
def test_order_of_attributes_names_and_readable_dates_do_not_matter(tmp_path, order, name, readable):
    shuffled = {attribute: ATTRIBUTES[attribute] for attribute in order}
    written = element("call", contact_name=name, readable_date=readable, **shuffled)

    assert only_id(calls(tmp_path, written)) == only_id(calls(tmp_path, call()))


def test_the_spelling_of_a_number_does_not_matter(tmp_path):
    spellings = ["+15125550142", "15125550142", "5125550142", "(512) 555-0142", "+1 512-555-0142"]

    assert len({only_id(calls(tmp_path, call(number=number))) for number in spellings}) == 1


def test_who_when_which_way_and_what_was_said_matter(tmp_path):
    ids = [
        only_id(messages(tmp_path, sms(**change)))
        for change in (
            {},
            {"address": "+15125550143"},
            {"date": AT_MS + 1},
            {"type": 2},
            {"body": "Any news??"},
        )
    ]
    ids.append(only_id(calls(tmp_path, call())))

    assert len(set(ids)) == 6


def test_the_length_a_phone_reports_later_does_not_make_another_call(tmp_path):
    assert only_id(calls(tmp_path, call(duration=95))) == only_id(calls(tmp_path, call(duration=96)))


def test_an_overlapping_export_adds_only_what_is_new(tmp_path):
    events = [sms(date=AT_MS + n, body=f"message {n}") for n in range(8)]
    first = {record.external_id for record in messages(tmp_path, *events[:6])}
    second = {record.external_id for record in messages(tmp_path, *events[3:])}

    assert len(second - first) == 2


def test_a_message_that_stands_twice_in_a_backup_is_one_event(tmp_path):
    first, again = messages(tmp_path, sms(), sms())

    assert first.external_id == again.external_id
