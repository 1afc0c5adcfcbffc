"""The broker's page of telephone lines."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from beforehand.actions.phone_lines import connect_line, remove_line
from beforehand.actions.refusals import Refusal
from beforehand.queries import phone_lines
from beforehand.web.members.forms import refused
from beforehand.web.offices.brokers import brokers_only
from beforehand.web.phone_lines.forms import LineForm
from beforehand.web.seats import SeatedRequest, this_moment, toast

_PAGE = "phone_lines/page.html"


@never_cache
@sensitive_post_parameters("secret")
@require_http_methods(["GET", "POST"])
@brokers_only
def lines(request: SeatedRequest) -> HttpResponse:
    """What there is; a post connects a line and shows once where Twilio is to report."""
    form, connected, key = LineForm(request.POST or None, member=request.member), None, ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            connected, key = connect_line(
                number=given["number"], account=given["account"], secret=given["secret"],
                member_id=given["member"].pk, by=request.member, at=this_moment(),
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
    if connected is not None and not key:
        toast(request, f"{connected.number} is mended; the addresses at Twilio stay as they are.")
        return redirect("office_lines")
    context = {
        "section": "office",
        "tab": "lines",
        "lines": phone_lines.lines(request.member.office),
        "connected": connected,
        "addresses": [
            ("voice", "For “Call status changes”", _address("twilio_voice", key)),
            ("message", "For “A message comes in”", _address("twilio_message", key)),
        ]
        if key
        else [],
    }
    if form.errors:
        return refused(request, _PAGE, form, context)
    return render(request, _PAGE, {**context, "form": LineForm(member=request.member)})


@require_POST
@brokers_only
def removal(request: SeatedRequest, phone_line_id: int) -> HttpResponse:
    """Takes nothing more from a line."""
    remove_line(phone_line_id=phone_line_id, by=request.member, at=this_moment())
    toast(request, "Removed: nothing that Twilio reports of that line is logged any more.")
    return redirect("office_lines")


def _address(name: str, key: str) -> str:
    return settings.URL + reverse(name, args=[key])
