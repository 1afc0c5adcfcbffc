"""A member's own phone: the addresses to which it may tell."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from beforehand.actions.capture_addresses import make_capture_address, revoke_capture_address
from beforehand.intake.phone_captures import KIND
from beforehand.queries import capture_addresses
from beforehand.web.seats import SeatedRequest, seated, this_moment, toast


@never_cache
@require_http_methods(["GET", "POST"])
@seated
def phone(request: SeatedRequest) -> HttpResponse:
    """What there is; by a post another address is made and shown once."""
    made = ""
    if request.method == "POST":
        label = request.POST.get("label", "")
        _, token = make_capture_address(kind=KIND, label=label, by=request.member, at=this_moment())
        made = settings.URL + reverse("capture", args=[token])
    context = {
        "section": "settings",
        "made": made,
        "addresses": capture_addresses.of_member(request.member, KIND),
    }
    return render(request, "phone_capture/page.html", context)


@require_POST
@seated
def revocation(request: SeatedRequest, capture_address_id: int) -> HttpResponseBase:
    """Takes nothing more at this address."""
    revoke_capture_address(capture_address_id=capture_address_id, by=request.member, at=this_moment())
    toast(request, "Revoked: nothing that is sent to that address is logged any more.")
    return redirect("your_phone")
