"""Calls from the CSV that iMazing writes of an iPhone's call history."""

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from beforehand.channels.phone_log.fields import ImpossibleError, in_utc, seconds_of
from beforehand.channels.phone_log.identity import known_name, known_number, recorded
from beforehand.channels.phone_log.plain_text import opened_text
from beforehand.channels.phone_log.records import Direction, Kind, PhoneRecord, Problem

_COLUMNS = frozenset(("call type", "date", "duration", "number"))
_TYPES: dict[str, tuple[Kind, Direction, bool]] = {
    "incoming": ("call", "in", False),
    "outgoing": ("call", "out", False),
    "cancelled": ("call", "out", False),
    "canceled": ("call", "out", False),
    "missed": ("call", "in", True),
    "rejected": ("call", "in", True),
    "declined": ("call", "in", True),
    "blocked": ("call", "in", True),
    "voicemail": ("voicemail", "in", True),
}
_SLASHED = re.compile(r"(\d\d?)/(\d\d?)/\d{4} ")
_LONGEST_LINE = 1 << 16


def is_call_list(head: str) -> bool:
    """Tell whether the first line of `head` has the columns of such a file."""
    return _COLUMNS.issubset(_columns(next(csv.reader(head.splitlines()[:1]), [])))


def call_list_records(path: Path, zone: ZoneInfo) -> Iterator[PhoneRecord | Problem]:
    """Yield the calls of the file in its order; its times are wall times in `zone`."""
    forms = ("%Y-%m-%d %H:%M:%S", _slashed_form(path))
    for row, cells in enumerate(_rows(path), 1):
        if isinstance(cells, csv.Error):
            yield Problem(row, "", f"This line cannot be read ({cells}); export the calls again.")
            continue
        try:
            yield _call(row, cells, forms, zone)
        except ImpossibleError as impossible:
            yield Problem(row, impossible.field, impossible.problem)


def _rows(path: Path) -> Iterator[dict[str, str] | csv.Error]:
    """Yield the cells of each line under the names of the columns in small letters; empty lines are none."""
    with opened_text(path) as file:
        lines = csv.reader(iter(lambda: file.readline(_LONGEST_LINE), ""))
        columns: list[str] = []
        while True:
            try:
                cells = next(lines)
            except StopIteration:
                return
            except csv.Error as error:
                yield error
                continue
            if not columns:
                columns = _columns(cells)
            elif any(cells):
                yield {column: cell.strip() for column, cell in zip(columns, cells, strict=False)}


def _columns(cells: list[str]) -> list[str]:
    return [cell.strip().casefold() for cell in cells]


def _slashed_form(path: Path) -> str:
    """Return the order of dates with slashes: months first, unless a first number of the file is no month."""
    days_first = months_first = False
    for cells in _rows(path):
        if isinstance(cells, dict) and (found := _SLASHED.match(cells.get("date", ""))):
            days_first |= int(found[1]) > 12
            months_first |= int(found[2]) > 12
    return "%d/%m/%Y %H:%M:%S" if days_first and not months_first else "%m/%d/%Y %H:%M:%S"


def _call(row: int, cells: dict[str, str], forms: Iterable[str], zone: ZoneInfo) -> PhoneRecord:
    call_type = cells.get("call type", "")
    if (disposition := _TYPES.get(call_type.casefold())) is None:
        raise ImpossibleError(
            "Call type",
            f"Call type is “{call_type[:20]}”, none of {', '.join(_TYPES)}; export the calls in English.",
        )
    kind, direction, missed = disposition
    number = known_number(cells.get("number"))
    return recorded(
        row,
        kind,
        direction,
        _moment(cells.get("date", ""), forms, zone),
        number=number,
        same_by=number,
        seconds=seconds_of(cells.get("duration", ""), "Duration"),
        contact_name=known_name(cells.get("contact")),
        missed=missed,
    )


def _moment(text: str, forms: Iterable[str], zone: ZoneInfo) -> datetime:
    for form in forms:
        with suppress(ValueError):
            return in_utc(datetime.strptime(text, form), zone)  # noqa: DTZ007
    raise ImpossibleError(
        "Date",
        f"Date is “{text[:40]}”, neither like 2026-01-31 14:05:00 nor like 01/31/2026 14:05:00; "
        "export the calls again with dates in one of these forms.",
    )
