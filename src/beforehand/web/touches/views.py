"""Logging: one tap, or a form with everything; undo, and "did you reach them?"."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beforehand.actions.next_calls import withdraw_next_call
from beforehand.actions.refusals import Refusal
from beforehand.actions.touches import Logged, answer_reached, void_touch
from beforehand.queries import access
from beforehand.queries.clients import listed, listed_row
from beforehand.web.offline.late import check_late, made_at
from beforehand.web.seats import SeatedRequest, seated, this_moment, toast
from beforehand.web.touches.answering import answer
from beforehand.web.touches.forms import TouchForm
from beforehand.web.touches.logging import log_form
from beforehand.web.touches.outcomes import BY_VALUE, TAPS, Tap

_ONE_TAP = {"csrfmiddlewaretoken", "tap", "outcome", "next", "seat", "said"}  # the last two: offline.js
_FOUND = 20


@require_safe
@seated
def pick(request: SeatedRequest) -> HttpResponse:
    """Whom was it with? Found by name or phone, or one of the next due."""
    words = request.GET.get("q", "").strip()
    rows = listed(request.member, words=words)
    if not words:
        rows = rows.order_by("due_at", "name")
    now = this_moment()
    found = [listed_row(row, now) for row in rows[:_FOUND]]
    return render(
        request, "touches/pick.html", {"section": "log", "found": found, "words": words, "taps": TAPS}
    )


@require_http_methods(["GET", "POST"])
@seated
def client_touches(request: SeatedRequest, client_id: int) -> HttpResponse:
    """The whole form of one contact; a bare tap needs no form. One that waited on a phone has its own moment."""
    now = this_moment()
    tap = BY_VALUE.get(request.POST.get("outcome", ""))
    if request.method == "POST" and tap is not None and request.POST.keys() <= _ONE_TAP:
        logged = log_form(
            client_id=client_id,
            tap=tap,
            data={"tap": request.POST.get("tap", "")[:64]},
            by=request.member,
            at=now,
            made_at=made_at(request, now),
        )
        return _after(request, logged, tap)
    client = access.client(request.member, client_id)
    form = TouchForm(
        request.POST or None, client_id=client_id, initial={"outcome": request.GET.get("outcome", "spoke")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            logged = log_form(
                client_id=client_id,
                tap=form.tap_of,
                data=form.cleaned_data,
                by=request.member,
                at=now,
                made_at=made_at(request, now),
            )
            return _after(request, logged, form.tap_of)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    check_late(request, form)
    context = {"section": "log", "client": client, "form": form}
    return render(request, "touches/form.html", context, status=422 if form.errors else 200)


@require_POST
@seated
def voiding(request: SeatedRequest, touch_id: int) -> HttpResponse:
    """Takes a contact back; the ledger keeps both."""
    logged = void_touch(touch_id=touch_id, by=request.member, at=this_moment())
    return answer(request, logged, "Taken back. It no longer counts.", undo="")


@require_POST
@seated
def reached(request: SeatedRequest, touch_id: int) -> HttpResponse:
    """Settles a short call of the phone's log: reached, or not."""
    spoke = request.POST.get("reached") == "yes"
    logged = answer_reached(touch_id=touch_id, reached=spoke, by=request.member, at=this_moment())
    said = "Logged: you spoke." if spoke else "Logged: no answer."
    return answer(request, logged, said, undo="")


@require_POST
@seated
def next_call_withdrawal(request: SeatedRequest, next_call_id: int) -> HttpResponse:
    """Takes a planned call off; the weekly one is owed all the same."""
    client_id = withdraw_next_call(next_call_id=next_call_id, by=request.member, at=this_moment())
    toast(request, "The planned call is taken off.")
    return redirect("client", client_id)


def _after(request: SeatedRequest, logged: Logged, tap: Tap) -> HttpResponse:
    said = f"Logged: {tap.said.format(name=logged.client.name)}."
    return answer(request, logged, said, undo=reverse("touch_voiding", args=[logged.touch_id]))
