"""CSV and spreadsheets as a header and records of text cells, read lazily and as often as wanted."""

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import python_calamine

from beforehand.channels.client_list.rows import Unreadable
from beforehand.channels.client_list.sniffing import encoding_of

_MARKS = ",;\t|"
_HEADER_WITHIN = 10
_MOST_COLUMNS = 1000
_VISIBLE = python_calamine.SheetVisibleEnum.Visible


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that cannot be read, and what to do about it."""

    problem: str


Record = Sequence[str] | Broken


@dataclass(frozen=True, slots=True)
class Table:
    """`records` starts anew at each call, from the first record after the header, empty ones included."""

    headers: tuple[str, ...]
    records: Callable[[], Iterator[Record]]


def table(records: Callable[[], Iterator[Record]], is_header: Callable[[Sequence[str]], bool]) -> Table:
    """The table under the first of ten records that `is_header`, else under the first with text."""
    header: Sequence[str] = ()
    start = 0
    for number, record in enumerate(islice(records(), _HEADER_WITHIN), start=1):
        if isinstance(record, Broken) or not any(cell.strip() for cell in record):
            continue
        if is_header(record):
            header, start = record, number
            break
        if not header:
            header, start = record, number
    if not header:
        raise Unreadable("there is no header: put a first row that names the columns")
    if len(header) > _MOST_COLUMNS:
        raise Unreadable(f"{len(header)} columns are more than the {_MOST_COLUMNS} of any client list")
    return Table(_distinct(header), lambda: islice(records(), start, None))


def _distinct(cells: Sequence[str]) -> tuple[str, ...]:
    """Headers by which a column can be named: none empty, none twice."""
    headers: list[str] = []
    for number, cell in enumerate(cells, start=1):
        header = name = " ".join(cell.split()) or f"Column {number}"
        count = 1
        while name in headers:
            count += 1
            name = f"{header} ({count})"
        headers.append(name)
    while headers and headers[-1] == f"Column {len(headers)}":
        headers.pop()
    return tuple(headers)


def text_records(path: Path) -> Callable[[], Iterator[Record]]:
    """The records of a delimited text file of whatever encoding and delimiter."""
    encoding = encoding_of(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        opening = [line[:10_000].replace("\0", "") for line in islice(file, _HEADER_WITHIN)]
    told = re.match(r"\ufeff?\"?sep=(.)\"?\s*$", opening[0], re.IGNORECASE) if opening else None
    delimiter = told[1] if told else _delimiter(opening)

    def records() -> Iterator[Record]:
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            lines = (line.replace("\0", "") for line in file)
            yield from _records(islice(lines, 1 if told else 0, None), delimiter)

    return records


def _delimiter(opening: Sequence[str]) -> str:
    for width in range(1, len(opening) + 1):
        lines = opening[:width]
        cells = {mark: max(map(len, csv.reader(lines, delimiter=mark)), default=0) for mark in _MARKS}
        best = max(cells, key=cells.__getitem__)
        if cells[best] > 1:
            return best
    return ","


def _records(lines: Iterator[str], delimiter: str) -> Iterator[Record]:
    """Records as the csv module has them, but a quotation mark never closed costs its line, not the rest."""
    pending: deque[str] = deque()
    read: list[str] = []
    ended = False

    def watched() -> Iterator[str]:
        nonlocal ended
        while (line := pending.popleft() if pending else next(lines, None)) is not None:
            read.append(line)
            yield line
        ended = True

    reader = csv.reader(watched(), delimiter=delimiter)
    while True:
        read.clear()
        try:
            record: list[str] | None = next(reader, None)
        except csv.Error:
            record = None
        if not read:
            return
        if record is not None and not ended:
            yield record
            continue
        yield Broken("a quotation mark opens in this row and is not closed: close it or take it out")
        pending.extendleft(reversed(read[1:]))
        ended = False
        reader = csv.reader(watched(), delimiter=delimiter)


def workbook_records(path: Path) -> Callable[[], Iterator[Record]]:
    """The records of the first sheet that has any; a locked or broken workbook is Unreadable."""
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(path)
        shown = [sheet.name for sheet in workbook.sheets_metadata if sheet.visible == _VISIBLE]
        sheets = [workbook.get_sheet_by_name(name) for name in shown]
    except python_calamine.PasswordError as error:
        raise Unreadable("the workbook is locked with a password: save it without one") from error
    except python_calamine.ZipError as error:
        raise Unreadable("this is an archive or a broken workbook: save the list as .xlsx or .csv") from error
    except python_calamine.CalamineError as error:
        raise Unreadable("this is no workbook we can read: save the list as .xlsx or .csv") from error
    sheet = next((sheet for sheet in sheets if sheet.height), None)
    if sheet is None:
        raise Unreadable("the workbook is empty: export the contacts again")

    def records() -> Iterator[Record]:
        for cells in sheet.iter_rows():
            yield [_text(cell) for cell in cells]

    return records


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell.replace("\0", "")
    if isinstance(cell, bool):
        return "yes" if cell else ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)
