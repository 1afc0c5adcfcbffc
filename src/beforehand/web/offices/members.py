"""Members, for the broker: added by a one-time link, given a role, a team and agents to assist."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beforehand.actions import members as deeds
from beforehand.actions.refusals import Refusal
from beforehand.queries import members
from beforehand.records.models import Member
from beforehand.web.members.forms import refused
from beforehand.web.offices.brokers import brokers_only
from beforehand.web.offices.forms import MemberForm, NewMemberForm
from beforehand.web.seats import SeatedRequest, this_moment, toast

_TAB = {"section": "office", "tab": "members"}


@require_safe
@brokers_only
def members_page(request: SeatedRequest) -> HttpResponse:
    """Everybody of the office."""
    seats = members.seats(request.member, now=this_moment())
    return render(request, "offices/members.html", {**_TAB, "seats": seats})


@never_cache
@require_http_methods(["GET", "POST"])
@brokers_only
def new_member(request: SeatedRequest) -> HttpResponse:
    """Adds somebody, and shows the one-time link this once."""
    by, context = request.member, {**_TAB, "teams": members.team_names(request.member)}
    if request.method != "POST":
        form = NewMemberForm(by=by, initial={"role": "agent"})
        return render(request, "offices/new_member.html", {**context, "form": form})
    form = NewMemberForm(request.POST, by=by)
    if form.is_valid():
        try:
            member, token = _add(by, form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _link(request, member, token)
    return refused(request, "offices/new_member.html", form, context)


@require_http_methods(["GET", "POST"])
@brokers_only
def member_page(request: SeatedRequest, member_id: int) -> HttpResponse:
    """Somebody's role, team and agents to assist."""
    by, member = request.member, members.seat(request.member, member_id)
    context = {**_TAB, "about": member, "teams": members.team_names(by)}
    if request.method != "POST":
        placed = {
            "role": member.role,
            "team": member.team.name if member.team else "",
            "assists": members.assisted(member),
        }
        form = MemberForm(by=by, about=member, initial=placed)
        return render(request, "offices/member.html", {**context, "form": form})
    form = MemberForm(request.POST, by=by, about=member)
    if form.is_valid():
        try:
            _place(by, member, form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            toast(request, f"{member.name}: saved.")
            return redirect("office_members")
    return refused(request, "offices/member.html", form, context)


@never_cache
@require_POST
@brokers_only
def member_link(request: SeatedRequest, member_id: int) -> HttpResponse:
    """Makes a new one-time link for somebody; the ones made before are void."""
    member = members.seat(request.member, member_id)
    return _link(request, member, deeds.reset_member(member=member, by=request.member, at=this_moment()))


@transaction.atomic
def _add(by: Member, words: dict[str, Any]) -> tuple[Member, str]:
    member, token = deeds.add_member(
        email=words["email"], role=words["role"], name=words["name"], by=by, at=this_moment()
    )
    if words["team"] or words["assists"]:
        _place(by, member, words)
    return member, token


def _place(by: Member, member: Member, words: dict[str, Any]) -> None:
    deeds.place(
        member=member,
        role=words["role"],
        team_name=words["team"],
        assists=list(words["assists"]),
        by=by,
        at=this_moment(),
    )


def _link(request: HttpRequest, member: Member, token: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("join", args=[token]))
    context = {**_TAB, "about": member, "address": address, "days": deeds.LINK_HOLDS.days}
    return render(request, "offices/link.html", context)
