from datetime import timedelta

import pytest

from beforehand.actions.imports.rows import LoggedContact, RowProblem
from beforehand.actions.imports.whose import judged
from beforehand.rules.captures import Captured
from tests.actions.imports.bringing import Office

DANA, LUIS, NOBODY = "+15125550142", "+15125550143", "+12065550100"


@pytest.fixture
def office(office: Office) -> Office:
    office.cast.client_of(office.cast.bob, "Dana Ortega", phone=DANA)
    office.cast.client_of(office.cast.bob, "Luis Vega", phone=LUIS)
    return office


def text(office: Office, row: int, direction: str, *numbers: str, **later: float) -> LoggedContact:
    at = office.at + timedelta(**later)
    points = tuple(("phone", number) for number in numbers)
    captured = Captured(
        source="phone_log",
        external_id=f"text {row}",
        at=at,
        direction="in" if direction == "in" else "out",
        channel="text",
        outcome="sent",
        points=points,
    )
    return LoggedContact(row, captured)


def test_a_group_message_is_its_senders_and_one_sent_to_several_clients_is_not_guessed(
    office: Office,
) -> None:
    lines = [
        text(office, 1, "in", DANA, LUIS),
        text(office, 2, "in", NOBODY, LUIS),
        text(office, 3, "out", DANA, LUIS),
        text(office, 4, "out", NOBODY, LUIS),
    ]
    found = judged(lines, office.cast.bob, office.at)
    assert [(line.row, holder.name) for line, holder in found.matched] == [
        (1, "Dana Ortega"),
        (4, "Luis Vega"),
    ]
    assert ([line.row for line in found.nobodys], [line.row for line in found.shared]) == ([2], [3])
    said = "sent to Dana Ortega and Luis Vega at once: log it by hand"
    assert (found.problems, found.refused) == ([RowProblem(3, "number", said)], 0)


def test_a_clock_that_is_two_minutes_fast_is_no_fault(office: Office) -> None:
    lines = [text(office, 1, "in", DANA, minutes=2), text(office, 2, "in", DANA, minutes=2, seconds=1)]
    found = judged(lines, office.cast.bob, office.at)
    assert ([line.row for line, _ in found.matched], found.refused) == ([1], 1)
