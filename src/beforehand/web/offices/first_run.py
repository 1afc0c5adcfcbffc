"""The first run: an office of one's own, or a look around a sample; closed as soon as there is a real office."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from beforehand.actions.offices import open_office
from beforehand.actions.refusals import Refusal
from beforehand.queries import offices
from beforehand.queries.access import NotFound
from beforehand.web.members.forms import refused
from beforehand.web.members.sessions import sign_in
from beforehand.web.offices.forms import OfficeForm
from beforehand.web.seats import this_moment


@never_cache
@sensitive_post_parameters("password")
def first_run(request: HttpRequest) -> HttpResponse:
    """The two ways in; `?own=1` opens the form of the first of them."""
    _check_open()
    context = {"has_sample": offices.sample_broker() is not None, "own": bool(request.GET.get("own"))}
    if request.method != "POST":
        return render(request, "offices/first_run.html", {**context, "form": OfficeForm()})
    form = OfficeForm(request.POST)
    if form.is_valid():
        try:
            broker = open_office(**form.cleaned_data, at=this_moment())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            sign_in(request, broker)
            return redirect("/import/")
    return refused(request, "offices/first_run.html", form, {**context, "own": True})


@require_POST
def sample(request: HttpRequest) -> HttpResponse:
    """Opens the sample office where there is none yet, and lets the visitor in as its broker."""
    _check_open()
    from beforehand.intake.sample import open_sample  # the readers of files, which no other page needs

    with transaction.atomic():
        broker = offices.sample_broker() or open_sample(this_moment())
    sign_in(request, broker)
    return redirect("/")


def _check_open() -> None:
    if not offices.first_run_is_open():
        raise NotFound
