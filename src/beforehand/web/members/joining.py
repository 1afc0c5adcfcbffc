"""The one-time link: its holder chooses a password and is in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from beforehand.actions.members import accept_invitation, open_invitation
from beforehand.actions.refusals import Refusal
from beforehand.web.members.forms import JoinForm, refused
from beforehand.web.members.sessions import sign_in
from beforehand.web.seats import this_moment, toast


@never_cache
@sensitive_post_parameters("password")
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Shows whose link it is and sets the password; a link that is over says whom to ask."""
    at = this_moment()
    invitation = open_invitation(token, at=at)
    if invitation is None:
        return render(request, "members/link_over.html", status=404)
    context = {"invited": invitation.member}
    if request.method != "POST":
        return render(request, "members/join.html", {**context, "form": JoinForm()})
    form = JoinForm(request.POST)
    if form.is_valid():
        try:
            member = accept_invitation(token=token, password=form.cleaned_data["password"], at=at)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            sign_in(request, member)
            toast(request, f"Welcome, {member.name}.")
            return redirect("/")
    return refused(request, "members/join.html", form, context)
