"""The cast with files to bring: a list as a spreadsheet writes it, a log as a phone writes it."""

import csv
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from beforehand.actions.imports.choices import Choices
from beforehand.actions.imports.undoing import Undone, undo_import
from beforehand.intake.importing import bring, listed
from beforehand.queries.derivation import derived
from beforehand.queries.facts import gather
from beforehand.records.models import Client, Import, Member, Touch
from tests.cast import Cast

HEADERS = ["Name", "Phone", "Email", "Labels", "Address", "State", "Known since", "Birthday"]
SPOKE, SHORT, MISSED = (1, 300), (2, 45), (3, 0)


class Office:
    """Bob of Rivera Homes brings files at the cast's moment."""

    def __init__(self, cast: Cast, folder: Path) -> None:
        self.cast, self.folder, self.at = cast, folder, cast.at

    def list_file(self, *rows: Iterable[str], name: str = "contacts.csv") -> Path:
        path = self.folder / name
        with path.open("w", newline="") as file:
            csv.writer(file).writerows(
                [HEADERS, *([*row, *[""] * (len(HEADERS) - len(row))] for row in map(list, rows))]
            )
        return path

    def log_file(self, *calls: tuple[str, datetime, tuple[int, int]], name: str = "calls.xml") -> Path:
        """Calls as number, when it began, and type and seconds as Android's log has them."""
        lines = (
            f'<call number="{number}" duration="{seconds}" date="{int(at.timestamp() * 1000)}" type="{kind}" />'
            for number, at, (kind, seconds) in calls
        )
        path = self.folder / name
        path.write_text(f"<?xml version='1.0' encoding='UTF-8'?>\n<calls>\n{chr(10).join(lines)}\n</calls>\n")
        return path

    def bring_list(
        self, path: Path, by: Member | None = None, agent: Member | None = None, **choices
    ) -> Import:
        by = by or self.cast.bob
        found = listed(path, mapping=choices.get("mapping", {}), by=by)
        return bring(path, found, choices=Choices(**choices), agent=agent or by, by=by, at=self.at)

    def bring_log(self, path: Path, by: Member | None = None) -> Import:
        by = by or self.cast.bob
        return bring(path, None, choices=Choices(), agent=by, by=by, at=self.at)

    def undo(self, imported: Import, by: Member | None = None) -> Undone:
        return undo_import(import_id=imported.pk, by=by or imported.by, at=self.at + timedelta(hours=1))

    def ago(self, **span: float) -> datetime:
        return self.at - timedelta(**span)


def told(imported: Import) -> dict[str, int]:
    """The counts of what the import was about, without the zeros."""
    counts = imported.counts["clients" if imported.kind == "client_list" else "touches"]
    return {word: number for word, number in counts.items() if number}


def problems(imported: Import) -> list[tuple[int, str]]:
    return [(problem["row"], problem["problem"]) for problem in imported.problems]


def client(name: str) -> Client:
    return Client.objects.get(name=name)


def points(of: Client) -> set[str]:
    return set(of.contact_points.values_list("value", flat=True))


def last_spoke(name: str) -> datetime | None:
    """As stored; the ledger must say the same."""
    stored = client(name)
    (gathered,) = gather([stored.pk], now=datetime(2026, 11, 24, 15, 0, tzinfo=UTC))
    assert derived(gathered, datetime(2026, 11, 24, 15, 0, tzinfo=UTC)).last_spoke_at == stored.last_spoke_at
    return stored.last_spoke_at


def ledger(of: Client) -> list[tuple[str, str, str]]:
    """Direction, outcome and what it asks of each contact, oldest first, corrections left out."""
    rows = Touch.objects.filter(client=of, voids=None).order_by("at")
    return list(rows.values_list("direction", "outcome", "asks"))
