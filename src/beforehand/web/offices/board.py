"""The board: every client this member may see, counted by agent and standing."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from beforehand.queries import board as boards
from beforehand.rules.standing import STANDINGS
from beforehand.web.seats import SeatedRequest, seated, this_moment

TITLES = {
    "complaint": "Complaint",
    "asked": "Asked",
    "late": "Late",
    "due": "Due today",
    "in_hand": "In hand",
    "paused": "Paused",
}
_TONES = {
    "complaint": "late",
    "asked": "late",
    "late": "late",
    "due": "soon",
    "in_hand": "kept",
    "paused": "",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A count under its standing; `x` and `width` place its patch on a strip a hundred wide."""

    standing: str
    title: str
    tone: str
    count: int
    x: float
    width: float


@require_safe
@seated
def office(request: SeatedRequest) -> HttpResponse:
    """How everybody's clients stand now."""
    board = boards.board(request.member, now=this_moment())
    context = {
        "section": "office",
        "tab": "board",
        "board": board,
        "whole": _cells(board.counts, board.total),
        "rows": [(line, _cells(line.counts, line.total)) for line in board.lines],
    }
    return render(request, "offices/board.html", context)


def _cells(counts: dict[str, int], total: int) -> list[Cell]:
    cells, x = [], 0.0
    for standing in STANDINGS:
        width = 100 * counts[standing] / total if total else 0.0
        cells.append(
            Cell(standing, TITLES[standing], _TONES[standing], counts[standing], round(x, 2), round(width, 2))
        )
        x += width
    return cells
