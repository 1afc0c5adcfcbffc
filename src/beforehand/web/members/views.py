"""A member's own settings: the working week, time off, keys."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from beforehand.actions import members as deeds
from beforehand.actions.refusals import Refusal
from beforehand.queries import members
from beforehand.records.models import Member
from beforehand.web.members import week_words
from beforehand.web.members.forms import HoursForm, TimeOffForm, refused
from beforehand.web.seats import SeatedRequest, seated, this_moment, toast

_PAGE = "members/settings.html"
_DAY = timedelta(days=1)


@require_safe
@seated
def settings(request: SeatedRequest) -> HttpResponse:
    """Everything of one's own on one page."""
    return render(request, _PAGE, _context(request.member, this_moment()))


@require_POST
@seated
def hours(request: SeatedRequest) -> HttpResponse:
    """Sets the own week and zone from now on."""
    member, at = request.member, this_moment()
    form = HoursForm(request.POST, zone=member.zone)
    if form.is_valid():
        try:
            deeds.set_hours(member=member, zone=form.cleaned_data["zone"], week=form.week, by=member, at=at)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            toast(request, "Your hours are saved; calls fall due within them from now on.")
            return redirect("settings")
    return refused(request, _PAGE, form, {**_context(member, at), "hours": form})


@require_POST
@seated
def time_off(request: SeatedRequest) -> HttpResponse:
    """Writes down time off, with its cover."""
    member, at = request.member, this_moment()
    form = TimeOffForm(request.POST, member=member, today=_today(member, at))
    if form.is_valid():
        days = form.cleaned_data
        try:
            deeds.take_time_off(
                member=member,
                from_at=_midnight(days["first"], member.zone),
                until_at=_midnight(days["last"] + _DAY, member.zone),
                cover=days["cover"],
                by=member,
                at=at,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            toast(request, "Your time off is written down, and deadlines have moved with it.")
            return redirect("settings")
    return refused(request, _PAGE, form, {**_context(member, at), "time_off": form})


@require_POST
@seated
def withdrawal(request: SeatedRequest, absence_id: int) -> HttpResponse:
    """Takes time off back; asked twice, it is taken back once."""
    absence = members.own_absence(request.member, absence_id)
    if absence.withdrawn_at is None:
        deeds.withdraw_time_off(absence=absence, by=request.member, at=this_moment())
    toast(request, "Your time off is taken back.")
    return redirect("settings")


def _context(member: Member, at: datetime) -> dict[str, Any]:
    week = members.week(member, now=at)
    typed = {day: week_words.words(week.get(day, ())) for day in week_words.NAMES}
    return {
        "section": "settings",
        "hours": HoursForm(initial=typed, zone=member.zone),
        "time_off": TimeOffForm(member=member, today=_today(member, at)),
        "absences": members.time_off(member, now=at),
    }


def _today(member: Member, at: datetime) -> date:
    return at.astimezone(ZoneInfo(member.zone)).date()


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))
