"""First calls are spread over the agent's week, whatever files their clients came in."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from beforehand.actions.imports import clients as bringing_clients
from beforehand.actions.imports.choices import Choices
from beforehand.intake.importing import run
from beforehand.intake.several import bring_all
from beforehand.queries.check import check
from beforehand.records.models import Client, Import, Member
from tests.actions.imports.bringing import Office, client


def cards(office: Office, count: int) -> list[Path]:
    """A file for each client, as an address book gives them."""
    paths = [office.folder / f"{n}.vcf" for n in range(count)]
    for n, path in enumerate(paths):
        name = f"FN:Client {n}\r\nN:{n};Client;;;\r\nTEL:512 555 01{n:02}"
        path.write_text(f"BEGIN:VCARD\r\nVERSION:3.0\r\n{name}\r\nEND:VCARD\r\n")
    return paths


def bring_cards(office: Office, paths: list[Path], agent: Member | None = None) -> None:
    agent = agent or office.cast.bob
    bring_all(paths, kind=None, choices=Choices(everybody=True), agent=agent, by=agent, at=office.at)


def first_calls(agent: Member) -> list[datetime]:
    rows = Client.objects.filter(agent=agent).order_by("first_call_at")
    return list(rows.values_list("first_call_at", flat=True))


def test_twelve_files_of_one_client_each_are_twelve_calls_over_the_week(office: Office) -> None:
    office.at += timedelta(days=14)  # a week without holidays
    bring_cards(office, cards(office, 12))
    calls = first_calls(office.cast.bob)
    assert len(set(calls)) == 12
    assert len({call.date() for call in calls}) >= 5
    assert office.at < calls[0] < calls[-1] <= office.at + timedelta(days=7)
    checked = check(office.cast.bob.office, now=office.at)
    assert (checked.clients, checked.differences) == (12, [])


def test_a_colleagues_calls_and_those_that_were_made_take_no_place(office: Office) -> None:
    bob, (first, second, third) = office.cast.bob, cards(office, 3)
    bring_cards(office, [first])
    bring_cards(office, [second], office.cast.max)
    assert first_calls(office.cast.max) == first_calls(bob)
    office.cast.spoke(client("Client 0"))
    bring_cards(office, [third])
    assert first_calls(bob) == first_calls(office.cast.max) * 2


def test_who_was_spoken_to_before_our_care_alone_still_takes_a_place(office: Office) -> None:
    first, second = cards(office, 2)
    bring_cards(office, [first])
    office.bring_log(office.log_file(("512 555 0100", office.ago(days=90), (1, 300))))
    assert client("Client 0").last_spoke_at < client("Client 0").since
    bring_cards(office, [second])
    assert len(set(first_calls(office.cast.bob))) == 2


def test_a_run_that_was_cut_plans_the_calls_it_would_have_planned(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    bob, colleague = office.cast.bob, office.cast.max
    path = office.list_file(*([f"Person {n}", f"512 555 02{n:02}"] for n in range(6)))
    for agent in (bob, colleague):
        bring_cards(office, cards(office, 2), agent)
    office.bring_list(path, by=colleague, everybody=True)
    monkeypatch.setattr(bringing_clients, "BATCH", 2)
    written, given = bringing_clients.drafts.write, []

    def cut(*rows, **named):
        given.append(rows)
        if len(given) == 2:
            raise KeyboardInterrupt
        return written(*rows, **named)

    monkeypatch.setattr(bringing_clients.drafts, "write", cut)
    with pytest.raises(KeyboardInterrupt):
        office.bring_list(path, everybody=True)
    assert len(first_calls(bob)) == 4
    run(Import.objects.get(state="running").pk, office.at)
    assert first_calls(bob) == first_calls(colleague)
    assert len(set(first_calls(bob))) == 8
