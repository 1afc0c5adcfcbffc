"""Who of a list is under our care: by label, everybody, or nobody; and what becomes of those who are here already."""

from dataclasses import dataclass, replace
from pathlib import Path

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from beforehand.actions.imports.choices import Choices, read_choices
from beforehand.actions.imports.guessing import settled, side_in, stage_in
from beforehand.actions.imports.progress import choose
from beforehand.intake import importing
from beforehand.playbooks.packs import Pack, pack
from beforehand.queries.imports import ImportRow
from beforehand.web.imports.examining import needs_columns
from beforehand.web.imports.telling import care_options, stage_words
from beforehand.web.imports.waiting import waiting_list
from beforehand.web.seats import SeatedRequest

_SHOWN = 30
ON_MATCH = (
    ("skip", "Leave them as they are"),
    ("update", "Add what is missing there"),
    ("refuse", "Refuse them, and list them"),
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label of the file, how many carry it, what it says by itself, and what was chosen for it."""

    text: str
    count: int
    guess: str
    chosen: str


@waiting_list
def care_page(request: SeatedRequest, row: ImportRow) -> HttpResponse:
    """A choice for each label; nobody is under our care unless said so here or in the preview."""
    member = request.member
    if needs_columns(row, member):
        return redirect("import_columns", row.id)
    choices = read_choices(row.choices)
    if request.method == "POST":
        choose(import_id=row.id, choices=_chosen(choices, request.POST), by=member)
        return redirect("import", row.id)
    found = importing.listed(Path(row.path), mapping=choices.mapping, by=member, is_whole=True)
    words = pack(member.office.pack)
    labels = [
        Label(text, count, _guess(text, words), _tick(text, choices))
        for text, count in found.labels.most_common()
    ]
    context = {
        "section": "import",
        "row": row,
        "count": len(found.candidates),
        "labels": labels[:_SHOWN],
        "rare_labels": labels[_SHOWN:],
        "choices": choices,
        "on_match": ON_MATCH,
        "options": care_options(words),
        "can_map": found.make in {"mapped", "guessed"},
    }
    return render(request, "imports/care.html", context)


def _chosen(choices: Choices, form: QueryDict) -> Choices:
    """What the form says; the buttons for all and for nobody outweigh the labels, ticks of rows stay."""
    on_match = form.get("on_match", choices.on_match)
    if preset := form.get("preset"):
        return replace(choices, everybody=preset == "all", active={}, past_labels=(), on_match=on_match)
    pairs = list(zip(form.getlist("label"), form.getlist("care"), strict=False))
    return replace(
        choices,
        everybody=form.get("rest") == "active",
        active={
            label: care.removeprefix("active").strip() or None
            for label, care in pairs
            if care.startswith("active")
        },
        past_labels=tuple(label for label, care in pairs if care == "past"),
        on_match=on_match,
    )


def _tick(label: str, choices: Choices) -> str:
    if label in choices.active:
        return f"active {choices.active[label] or ''}".strip()
    return "past" if label in choices.past_labels else "known"


def _guess(label: str, words: Pack) -> str:
    side, stage = settled(side_in([label]), stage_in([label]), words)
    return stage_words(side, stage, words)
