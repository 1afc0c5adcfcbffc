"""A member's mailboxes: connected by a password, mended, removed."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from beforehand.actions.mailboxes import connect_mailbox, remove_mailbox
from beforehand.actions.refusals import Refusal
from beforehand.channels.mailbox.connecting import Login, UnreachableError, connected
from beforehand.channels.mailbox.oauth import PROVIDERS
from beforehand.intake.registrations import registered
from beforehand.intake.servers import server_of
from beforehand.queries.mailboxes import mailboxes
from beforehand.web.mailboxes.forms import ConnectForm, ServerForm
from beforehand.web.members.forms import refused
from beforehand.web.seats import SeatedRequest, seated, this_moment, toast

CONNECTED = "{} is connected. Its mail comes in from now on, and the older of it little by little."
_PAGE = "mailboxes/page.html"


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@seated
def mailboxes_page(request: SeatedRequest) -> HttpResponse:
    """The own mailboxes; a post connects one, once its server has let us in."""
    sent = request.POST or None
    form, server = ConnectForm(sent), ServerForm(sent)
    if (
        request.method == "POST"
        and all([form.is_valid(), server.is_valid()])
        and _connected(request, form, server)
    ):
        return redirect("mailboxes")
    context = {
        "section": "settings",
        "form": form,
        "server": server,
        "mailboxes": mailboxes(request.member),
        "services": [(name, PROVIDERS[name].name) for name in registered()],
    }
    if form.errors or server.errors:
        return refused(request, _PAGE, form, context)
    return render(request, _PAGE, context)


@require_POST
@seated
def removal(request: SeatedRequest, mailbox_id: int) -> HttpResponse:
    """Reads a mailbox no more and forgets its password."""
    remove_mailbox(mailbox_id=mailbox_id, by=request.member, at=this_moment())
    toast(request, "It is read no more, and its password is forgotten. What came from it stays.")
    return redirect("mailboxes")


def _connected(request: SeatedRequest, form: ConnectForm, server: ServerForm) -> bool:
    """Connects the mailbox if its server lets us in; False, with the reason in the form, where it does not."""
    given, place = form.cleaned_data, server.cleaned_data
    known = server_of(given["address"])
    host = place["host"].strip()
    login = Login(
        host or known.host,
        place["port"] if host else known.port,
        place["security"] if host else known.security,
        place["username"].strip() or given["address"],
        given["password"],
        allow_private=settings.ALLOW_PRIVATE_ADDRESSES,
    )
    at = this_moment()
    try:
        with connected(login):
            pass
        connect_mailbox(
            address=given["address"], host=login.host, port=login.port, security=login.security,
            username=login.username, auth="password", secret=login.password,
            since=(at - timedelta(days=given["days"])).date(), by=request.member, at=at,
        )  # fmt: skip
    except UnreachableError as fault:
        form.add_error(None, " ".join(filter(None, (fault.problem, "" if host else known.needs))))
        return False
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    toast(request, CONNECTED.format(given["address"]))
    return True
