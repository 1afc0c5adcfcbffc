from datetime import date, timedelta

from beforehand.actions.drafts import PointDraft
from beforehand.actions.imports.choices import Choices
from beforehand.actions.imports.planning import Plan, plan
from beforehand.actions.imports.rows import Candidate, RowProblem
from beforehand.records.models import Client, Import
from tests.actions.imports.bringing import Office


def candidate(row: int, name: str, *values: str, **given) -> Candidate:
    kinds = ("email" if "@" in value else "phone" for value in values)
    drafts = tuple(PointDraft(kind, value, value) for kind, value in zip(kinds, values, strict=True))
    return Candidate(row=row, name=name, points=drafts, **given)


def planned(office: Office, *candidates: Candidate, by=None, **choices) -> Plan:
    by = by or office.cast.bob
    return plan(candidates, (), choices=Choices(**choices), by=by, agent=by, at=office.at)


def verdicts(found: Plan) -> list[tuple[int, str, str]]:
    return [(row.row, row.verdict.value, row.reason) for row in found.rows]


def test_a_plan_writes_nothing(office: Office) -> None:
    planned(office, candidate(1, "Dana Ortega", "+15125550142"), everybody=True)
    assert (Client.objects.count(), Import.objects.count()) == (0, 0)


def test_a_phone_or_an_address_makes_a_match(office: Office) -> None:
    office.cast.client_of(office.cast.bob, "Dana Ortega", phone="512 555 0142", email="dana@example.com")
    found = planned(
        office,
        candidate(1, "D. Ortega", "+15125550142"),
        candidate(2, "Somebody Else", "dana@example.com", "+15125550199"),
        candidate(3, "Luis Vega", "+15125550143"),
    )
    assert verdicts(found) == [
        (1, "matching", "same phone as Dana Ortega"),
        (2, "matching", "same e-mail as Dana Ortega"),
        (3, "new", ""),
    ]
    assert found.counts() == {"new": 1, "matched": 2, "refused": 0}


def test_a_name_alone_is_perhaps_the_same_and_never_where_phones_tell_them_apart(office: Office) -> None:
    office.cast.client_of(office.cast.bob, "José Núñez", phone="512 555 0142")
    office.cast.client_of(office.cast.bob, "Madonna")
    found = planned(
        office,
        candidate(1, "jose nunez", "jose@example.com"),
        candidate(2, "José Núñez", "+15125550199"),
        candidate(3, "Madonna"),
        on_match="update",
    )
    assert verdicts(found) == [
        (1, "perhaps the same", "same name as José Núñez"),
        (2, "new", ""),
        (3, "new", ""),
    ]


def test_a_row_that_meets_two_clients_is_not_guessed(office: Office) -> None:
    office.cast.client_of(office.cast.bob, "Dana Ortega", phone="512 555 0142")
    office.cast.client_of(office.cast.bob, "Luis Vega", email="luis@example.com")
    found = planned(office, candidate(1, "Ana Lima", "+15125550142", "luis@example.com"), on_match="update")
    assert verdicts(found) == [
        (1, "perhaps the same", "shares a phone or an address with Dana Ortega and Luis Vega")
    ]


def test_of_two_who_share_a_phone_the_one_of_that_name_is_meant(office: Office) -> None:
    for name in ("Dana Ortega", "Luis Ortega"):
        office.cast.client_of(office.cast.bob, name, phone="512 555 0142")
    (row,) = planned(office, candidate(1, "luis ortega", "+15125550142")).rows
    assert (row.verdict.value, row.client_id) == ("matching", Client.objects.get(name="Luis Ortega").pk)


def test_the_same_person_twice_in_a_file_is_one(office: Office) -> None:
    rows = (
        candidate(1, "Dana Ortega", "+15125550142", labels=("Buyers",), known_since=date(2020, 5, 1)),
        candidate(
            2,
            "Dana Ortega",
            "+15125550142",
            "dana@example.com",
            labels=("VIP",),
            known_since=date(2018, 1, 1),
        ),
    )
    skipped, merged = planned(office, *rows), planned(office, *rows, on_match="update", active={"VIP": None})
    assert verdicts(skipped) == [
        (1, "new", ""),
        (2, "twice in the file", "same phone as Dana Ortega in row 1"),
    ]
    first = merged.rows[0]
    assert [point.value for point in first.candidate.points] == ["+15125550142", "dana@example.com"]
    assert (first.candidate.labels, first.candidate.known_since) == (("Buyers", "VIP"), date(2018, 1, 1))
    assert first.target.care == "active"
    assert merged.counts() == {"new": 1, "matched": 1, "refused": 0}


def test_refuse_makes_a_match_a_problem(office: Office) -> None:
    office.cast.client_of(office.cast.bob, "Dana Ortega", phone="512 555 0142")
    found = planned(office, candidate(1, "Dana Ortega", "+15125550142"), on_match="refuse")
    reason = "same phone as Dana Ortega: choose skip or update, or take the row out"
    assert verdicts(found) == [(1, "wrong", reason)]
    assert found.problems == (RowProblem(1, "", reason, is_refused=True),)
    assert found.counts() == {"new": 0, "matched": 0, "refused": 1}


def test_a_row_left_out_stands_in_nobodys_way(office: Office) -> None:
    rows = (candidate(1, "Dana Ortega", "+15125550142"), candidate(2, "Dana O.", "+15125550142"))
    found = planned(office, *rows, ticks={1: "leave out"})
    assert verdicts(found) == [(1, "left out", "you left it out"), (2, "new", "")]
    assert found.counts() == {"new": 1, "matched": 0, "refused": 0}


def test_another_offices_clients_never_match(office: Office) -> None:
    office.cast.client_of(office.cast.charlie, "Dana Ortega", phone="512 555 0142", email="dana@example.com")
    found = planned(
        office, candidate(1, "Dana Ortega", "+15125550142", "dana@example.com"), by=office.cast.alice
    )
    assert verdicts(found) == [(1, "new", "")]


def test_an_agent_learns_nothing_of_a_colleagues_clients(office: Office) -> None:
    office.cast.client_of(office.cast.max, "Dana Ortega", phone="512 555 0142")
    row = candidate(1, "Dana Ortega", "+15125550142")
    assert verdicts(planned(office, row)) == [(1, "new", "")]
    assert verdicts(planned(office, row, by=office.cast.alice)) == [
        (1, "matching", "same phone as Dana Ortega")
    ]


def test_first_calls_are_spread_over_a_week_oldest_acquaintance_first(office: Office) -> None:
    found = planned(
        office,
        candidate(1, "Ana Lima", known_since=date(2024, 1, 1)),
        candidate(2, "Bo Chen"),
        candidate(3, "Cy Dove", known_since=date(2012, 1, 1)),
        candidate(4, "Di Egan", labels=("Past client",)),
        everybody=True,
    )
    calls = {row.name: row.first_call_at for row in found.rows}
    assert calls["Di Egan"] is None
    assert office.at < calls["Cy Dove"] < calls["Ana Lima"] < calls["Bo Chen"] < office.at + timedelta(days=7)
