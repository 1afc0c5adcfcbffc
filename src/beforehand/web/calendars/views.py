"""A member's calendars: connected, chosen, removed, and how each of them is."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from beforehand.actions.calendars import choose_calendar, connect_calendars, remove_calendar
from beforehand.channels.calendar.answers import Failed
from beforehand.intake.calendars import find
from beforehand.queries.meetings import calendars
from beforehand.web.calendars.forms import ConnectForm
from beforehand.web.members.forms import refused
from beforehand.web.seats import SeatedRequest, seated, this_moment, toast

_PAGE = "calendars/page.html"


@require_http_methods(["GET", "POST"])
@seated
def calendars_page(request: SeatedRequest) -> HttpResponse:
    """The own calendars; a post connects what it finds at an address."""
    form = ConnectForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _connected(request, form):
        return redirect("calendars")
    context = {"section": "settings", "form": form, "calendars": calendars(request.member)}
    if form.errors:
        return refused(request, _PAGE, form, context)
    return render(request, _PAGE, context)


@require_POST
@seated
def reading(request: SeatedRequest, calendar_id: int) -> HttpResponse:
    """Has a calendar read from now on, or no more."""
    is_read = request.POST.get("read") == "yes"
    calendar = choose_calendar(calendar_id=calendar_id, is_read=is_read, by=request.member, at=this_moment())
    after = "is read within a minute" if is_read else "is not read any more"
    toast(request, f"{calendar.name} {after}.")
    return redirect("calendars")


@require_POST
@seated
def removal(request: SeatedRequest, calendar_id: int) -> HttpResponse:
    """Forgets a calendar, its address and its password."""
    calendar = remove_calendar(calendar_id=calendar_id, by=request.member, at=this_moment())
    toast(request, f"{calendar.name} is removed, its address and password with it.")
    return redirect("calendars")


def _connected(request: SeatedRequest, form: ConnectForm) -> bool:
    """Connects what the form leads to; False, with the reason in the form, where it leads nowhere."""
    signs_in = {"username": form.cleaned_data["username"].strip(), "password": form.cleaned_data["password"]}
    try:
        kind, found = find(address=form.cleaned_data["address"], **signs_in)
    except Failed as failed:
        form.add_error(None, failed.problem)
        return False
    connect_calendars(
        kind=kind,
        found=found,
        username=signs_in["username"],
        secret=signs_in["password"],
        by=request.member,
        at=this_moment(),
    )
    if len(found) == 1:
        toast(request, f"{found[0][1]} is connected and read within a minute.")
    else:
        toast(
            request, f"{len(found)} calendars are there. Choose those that hold your meetings with clients."
        )
    return True
