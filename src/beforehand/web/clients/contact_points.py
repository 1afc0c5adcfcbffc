"""Further phones and e-mail addresses of a household: one added, one taken away."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from beforehand.actions.contact_points import add_contact_point, remove_contact_point
from beforehand.actions.refusals import Refusal
from beforehand.web.clients.changes import edit_page
from beforehand.web.clients.forms import ContactPointForm
from beforehand.web.seats import SeatedRequest, seated, this_moment, toast


@require_POST
@seated
def adding(request: SeatedRequest, client_id: int) -> HttpResponse:
    """Adds a phone or an e-mail address to the household."""
    form = ContactPointForm(request.POST)
    if form.is_valid():
        try:
            text = form.cleaned_data["text"]
            add_contact_point(client_id=client_id, text=text, by=request.member, at=this_moment())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            toast(request, "Saved.")
            return redirect("client_edit", client_id)
    return edit_page(request, client_id, point=form)


@require_POST
@seated
def removal(request: SeatedRequest, contact_point_id: int) -> HttpResponse:
    """Takes a phone or an e-mail address away."""
    client_id = remove_contact_point(contact_point_id=contact_point_id, by=request.member, at=this_moment())
    toast(request, "Taken away. It matches nothing any more.")
    return redirect("client_edit", client_id)
