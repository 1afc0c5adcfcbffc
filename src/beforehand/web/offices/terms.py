"""What the broker sets for the whole office: cadences, closed days, how phone logs are read; and the trail."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beforehand.actions import cadences as cadence_deeds
from beforehand.actions import offices as office_deeds
from beforehand.actions.refusals import Refusal
from beforehand.queries import offices
from beforehand.queries.access import NotFound
from beforehand.queries.triage import share_matched
from beforehand.records.models import Member
from beforehand.web.members.forms import refused
from beforehand.web.offices.brokers import brokers_only
from beforehand.web.offices.deeds import deed
from beforehand.web.offices.forms import ClosedDayForm, MessagesForm, PhoneLogForm, TermsForm
from beforehand.web.seats import SeatedRequest, this_moment, toast

_A_PAGE = 50


@require_safe
@brokers_only
def cadences(request: SeatedRequest) -> HttpResponse:
    """How often the clients of each stage are called."""
    rows = offices.terms(request.member.office, now=this_moment())
    return render(request, "offices/cadences.html", {**_tab("cadences"), "rows": rows})


@require_http_methods(["GET", "POST"])
@brokers_only
def cadence(request: SeatedRequest, stage: str) -> HttpResponse:
    """Changes one stage from now on."""
    at = this_moment()
    held = next((row for row in offices.terms(request.member.office, now=at) if row.stage == stage), None)
    if held is None:
        raise NotFound
    context = {**_tab("cadences"), "held": held}
    if request.method != "POST":
        now = {"speak_days": held.speak_days, "hear_days": held.hear_days, "reason": held.reason}
        return render(request, "offices/cadence.html", {**context, "form": TermsForm(initial=now)})
    form = TermsForm(request.POST)
    if form.is_valid():
        try:
            cadence_deeds.set_office_cadence(
                stage=stage,
                speak_every=_span(form.cleaned_data["speak_days"]),
                hear_every=_span(form.cleaned_data["hear_days"]),
                reason=form.cleaned_data["reason"],
                by=request.member,
                at=at,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            toast(request, f"{held.title}: the new cadence holds from now on.")
            return redirect("office_cadences")
    return refused(request, "offices/cadence.html", form, context)


@require_http_methods(["GET", "POST"])
@brokers_only
def closed_days(request: SeatedRequest) -> HttpResponse:
    """The office's own closed days, beside the public holidays."""
    member, at = request.member, this_moment()
    today = _today(member, at)
    context = {**_tab("days"), "days": offices.closed_days(member.office, since=today), "today": today}
    if request.method != "POST":
        return render(request, "offices/closed_days.html", {**context, "form": ClosedDayForm(today=today)})
    form = ClosedDayForm(request.POST, today=today)
    if form.is_valid():
        office_deeds.close_day(**form.cleaned_data, by=member, at=at)
        toast(request, "The office is closed on that day; deadlines on it come earlier.")
        return redirect("office_days")
    return refused(request, "offices/closed_days.html", form, context)


@require_POST
@brokers_only
def reopening(request: SeatedRequest, day: date) -> HttpResponse:
    """Takes a closed day back."""
    office_deeds.reopen_day(day=day, by=request.member, at=this_moment())
    toast(request, "The office is open on that day.")
    return redirect("office_days")


@require_http_methods(["GET", "POST"])
@brokers_only
def phone_log(request: SeatedRequest) -> HttpResponse:
    """From how many seconds on a call of a phone log counts as spoken."""
    office = request.member.office
    context = _tab("phone-log")
    if request.method != "POST":
        held = {name: getattr(office, name) for name in PhoneLogForm.base_fields}
        return render(request, "offices/phone_log.html", {**context, "form": PhoneLogForm(initial=held)})
    form = PhoneLogForm(request.POST)
    if form.is_valid():
        try:
            office_deeds.set_phone_log_thresholds(**form.cleaned_data, by=request.member, at=this_moment())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            toast(request, "Saved; the next phone log is read this way.")
            return redirect("office_phone_log")
    return refused(request, "offices/phone_log.html", form, context)


@require_http_methods(["GET", "POST"])
@brokers_only
def messages(request: SeatedRequest) -> HttpResponse:
    """Whether the texts of messages are kept, and how much found its client by itself."""
    office, at = request.member.office, this_moment()
    if request.method == "POST":
        keeps = request.POST.get("keeps") == "on"
        office_deeds.set_keeps_bodies(keeps=keeps, by=request.member, at=at)
        said = "Texts are kept from now on." if keeps else "No texts are kept; those that were are forgotten."
        toast(request, said)
        return redirect("office_messages")
    form = MessagesForm(initial={"keeps": office.keeps_bodies})
    context = {**_tab("messages"), "form": form, "share": share_matched(office.pk, now=at)}
    return render(request, "offices/messages.html", context)


@require_safe
@brokers_only
def trail(request: SeatedRequest) -> HttpResponse:
    """Who did what, newest first."""
    page = Paginator(offices.trail(request.member.office), _A_PAGE).get_page(request.GET.get("page"))
    lines = [(entry, deed(entry.verb)) for entry in page.object_list]
    return render(request, "offices/trail.html", {**_tab("trail"), "page": page, "lines": lines})


def _tab(name: str) -> dict[str, Any]:
    return {"section": "office", "tab": name}


def _today(member: Member, at: datetime) -> date:
    return at.astimezone(ZoneInfo(member.office.zone)).date()


def _span(days: int | None) -> timedelta | None:
    return None if days is None else timedelta(days=days)
