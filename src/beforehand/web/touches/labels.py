"""What a contact from them asked: correcting what was heard, in one tap, which another takes back."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from beforehand.actions.touches import correct_label
from beforehand.rules.asks import asks_of
from beforehand.rules.facts import ASKS
from beforehand.web.seats import SeatedRequest, seated, this_moment
from beforehand.web.touches.answering import answer

Choices = tuple[tuple[str, str], ...]  # a label, and the words of its button

_WORDS = (
    ("other", "Not an ask"),
    ("ask_update", "They ask for news"),
    ("request_other", "It is a question"),
    ("complaint", "A complaint"),
)
_UNDERSTOOD = {
    "other": "{name} asks for nothing there.",
    "ask_update": "{name} asks for news.",
    "request_other": "{name} asks a question.",
    "complaint": "{name} complains.",
}


# What a contact may be corrected to, by what it asks so far.
CHOICES: dict[str, Choices] = {
    asks: tuple((label, words) for label, words in _WORDS if asks_of(label) != asks) for asks in ASKS
}


@require_POST
@seated
def label(request: SeatedRequest, touch_id: int) -> HttpResponse:
    """Corrects what a contact asked; the address of the undo carries the label that was there."""
    wanted = request.POST.get("label") or request.GET.get("label", "")
    done = correct_label(touch_id=touch_id, label=wanted, by=request.member, at=this_moment())
    said = _UNDERSTOOD[wanted].format(name=done.logged.client.name)
    undo = f"{reverse('touch_label', args=[done.logged.touch_id])}?label={done.was}"
    is_same = wanted == done.was
    return answer(request, done.logged, f"Understood: {said}", undo="" if is_same else undo)
