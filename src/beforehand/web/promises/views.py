"""Promises: what is owed, by when, and each one kept, moved or withdrawn."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beforehand.actions.promises import keep_promise, renegotiate_promise, withdraw_promise
from beforehand.actions.refusals import Refusal
from beforehand.queries.promises import open_promises, promise, settled_promises
from beforehand.web.members.forms import RefusableForm
from beforehand.web.offline.late import is_late, made_at
from beforehand.web.seats import SeatedRequest, seated, this_moment, toast
from beforehand.web.touches.forms import LocalTime
from beforehand.web.touches.outcomes import TAPS


class MoveForm(RefusableForm):
    """Another time, agreed with the client; or withdrawn, with a reason."""

    due_at = LocalTime(label="New time", help_text="Agreed with the client before the old one passes.")
    reason = forms.CharField(required=False, max_length=300, help_text="Needed only to withdraw it.")


@require_safe
@seated
def promises_page(request: SeatedRequest) -> HttpResponse:
    """The open promises this member may see, the next due first, and the last ones settled."""
    now = this_moment()
    context = {
        "section": "promises",
        "open": open_promises(request.member),
        "settled": settled_promises(request.member),
        "now": now,
        "taps": TAPS,
    }
    return render(request, "promises/page.html", context)


@require_http_methods(["GET", "POST"])
@seated
def promise_page(request: SeatedRequest, promise_id: int) -> HttpResponse:
    """Moves a promise to another time, or withdraws it."""
    member = request.member
    found = promise(member, promise_id)
    form = MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if "withdraw" in request.POST:
                withdraw_promise(
                    promise_id=promise_id, reason=form.cleaned_data["reason"], by=member, at=this_moment()
                )
            elif form.cleaned_data["due_at"] is None:
                raise Refusal("New time: write a day and a time.")
            else:
                renegotiate_promise(
                    promise_id=promise_id, due_at=form.cleaned_data["due_at"], by=member, at=this_moment()
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            toast(request, "Saved.")
            return redirect("client", found.client_id)
    context = {"section": "promises", "promise": found, "form": form}
    return render(request, "promises/move.html", context, status=422 if form.errors else 200)


@require_POST
@seated
def keeping(request: SeatedRequest, promise_id: int) -> HttpResponse:
    """Marks a promise kept, when it was if the word waited on a phone."""
    now = this_moment()
    kept_at = made_at(request, now) if is_late(request) else None
    kept = keep_promise(promise_id=promise_id, by=request.member, at=now, kept_at=kept_at)
    toast(request, f"Kept: {kept.text}.")
    if request.POST.get("next") == "promises":
        return redirect("promises")
    return redirect("client", kept.client_id)
