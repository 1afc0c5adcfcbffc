"""Signing in and out, and the own password; nobody signs up, and there is no mail that could reset a password."""

from typing import Any

from allauth.account import views
from allauth.account.forms import LoginForm
from allauth.decorators import rate_limit
from django.contrib.auth import logout, update_session_auth_hash
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from beforehand.actions.members import change_password
from beforehand.actions.refusals import Refusal
from beforehand.queries import offices
from beforehand.web.members.forms import PasswordForm, refused
from beforehand.web.seats import SeatedRequest, seat_of, seated, this_moment, toast


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail address and password, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email, password = self.fields["login"], self.fields["password"]
        email.label, password.label, password.help_text = "E-mail address", "Password", ""
        email.error_messages["required"] = "Give the e-mail address that you sign in with."
        email.error_messages["invalid"] = "This is no e-mail address; write one like ana@example.com."
        password.error_messages["required"] = "Type your password."
        for field in (email, password):
            field.widget.attrs.pop("placeholder", None)


class SignIn(views.LoginView):  # type: ignore[misc]
    """Lets members in; before the first run it leads there."""

    form_class = SignInForm
    template_name = "account/sign_in.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not offices.is_set_up():
            return redirect("first_run")
        if request.user.is_authenticated and seat_of(request) is None:
            logout(request)  # somebody who left would be sent to and fro between here and the pages
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def form_invalid(self, form: Form) -> HttpResponse:
        return refused(self.request, self.template_name, form, self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"is_first_run_open": offices.first_run_is_open()}


@sensitive_post_parameters()
@rate_limit(action="change_password")  # type: ignore[untyped-decorator]
@seated
def password(request: SeatedRequest) -> HttpResponse:
    """Another password of one's own; other devices are signed out by it."""
    context = {"section": "settings"}
    form = PasswordForm(request.POST or None)
    if request.method != "POST":
        return render(request, "account/new_password.html", {**context, "form": form})
    if form.is_valid():
        try:
            change_password(**form.cleaned_data, by=request.member, at=this_moment())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            update_session_auth_hash(request, request.member.user)
            toast(request, "Your password is changed. Other devices sign in again.")
            return redirect("settings")
    return refused(request, "account/new_password.html", form, context)


def reset(request: HttpRequest) -> HttpResponse:
    """Says who helps when a password is forgotten."""
    return render(request, "account/cannot_sign_in.html")


def signup(request: HttpRequest) -> HttpResponse:
    """Says how one gets a seat."""
    if not offices.is_set_up():
        return redirect("first_run")
    return render(request, "account/no_sign_up.html")


def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session; asked for by a link, it asks back."""
    if request.method != "POST" and seat_of(request) is not None:
        return render(request, "account/sign_out.html")
    logout(request)
    return redirect("account_login")
