"""Today: whom to call, in which order, and why."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from beforehand.playbooks.packs import pack
from beforehand.queries import access
from beforehand.queries.meetings import questions
from beforehand.queries.today import today
from beforehand.queries.triage import waiting_count
from beforehand.records.models import Member
from beforehand.web.calendars.telling import asked_rows
from beforehand.web.seats import SeatedRequest, is_fragment, row_id, seated, this_moment
from beforehand.web.touches.labels import CHOICES
from beforehand.web.touches.outcomes import TAPS

_MORNING, _EVENING = 12, 18
_MOST_AGENTS = 60


@require_safe
@seated
def today_page(request: SeatedRequest) -> HttpResponse:
    """The day of the member, or of one whose clients the member may see; to htmx the list alone."""
    now = this_moment()
    member = request.member
    agent = _agent(request)
    words = pack(member.office.pack)
    day = today(member, agent, now=now, call_minutes=(words.defaults.call_length or 600) // 60)
    context = {
        "section": "today",
        "agent": agent,
        "is_own": agent.pk == member.pk,
        "agents": _agents(member),
        "day": day,
        "met": asked_rows(questions(member, agent, now=now), now=now, zone=member.zone),
        "waiting": waiting_count(member),
        "date": now.astimezone(ZoneInfo(agent.zone)),
        "greeting": _greeting(now, member.zone),
        "taps": TAPS,
        "sides": words.sides,
        "meanings": CHOICES,
    }
    template = "today/list.html" if is_fragment(request) else "today/page.html"
    return render(request, template, context)


def _agent(request: SeatedRequest) -> Member:
    member = request.member
    wanted = row_id(request.GET.get("agent", ""))
    if wanted is not None:
        return access.agent(member, wanted)
    if member.role == Member.Role.ASSISTANT:
        return access.agents(member).first() or member
    return member


def _agents(member: Member) -> list[Member]:
    """Whose day can be chosen here; more than a list can hold are found by the office's board."""
    if member.role == Member.Role.AGENT:
        return []
    agents = list(access.agents(member).filter(left_at__isnull=True)[: _MOST_AGENTS + 1])
    return agents if len(agents) <= _MOST_AGENTS else []


def _greeting(now: datetime, zone: str) -> str:
    hour = now.astimezone(ZoneInfo(zone)).hour
    if hour < _MORNING:
        return "Good morning"
    return "Good afternoon" if hour < _EVENING else "Good evening"
