"""Changes to a client, each a deed with its own address: people, hours, cadence, deals, pause, end, hand-over."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from beforehand.actions import cadences, clients, deals
from beforehand.actions.refusals import Refusal
from beforehand.playbooks.packs import pack
from beforehand.queries import access
from beforehand.queries.clients import Sheet, sheet
from beforehand.records.models import Client, Member
from beforehand.rules.weeks import DAYS
from beforehand.web.clients import forms
from beforehand.web.members import week_words
from beforehand.web.members.forms import RefusableForm
from beforehand.web.seats import SeatedRequest, row_id, seated, this_moment, toast

_BLANK_PEOPLE = 2
_PERSON_PARTS = ("id", "name", "phone", "email", "grown")
GROWN = "yes"


@require_http_methods(["GET", "POST"])
@seated
def edit(request: SeatedRequest, client_id: int) -> HttpResponse:
    """Everything about a client that can be changed, one small form each; a POST here changes its people."""
    if request.method == "POST":
        return _changed(request, client_id, "people", RefusableForm(request.POST), _save_people)
    return edit_page(request, client_id)


@require_POST
@seated
def hours(request: SeatedRequest, client_id: int) -> HttpResponseBase:
    """When and where the client may be called, as they told us."""
    return _changed(
        request,
        client_id,
        "hours",
        forms.CallingHoursForm(request.POST, zone=request.POST.get("zone", "")),
        _save_hours,
    )


@require_POST
@seated
def cadence(request: SeatedRequest, client_id: int) -> HttpResponseBase:
    """How often this client is called."""
    return _changed(request, client_id, "cadence", forms.CadenceForm(request.POST), _save_cadence)


@require_POST
@seated
def pause(request: SeatedRequest, client_id: int) -> HttpResponseBase:
    """Stops the regular calls."""
    return _changed(request, client_id, "pause", forms.PauseForm(request.POST), _save_pause)


@require_POST
@seated
def resuming(request: SeatedRequest, client_id: int) -> HttpResponse:
    """Ends a pause."""
    clients.end_pause(client_id=client_id, by=request.member, at=this_moment())
    toast(request, "The regular calls go on.")
    return redirect("client", client_id)


@require_POST
@seated
def ending(request: SeatedRequest, client_id: int) -> HttpResponseBase:
    """Ends our care for a client."""
    return _changed(request, client_id, "end", forms.EndForm(request.POST), _save_end)


@require_POST
@seated
def return_(request: SeatedRequest, client_id: int) -> HttpResponseBase:
    """The way back: an ended client comes into our care again."""
    words = pack(request.member.office.pack)
    return _changed(request, client_id, "back", forms.DealForm(request.POST, words=words), _save_return)


@require_POST
@seated
def deal(request: SeatedRequest, client_id: int) -> HttpResponseBase:
    """Opens a further deal."""
    words = pack(request.member.office.pack)
    return _changed(request, client_id, "new_deal", forms.DealForm(request.POST, words=words), _save_deal)


@require_POST
@seated
def deal_change(request: SeatedRequest, client_id: int, deal_id: int) -> HttpResponseBase:
    """Moves a deal to another stage, or closes it."""
    words = pack(request.member.office.pack)

    def save(form: Any, client: int, by: Member) -> None:
        access.client(by, client)
        if "close" in request.POST:
            deals.close_deal(deal_id=deal_id, by=by, at=this_moment())
            return
        data = form.cleaned_data
        deals.change_deal(
            deal_id=deal_id,
            stage=data["stage"].partition(":")[2],
            address=data["address"],
            closing_on=data["closing_on"],
            by=by,
            at=this_moment(),
        )

    return _changed(request, client_id, f"deal_{deal_id}", forms.DealForm(request.POST, words=words), save)


@require_POST
@seated
def hand_over(request: SeatedRequest, client_id: int) -> HttpResponse:
    """Gives the client to another agent for good."""
    member = request.member
    wanted = row_id(request.POST.get("agent", ""))
    if wanted is None:
        raise access.NotFound
    to = access.colleague(member, wanted)
    clients.hand_over(client_id=client_id, to=to, by=member, at=this_moment())
    toast(request, f"{to.name} looks after this client now.")
    return redirect("clients")


def _changed(
    request: SeatedRequest,
    client_id: int,
    place: str,
    form: Any,
    save: Callable[[Any, int, Member], None],
) -> HttpResponse:
    """Saves a valid form and goes back to the client; else the page again, with the sentence at its place."""
    if form.is_valid():
        try:
            save(form, client_id, request.member)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            toast(request, "Saved.")
            return redirect("client", client_id)
    return edit_page(request, client_id, **{place: form})


def edit_page(request: SeatedRequest, client_id: int, **bound: Any) -> HttpResponse:
    member = request.member
    found = sheet(member, client_id, now=this_moment())
    context = {"section": "clients", "client": found.client, "sheet": found, **_forms(found, member), **bound}
    for place, form in bound.items():
        if place.startswith("deal_"):
            context["deal_forms"] = [
                (deal, form if f"deal_{deal.pk}" == place else fresh) for deal, fresh in context["deal_forms"]
            ]
    context["above"] = next((form for place, form in bound.items() if place in _shown_above(context)), None)
    context["grown_options"] = [(GROWN, "Grown: speaking with them counts"), ("", "A child")]
    context["people_rows"] = _people_rows(found, request.POST if "people" in bound else None)
    return render(request, "clients/edit.html", context, status=422 if bound else 200)


def _shown_above(context: dict[str, Any]) -> set[str]:
    """The forms whose sentences stand above all: the people's, and those that have gone since the page was opened."""
    if not context["under_care"]:
        return {"people", "hours", "cadence", "pause", "end", "new_deal"}
    return {"people", "back"} if context["client"].care == Client.Care.ACTIVE else {"people"}


