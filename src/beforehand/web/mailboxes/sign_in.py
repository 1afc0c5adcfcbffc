"""Connecting a mailbox by signing in at Google or Microsoft."""

import base64
import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET, require_POST

from beforehand.actions.mailboxes import connect_mailbox
from beforehand.actions.refusals import Refusal
from beforehand.channels.mailbox import oauth
from beforehand.channels.mailbox.connecting import Login, UnreachableError, connected
from beforehand.intake.registrations import registered, registration
from beforehand.rules.contact_points import normal_email
from beforehand.web.mailboxes.views import CONNECTED
from beforehand.web.seats import SeatedRequest, seated, this_moment, toast

_DAYS_BACK = timedelta(days=90)
_KEY = "mailbox_sign_in"
_PORT_AND_SECURITY = (993, "tls")


@require_POST
@seated
def start(request: SeatedRequest, service: str) -> HttpResponse:
    """Sends the member to the service, with what only this browser will know when they come back."""
    _check(service)
    address = normal_email(request.POST.get("address", ""))
    if address is None:
        toast(request, "Write the e-mail address of the mailbox first.")
        return redirect("mailboxes")
    state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    request.session[_KEY] = {"service": service, "state": state, "verifier": verifier, "address": address}
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    url = oauth.authorization_url(
        oauth.PROVIDERS[service], registration(service), state=state, challenge=challenge, hint=address
    )
    return redirect(url)


@require_GET
@seated
def back(request: SeatedRequest, service: str) -> HttpResponse:
    """Takes the code that the member brings back, and connects the mailbox."""
    _check(service)
    asked = request.session.pop(_KEY, None)
    if (
        not asked
        or asked["service"] != service
        or not constant_time_compare(asked["state"], request.GET.get("state", ""))
    ):
        toast(request, "That sign-in was begun elsewhere or has run out: begin again here.")
        return redirect("mailboxes")
    if "code" not in request.GET:
        toast(request, f"{oauth.PROVIDERS[service].name} did not let us in: begin again, and allow it there.")
        return redirect("mailboxes")
    try:
        toast(request, _connect(request, service, asked))
    except (UnreachableError, Refusal) as fault:
        toast(request, str(fault))
    return redirect("mailboxes")


def _connect(request: SeatedRequest, service: str, asked: dict[str, str]) -> str:
    at, provider, address = this_moment(), oauth.PROVIDERS[service], asked["address"]
    tokens = oauth.exchange(
        provider, registration(service), code=request.GET["code"], verifier=asked["verifier"], at=at
    )
    port, security = _PORT_AND_SECURITY
    login = Login(
        provider.host, port, security, address,
        token=tokens.access, allow_private=settings.ALLOW_PRIVATE_ADDRESSES,
    )  # fmt: skip
    with connected(login):
        pass
    connect_mailbox(
        address=address, host=provider.host, port=port, security=security, username=address, auth=service,
        secret=tokens.refresh, access_token=tokens.access, access_until=tokens.until,
        since=(at - _DAYS_BACK).date(), by=request.member, at=at,
    )  # fmt: skip
    return CONNECTED.format(address)


def _check(service: str) -> None:
    if service not in registered():
        raise Http404
