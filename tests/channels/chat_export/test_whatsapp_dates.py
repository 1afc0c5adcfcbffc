"""Days, halves of days and repeated hours of chats are told by the whole file."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from beforehand.rules.captures import Unreadable
from tests.channels.chat_export.reading import captured, problems


def local(text: str, zone: str = "America/New_York", **told: object) -> list[str]:
    there = ZoneInfo(zone)
    return [f"{each.at.astimezone(there):%Y-%m-%d %H:%M}" for each in captured(text, zone=zone, **told)]


def test_a_day_after_the_12th_decides_for_the_lines_before_it() -> None:
    text = "03/04/2026, 10:00 - Kim: one\n13/04/2026, 10:00 - Kim: two\n"
    assert local(text) == ["2026-04-03 10:00", "2026-04-13 10:00"]
    assert problems(text) == []


def test_time_that_runs_on_decides() -> None:
    text = "03/09/2026, 10:00 - Kim: one\n04/02/2026, 10:00 - Kim: two\n"
    assert local(text) == ["2026-03-09 10:00", "2026-04-02 10:00"]
    assert problems(text, zone="Europe/Madrid") == []


def test_days_that_follow_each_other_decide() -> None:
    text = "".join(f"0{day}/05/2026, 10:00 - Kim: hello\n" for day in range(1, 5))
    assert local(text)[-1] == "2026-05-04 10:00"
    assert problems(text) == []


def test_an_american_phone_in_an_american_zone_says_the_month_first() -> None:
    text = "6/10/26, 2:05 PM - Kim: one\n"
    assert local(text) == ["2026-06-10 14:05"]
    assert problems(text) == []


def test_a_spanish_phone_in_an_american_zone_is_asked_about() -> None:
    text = "6/10/26, 2:05 p. m. - Kim: one\n"
    assert local(text) == ["2026-06-10 14:05"]
    (problem,) = problems(text)
    assert problem.place == "dates"
    assert problem.problem == (
        "No date of this chat says whether its days or its months come first; “6/10/26” could be 10 June 2026 or "
        "6 October 2026. It was read as 10 June 2026, as is usual in America/New_York. If that is wrong, undo this "
        "import and export the chat again when there is a message from after the 12th of a month."
    )


@pytest.mark.parametrize(
    ("header", "zone", "expected"),
    [
        ("10.06.26, 14:05 - ", "America/New_York", "2026-06-10 14:05"),
        ("10/06/2026, 14:05 - ", "Europe/Madrid", "2026-06-10 14:05"),
        ("2026-06-10, 14:05 - ", "America/New_York", "2026-06-10 14:05"),
        ("26-06-10 14:05 - ", "America/New_York", "2026-06-10 14:05"),
        ("2026/06/10 14:05 - ", "Asia/Tokyo", "2026-06-10 14:05"),
        ("2026/6/10 下午2:05 - ", "Asia/Shanghai", "2026-06-10 14:05"),
        ("2026年6月10日 下午2:05 - ", "Asia/Shanghai", "2026-06-10 14:05"),
        ("2026. 6. 10. 오후 2:05, ", "Asia/Seoul", "2026-06-10 14:05"),
        ("2026년 6월 10일 오전 12:05, ", "Asia/Seoul", "2026-06-10 00:05"),
        ("[10.06.26, 14:05:11] ", "Europe/Berlin", "2026-06-10 14:05"),
        ("10.06.26, 2:05 nachm. - ", "Europe/Berlin", "2026-06-10 14:05"),
        ("10.06.26, 2:05 vorm. - ", "Europe/Berlin", "2026-06-10 02:05"),
        ("10/6/2026 2:05 a. m. - ", "America/Mexico_City", "2026-06-10 02:05"),
        ("13/6/26 2:05\u202fp.\u00a0m. - ", "America/Bogota", "2026-06-13 14:05"),
        ("10.6.2026 klo 14.05 - ", "Europe/Helsinki", "2026-06-10 14:05"),
        ("10.06.26 г., 14:05 ч. - ", "Europe/Sofia", "2026-06-10 14:05"),
        ("2026. 06. 10. 14:05 - ", "Europe/Budapest", "2026-06-10 14:05"),
        ("13/06/2026 à 14:05 - ", "Europe/Paris", "2026-06-13 14:05"),
        ("14:05, 13/06/2026 - ", "Asia/Ho_Chi_Minh", "2026-06-13 14:05"),
        ("١٣‏/٦‏/٢٠٢٦، ٢:٠٥ م - ", "Africa/Cairo", "2026-06-13 14:05"),
        ("[‏١٣‏/٦‏/٢٠٢٦، ٢:٠٥:١١ م] ", "Africa/Cairo", "2026-06-13 14:05"),
        ("१३/६/२०२६, २:०५ अपराह्न - ", "Asia/Kolkata", "2026-06-13 14:05"),
        ("13/6/2569 14:05 - ", "Asia/Bangkok", "2026-06-13 14:05"),
        ("13/6/69 14:05 - ", "Asia/Bangkok", "2026-06-13 14:05"),
    ],
)
def test_headers_of_phones_in_other_languages(header: str, zone: str, expected: str) -> None:
    end = " : hello\n" if header.endswith((":05, ", "오후 2:05, ")) else ": hello\n"
    assert local(f"{header}Kim{end}", zone) == [expected]
    assert problems(f"{header}Kim{end}", zone=zone) == []


def test_halves_of_the_day_in_a_language_we_do_not_know_are_refused() -> None:
    text = "".join(
        f"13/06/2026, {hour}:05 {half} - Kim: hello\n" for hour in range(1, 9) for half in ("xx", "yy")
    )
    with pytest.raises(Unreadable) as refused:
        captured(text)
    assert refused.value.problem == (
        "The times of this chat say “xx” and “yy”, and which of them is the morning is not known; "
        "set the phone to 24 hours and export the chat again."
    )


def test_a_line_that_is_no_day_in_that_order_is_named() -> None:
    text = "6/14/26, 2:05 PM - Kim: one\n6/15/26, 2:05 PM - Kim: two\n31/6/26, 2:05 PM - Kim: three\n"
    (problem,) = problems(text)
    assert (problem.place, problem.problem) == (
        "line 3",
        "“31/6/26” is no date in the order of the others; enter this one by hand.",
    )


def test_an_hour_that_comes_twice_is_told_by_what_came_before() -> None:
    times = ("00:50", "01:10", "01:50", "01:05", "01:55", "02:01")
    text = (
        "".join(f"11/01/2026, {time} - Kim: {n}\n" for n, time in enumerate(times))
        + "11/13/2026, 10:00 - Kim: end\n"
    )
    began = [each.at for each in captured(text)][:-1]
    assert began == [
        datetime(2026, 11, 1, hour, minute, tzinfo=UTC)
        for hour, minute in ((4, 50), (5, 10), (5, 50), (6, 5), (6, 55), (7, 1))
    ]
