"""iPhone calls as iMazing exports them become records."""

from datetime import UTC, datetime

import pytest

from beforehand.channels.phone_log.records import PhoneRecord, Problem
from tests.channels.phone_log.logs import everything, records

HEADER = "Call type,Date,Duration,Number,Contact,Location,Service"


def call_list(folder, *lines, header=HEADER):
    path = folder / "calls.csv"
    path.write_text("\r\n".join((header, *lines)) + "\r\n", encoding="utf-8", newline="")
    return path


def test_a_call_is_read_in_the_offices_zone(tmp_path):
    line = 'Outgoing,2026-01-15 12:00:00,00:01:40,+15125550142,"Stone, Maria","Austin, TX",Phone'
    (record,) = records(call_list(tmp_path, line), "America/Chicago")

    assert record == PhoneRecord(
        row=1,
        external_id=record.external_id,
        kind="call",
        direction="out",
        at=datetime(2026, 1, 15, 18, 0, tzinfo=UTC),
        ended_at=datetime(2026, 1, 15, 18, 1, 40, tzinfo=UTC),
        seconds=100,
        number="+15125550142",
        contact_name="Stone, Maria",
    )


def test_both_forms_of_a_date_are_the_same_event(tmp_path):
    first, second = records(
        call_list(
            tmp_path,
            "Missed,01/15/2026 09:00:00,00:00:05,+15125550142,,,Phone",
            "Missed,2026-01-15 09:00:00,00:00:05,5125550142,Maria,,Phone",
        )
    )

    assert first.external_id == second.external_id
    assert first.missed


def test_months_come_first_unless_the_file_shows_otherwise(tmp_path):
    ambiguous = "Incoming,03/04/2026 09:00:00,1:00,5125550142,,,Phone"
    (american,) = records(call_list(tmp_path, ambiguous), "UTC")
    (british, _) = records(
        call_list(tmp_path, ambiguous, ambiguous.replace("03/04", "31/03")), "Europe/London"
    )

    assert american.at == datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    assert british.at == datetime(2026, 4, 3, 8, 0, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_taken_the_first_time_and_a_skipped_one_moves_on(tmp_path):
    twice, skipped = records(
        call_list(
            tmp_path,
            "Incoming,2026-11-01 01:30:00,1:00,5125550142,,,Phone",
            "Incoming,2026-03-08 02:30:00,1:00,5125550142,,,Phone",
        ),
        "America/Chicago",
    )

    assert twice.at == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # 01:30 in summer time
    assert skipped.at == datetime(2026, 3, 8, 8, 30, tzinfo=UTC)  # 03:30 in summer time


@pytest.mark.parametrize(
    ("written", "direction", "missed"),
    [
        ("Incoming", "in", False),
        ("outgoing", "out", False),
        ("Canceled", "out", False),
        ("Missed", "in", True),
    ],
)
def test_the_type_of_a_call_says_which_way_it_went(tmp_path, written, direction, missed):
    (record,) = records(call_list(tmp_path, f"{written},2026-01-15 09:00:00,,,,,FaceTime Audio"))

    assert (record.direction, record.missed, record.number, record.seconds) == (direction, missed, None, 0)


@pytest.mark.parametrize(
    ("field", "line"),
    [
        ("Date", "Missed,2026-02-30 09:00:00,00:00:05,5125550142,,,Phone"),
        ("Date", "Missed,15 Jan 2026,00:00:05,5125550142,,,Phone"),
        ("Date", "Missed,0001-01-01 00:00:00,00:00:05,5125550142,,,Phone"),
        ("Date", "Missed"),
        ("Duration", "Missed,2026-01-15 09:00:00,five,5125550142,,,Phone"),
        ("Duration", "Missed,2026-01-15 09:00:00,999:00:00,5125550142,,,Phone"),
        ("Call type", "Verpasst,2026-01-15 09:00:00,00:00:05,5125550142,,,Phone"),
    ],
)
def test_an_impossible_value_is_a_problem_at_its_row_and_the_rest_goes_on(tmp_path, field, line):
    good = "Missed,2026-01-15 09:00:00,00:00:05,5125550142,,,Phone"
    problem, after = everything(call_list(tmp_path, line, good))

    assert isinstance(problem, Problem)
    assert (problem.row, problem.field) == (1, field)
    assert problem.problem.startswith(f"{field} is ")
    assert after.row == 2


def test_a_quote_that_never_closes_is_a_problem(tmp_path):
    good = "Missed,2026-01-15 09:00:00,00:00:05,5125550142,,,Phone"
    found = everything(call_list(tmp_path, good, 'Missed,"' + "x" * 200_000, good))

    assert found[0].row == 1
    assert isinstance(found[1], Problem)
    assert found[1].problem.startswith("This line cannot be read (field larger than")


def test_columns_may_stand_in_another_order_and_empty_lines_are_no_calls(tmp_path):
    header = "\N{ZERO WIDTH NO-BREAK SPACE}Number,Date,Call type,Duration"
    (record,) = records(
        call_list(tmp_path, "", "5125550142,2026-01-15 09:00:00,Incoming,61", "", header=header)
    )

    assert (record.row, record.number, record.seconds) == (1, "5125550142", 61)
