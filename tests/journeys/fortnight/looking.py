"""What is to be seen at a moment: on the pages, in the clocks, and who had to ask."""

from collections.abc import Mapping
from datetime import datetime

from django.test import Client as Browser

from beforehand.queries.facts import gather
from beforehand.queries.standings import clocks_of
from beforehand.queries.today import today
from beforehand.records.models import Client, Mailbox, Member
from beforehand.rules.asked_first import asked_first
from tests import chromium
from tests.journeys.fortnight import pages, window
from tests.journeys.fortnight.script import AUSTIN, Event


class Looking:
    """Looks of the members, each in a browser of their own."""

    def __init__(self, browsers: Mapping[str, Browser], members: Mapping[str, Member]) -> None:
        self._browsers, self._members = browsers, members

    def look(self, event: Event) -> list[str]:
        """What the look sees, in lines."""
        at, what = event.at, event.says[event.kind]
        match event.kind:
            case "today":
                return self._today(what, at)
            case "sheet":
                return pages.sheet(self._client(what, at))
            case "said":
                return pages.said(self._client(what, at), _BEGINS)
            case "triage":
                return pages.triage(pages.read(self._browsers[what], "/captures/", at))
            case "mailbox":
                mailbox = Mailbox.objects.get(member=self._members[what])
                return [mailbox.fault.replace(str(mailbox.port), "PORT")]
            case "chromium":
                return self._in_a_browser(what, event.says["opens"], at)
            case "clocks":
                return _clocks(Client.objects.get(name=what))
            case _:
                return _asked_first(at)

    def _in_a_browser(self, name: str, client: str, at: datetime) -> list[str]:
        """Today, a call sheet and triage as Chromium shows them; nothing where there is none."""
        if chromium.program() is None:
            return []
        sheet = f"/clients/{Client.objects.get(name=client).pk}/"
        found = window.read(self._browsers[name], ["/", sheet, "/captures/"], at)
        readers = (pages.today, pages.sheet, pages.triage)
        return [line for reader, page in zip(readers, found, strict=True) for line in reader(page)]

    def _client(self, name: str, at: datetime) -> pages.Page:
        client = Client.objects.get(name=name)
        return pages.read(self._browsers["Maya"], f"/clients/{client.pk}/", at)

    def _today(self, name: str, at: datetime) -> list[str]:
        """The page's lines; before each client's name stands its standing rather than the heading of its group."""
        member = self._members[name]
        lines = pages.today(pages.read(self._browsers[name], "/", at))
        day = today(member, member, now=at, call_minutes=10)
        found = [line for line in lines if line.partition(": ")[0] not in _HEADINGS]
        clients = [line.partition(": ")[2] for line in lines if line not in found]
        for card, line in zip((*day.first, *day.calls, *day.past), clients, strict=True):
            assert line.startswith(f"{card.name}. "), (line, card.name)
            found.append(f"{card.due.standing}: {line}")
        return found


_BEGINS = "2026-10-26"
_HEADINGS = {"First", "Then, in this order", "Today, in this order", "Past clients"}


def _clocks(client: Client) -> list[str]:
    return [
        f"{clock.kind} by {clock.due_at.astimezone(AUSTIN):%a %d %b %H:%M}, "
        f"late after {clock.late_at.astimezone(AUSTIN):%a %d %b %H:%M}"
        for clock in clocks_of(client.clocks)
    ]


def _asked_first(at: datetime) -> list[str]:
    names = dict(Client.objects.values_list("pk", "name"))
    found = [
        (each.at, f"{each.at.astimezone(AUSTIN):%a %d %b %H:%M}: {names[facts.id]}, after {each.silent}")
        for facts in gather(list(names), now=at)
        for each in asked_first(facts.touches)
    ]
    return [line for _, line in sorted(found)]
