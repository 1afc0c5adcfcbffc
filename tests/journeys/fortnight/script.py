"""The fortnight as it is written down: every event and every look with its moment."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

HOME = Path(__file__).parent
AUSTIN = ZoneInfo("America/Chicago")
LOOKS = ("today", "sheet", "clocks", "said", "triage", "mailbox", "asked_first", "chromium")


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the script: what it is about (`kind`), its moment in UTC, and all that the line says."""

    kind: str
    at: datetime
    says: dict[str, Any]

    @property
    def name(self) -> str:
        """How a look is called in a report of the tests."""
        return f"{self.at.astimezone(AUSTIN):%a %d %b %H:%M} {self.kind} {self.says[self.kind]}"


def events() -> list[Event]:
    """All lines in the order of time; of one moment as they are written."""
    days = tomllib.loads((HOME / "script.toml").read_text("utf-8"))
    found = [_event(day, line) for day, lines in days.items() for line in lines]
    return sorted(found, key=lambda event: event.at)


def looks() -> list[Event]:
    """The lines that say what is to be seen."""
    return [event for event in events() if event.kind in LOOKS]


def _event(day: str, line: dict[str, Any]) -> Event:
    """Its first key after `at` is what happens; “01:40 again” is the second such time of the night in autumn."""
    hour, _, again = line.pop("at").partition(" ")
    on = datetime.strptime(f"{day} 2026", "%a %d %b %Y").date()  # noqa: DTZ007 the zone comes next
    local = datetime.combine(on, time.fromisoformat(hour), AUSTIN).replace(fold=1 if again else 0)
    return Event(next(iter(line)), local.astimezone(UTC), line)
