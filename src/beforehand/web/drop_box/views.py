"""A member's own drop-box: its address, and from where they write."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from beforehand.actions import capture_addresses as actions
from beforehand.actions import own_addresses
from beforehand.queries import capture_addresses
from beforehand.records.models import CaptureAddress, OwnAddress
from beforehand.web.seats import SeatedRequest, seated, this_moment, toast

KIND = CaptureAddress.Kind.DROP_BOX


@never_cache
@require_http_methods(["GET", "POST"])
@seated
def drop_box(request: SeatedRequest) -> HttpResponse:
    """What there is; by a post another address is made and shown once."""
    made = ""
    if request.method == "POST":
        _, token = actions.make_capture_address(kind=KIND, label="", by=request.member, at=this_moment())
        made = f"log+{token}@{settings.DROP_BOX_DOMAIN or 'your-domain.example'}"
    own = OwnAddress.objects.filter(member=request.member).order_by("-seen_at")
    context = {
        "section": "settings",
        "made": made,
        "addresses": capture_addresses.of_member(request.member, KIND),
        "sign_in": request.member.user.email,
        "own": [each for each in own if each.verified_at],
        "waiting": [each for each in own if not each.verified_at],
        "is_open": bool(settings.DROP_BOX_DOMAIN),
    }
    return render(request, "drop_box/page.html", context)


@require_POST
@seated
def revocation(request: SeatedRequest, capture_address_id: int) -> HttpResponseBase:
    """Takes nothing more at this address."""
    actions.revoke_capture_address(capture_address_id=capture_address_id, by=request.member, at=this_moment())
    toast(request, "Done: nothing that is sent to that address is logged any more.")
    return redirect("drop_box")


@require_POST
@seated
def confirmation(request: SeatedRequest, own_address_id: int) -> HttpResponseBase:
    """The member says that an address is their own."""
    own_addresses.confirm_address(own_address_id=own_address_id, by=request.member, at=this_moment())
    toast(request, "Confirmed. Send that message again, and it is logged.")
    return redirect("drop_box")


@require_POST
@seated
def disowning(request: SeatedRequest, own_address_id: int) -> HttpResponseBase:
    """The address is not theirs."""
    own_addresses.disown_address(own_address_id=own_address_id, by=request.member, at=this_moment())
    toast(request, "Done: nothing from that address is logged.")
    return redirect("drop_box")