def _forms(found: Sheet, member: Member) -> dict[str, Any]:
    words = pack(member.office.pack)
    own = found.own_cadence
    return {
        "hours": forms.CallingHoursForm(
            zone=found.zone,
            initial={
                "any_day": found.week is None,
                **{day: week_words.words(found.week.get(day, [])) for day in DAYS if found.week},
            },
        ),
        "cadence": forms.CadenceForm(
            initial={
                "speak_days": own and own.speak_every_s and own.speak_every_s // 86400,
                "hear_days": own and own.hear_every_s and own.hear_every_s // 86400,
                "reason": own.reason if own else "",
            }
        ),
        "point": forms.ContactPointForm(),
        "pause": forms.PauseForm(),
        "end": forms.EndForm(),
        "back": forms.DealForm(words=words),
        "new_deal": forms.DealForm(words=words),
        "deal_forms": [
            (
                deal,
                forms.DealForm(
                    words=words,
                    side=deal.side,
                    initial={
                        "stage": f"{deal.side}:{deal.stage}",
                        "address": deal.address,
                        "closing_on": deal.closing_on,
                    },
                ),
            )
            for deal in found.deals
            if deal.closed_at is None
        ],
        "agents": access.colleagues(member),
        "under_care": found.client.care in {Client.Care.ACTIVE, Client.Care.PAST},
    }


def _people_rows(found: Sheet, posted: Any) -> list[dict[str, Any]]:
    if posted is not None:
        return _posted_people(posted)
    rows: list[dict[str, Any]] = []
    for person in found.people:
        own = [point for point in found.points if point.person_id in {person.pk, None if not rows else -1}]
        rows.append(
            {
                "id": person.pk,
                "name": person.name,
                "phone": next((p.written for p in own if p.kind == "phone"), ""),
                "email": next((p.written for p in own if p.kind == "email"), ""),
                "grown": GROWN if person.is_grown else "",
            }
        )
    return rows + [dict.fromkeys(_PERSON_PARTS, "") | {"grown": GROWN}] * _BLANK_PEOPLE


def _posted_people(posted: Any) -> list[dict[str, Any]]:
    """The rows of the form, one a person; who is not said to be a child is grown."""
    columns = {part: posted.getlist(f"person_{part}") for part in _PERSON_PARTS}
    fallback = dict.fromkeys(_PERSON_PARTS, "") | {"grown": GROWN}
    return [
        {part: values[place] if place < len(values) else fallback[part] for part, values in columns.items()}
        for place in range(len(columns["id"]))
    ]


def _save_people(form: Any, client_id: int, by: Member) -> None:
    people = [
        clients.PersonWords(
            row_id(row["id"]), row["name"], row["phone"], row["email"], is_grown=row["grown"] == GROWN
        )
        for row in _posted_people(form.data)
        if row["id"] or row["name"].strip()
    ]
    clients.edit_people(
        client_id=client_id, name=form.data.get("name", ""), people=people, by=by, at=this_moment()
    )


def _save_hours(form: Any, client_id: int, by: Member) -> None:
    clients.set_client_hours(
        client_id=client_id, zone=form.cleaned_data["zone"], week=form.calling_week, by=by, at=this_moment()
    )


def _save_cadence(form: Any, client_id: int, by: Member) -> None:
    data = form.cleaned_data
    cadences.set_client_cadence(
        client_id=client_id,
        speak_every=timedelta(days=data["speak_days"]) if data["speak_days"] else None,
        hear_every=timedelta(days=data["hear_days"]) if data["hear_days"] else None,
        reason=data["reason"],
        by=by,
        at=this_moment(),
    )


def _save_pause(form: Any, client_id: int, by: Member) -> None:
    data = form.cleaned_data
    clients.pause_client(
        client_id=client_id, until_at=data["until"], reason=data["reason"], by=by, at=this_moment()
    )


def _save_end(form: Any, client_id: int, by: Member) -> None:
    data = form.cleaned_data
    clients.end_client(
        client_id=client_id, reason=data["reason"], words=data["words"], by=by, at=this_moment()
    )


def _save_return(form: Any, client_id: int, by: Member) -> None:
    side, _, stage = form.cleaned_data["stage"].partition(":")
    clients.resume_client(client_id=client_id, side=side, stage=stage, by=by, at=this_moment())


def _save_deal(form: Any, client_id: int, by: Member) -> None:
    side, _, stage = form.cleaned_data["stage"].partition(":")
    deals.open_deal(
        client_id=client_id,
        side=side,
        stage=stage,
        address=form.cleaned_data["address"],
        closing_on=form.cleaned_data["closing_on"],
        by=by,
        at=this_moment(),
    )
