"""The board: every client this member may see, counted by agent and standing, and who had to ask."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from beforehand.queries import asked_first
from beforehand.queries import board as boards
from beforehand.rules import spoken_time
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


_MOST_ASKED = 20


@dataclass(frozen=True, slots=True)
class Cell:
    """A count under its standing; `x` and `width` place its patch on a strip a hundred wide."""

    standing: str
    title: str
    tone: str
    count: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One client who had to ask, and when in words."""

    client_id: int
    client: str
    agent: str
    when: str


@require_safe
@seated
def office(request: SeatedRequest) -> HttpResponse:
    """How everybody's clients stand now."""
    member, now = request.member, this_moment()
    board = boards.board(member, now=now)
    asked = asked_first.had_to_ask(member, now=now)
    context = {
        "section": "office",
        "tab": "board",
        "board": board,
        "whole": _cells(board.counts, board.total),
        "asked": [_asked_line(each, now, member.zone) for each in asked[:_MOST_ASKED]],
        "asked_count": len({each.client_id for each in asked}),
        "asked_more": max(len(asked) - _MOST_ASKED, 0),
        "asked_days": asked_first.SPAN.days,
        "rows": [(line, _cells(line.counts, line.total)) for line in board.lines],
    }
    return render(request, "offices/board.html", context)


def _asked_line(asked: asked_first.HadToAsk, now: datetime, zone: str) -> AskedLine:
    when = spoken_time.day(asked.at, now, zone)
    quiet = (
        f"{spoken_time.span_days(asked.silent)} after our last word"
        if asked.silent
        else "before any word of ours"
    )
    return AskedLine(asked.client_id, asked.client, asked.agent, f"{when[:1].upper()}{when[1:]}, {quiet}")


def _cells(counts: dict[str, int], total: int) -> list[Cell]:
    cells, x = [], 0.0
    for standing in STANDINGS:
        width = 100 * counts[standing] / total if total else 0.0
        cells.append(
            Cell(standing, TITLES[standing], _TONES[standing], counts[standing], round(x, 2), round(width, 2))
        )
        x += width
    return cells
