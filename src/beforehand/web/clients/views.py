"""Clients: the list, the search, one client's page, and taking one on."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from beforehand.actions.clients import add_client
from beforehand.actions.refusals import Refusal
from beforehand.playbooks.packs import pack
from beforehand.queries import access
from beforehand.queries.clients import listed, listed_row, namesakes, sheet
from beforehand.queries.meetings import of_client
from beforehand.records.models import Client, Member
from beforehand.rules.standing import STANDINGS
from beforehand.web.calendars.telling import asked_rows, coming_rows
from beforehand.web.clients.forms import NewClientForm
from beforehand.web.clients.telling import deal_sentence, quilt_days, quilt_label, say_rows, story_lines
from beforehand.web.seats import SeatedRequest, row_id, seated, this_moment, toast
from beforehand.web.touches.outcomes import TAPS

_A_PAGE = 50
_SHOWN_LINES = 12


@require_safe
@seated
def clients_page(request: SeatedRequest) -> HttpResponse:
    """The clients this member may see, found by words, agent, care or standing."""
    member, now = request.member, this_moment()
    words = request.GET.get("q", "").strip()
    care = request.GET.get("care", "")
    standing = request.GET.get("standing", "")
    agent = request.GET.get("agent", "")
    rows = listed(
        member,
        words=words,
        care=care if care in Client.Care.values else "",
        agent_id=row_id(agent),
        standing=standing if standing in STANDINGS else "",
    )
    page = Paginator(rows, _A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "section": "clients",
        "page": page,
        "clients": [listed_row(row, now) for row in page.object_list],
        "words": words,
        "care": care,
        "cares": Client.Care.choices,
        "query": f"{query.urlencode()}&" if query else "",
        "sides": pack(member.office.pack).sides,
        "shows_agent": member.role != "agent",
        "taps": TAPS,
    }
    return render(request, "clients/list.html", context)


@require_safe
@seated
def client_page(request: SeatedRequest, client_id: int) -> HttpResponse:
    """The call sheet and the story of one client."""
    member, now = request.member, this_moment()
    words = pack(member.office.pack)
    found = sheet(member, client_id, now=now)
    lines = story_lines(found, now=now, zone=member.zone)
    met, coming = of_client(member, found.client, now=now)
    say = say_rows(found, now=now, zone=member.zone)
    say[len(found.asked) : len(found.asked)] = coming_rows(coming, now=now, zone=member.zone)
    context = {
        "section": "clients",
        "sheet": found,
        "client": found.client,
        "say": say,
        "met": asked_rows(met, now=now, zone=member.zone),
        "lines": lines[:_SHOWN_LINES],
        "earlier": lines[_SHOWN_LINES:],
        "deal_sentence": deal_sentence(found, words),
        "taps": TAPS,
        "patches": quilt_days(found, now=now, zone=member.zone),
        "quilt_label": quilt_label(found),
        "quilt_from": found.patches[0].day,
        "phone": next((point for point in found.points if point.kind == "phone"), None),
    }
    return render(request, "clients/page.html", context)


@require_http_methods(["GET", "POST"])
@seated
def new_client(request: SeatedRequest) -> HttpResponse:
    """Takes on a client in a short form."""
    member = request.member
    told = {name: request.GET[name] for name in ("name", "phone", "email") if name in request.GET}
    form = NewClientForm(request.POST or None, member=member, initial=told)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            client = add_client(
                name=data["name"],
                side=data["stage"].partition(":")[0],
                stage=data["stage"].partition(":")[2],
                phone=data["phone"],
                email=data["email"],
                address=data["address"],
                agent=access.agent(member, int(data["agent"])),
                by=member,
                at=this_moment(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            toast(request, f"{client.name} is in your care.{_shared(member, client)}")
            return redirect("client", client.pk)
    context = {"section": "clients", "form": form}
    return render(request, "clients/new.html", context, status=422 if form.errors else 200)


def _shared(member: Member, client: Client) -> str:
    """Who else is reached by the same phone or e-mail address: their calls cannot be told apart."""
    names = ", ".join(namesakes(member, client))
    return (
        f" {names} has the same phone or e-mail: calls from a log will ask whose they are." if names else ""
    )
