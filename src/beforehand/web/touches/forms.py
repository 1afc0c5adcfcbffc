"""What may be said of a contact: words, who, when, what they asked, a promise, the next call."""

from datetime import datetime
from typing import Any

from django import forms

from beforehand.records.models import Person
from beforehand.web.members.forms import check_year
from beforehand.web.touches.outcomes import BY_VALUE, FROM_THEM, TAPS

_WHEN = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
_UNKNOWN_TIME = "Write a day and a time, such as 2026-11-24 15:00."
_CLOCK_CHANGE = "The clocks change in that hour; write a time an hour before or after it."
_ASKS = (
    ("none", "Nothing"),
    ("update", "They asked for news"),
    ("question", "They asked a question"),
    ("complaint", "They complained"),
)


class LocalTime(forms.DateTimeField):
    """A moment typed in the reader's own zone."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(required=False, widget=_WHEN, error_messages={"invalid": _UNKNOWN_TIME}, **arguments)

    def to_python(self, value: Any) -> datetime | None:
        try:
            moment = super().to_python(value)
        except forms.ValidationError as fault:
            if fault.code == "ambiguous_timezone":
                raise forms.ValidationError(_CLOCK_CHANGE) from fault
            raise
        if moment is not None:
            check_year(moment)
        return moment


class TouchForm(forms.Form):
    """One contact. `tap` names the event, so that sending the form twice records it once."""

    tap = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        choices=[
            ("From us", [(tap.value, tap.label) for tap in TAPS]),
            ("From them", [(tap.value, tap.label) for tap in FROM_THEM]),
        ],
        label="What happened",
        error_messages={"invalid_choice": "Choose what happened.", "required": "Choose what happened."},
    )
    words = forms.CharField(
        required=False,
        max_length=500,
        label="What was said",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="In a few words. It stands at the top of the next call.",
    )
    person = forms.ModelChoiceField(Person.objects.none(), required=False, label="Who", empty_label="Anybody")
    happened_at = LocalTime(label="When", help_text="Empty: just now.")
    asks = forms.ChoiceField(choices=_ASKS, required=False, label="What they asked")
    ask_words = forms.CharField(required=False, max_length=500, label="In their words")
    holding = forms.BooleanField(required=False, label="I only said that we will come back to them")
    promise = forms.CharField(required=False, max_length=300, label="You promised")
    promise_due_at = LocalTime(label="By when")
    next_call_at = LocalTime(label="Next call")
    next_call_agreed = forms.BooleanField(required=False, label="Agreed with them")

    def __init__(self, *args: Any, client_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.fields["person"]
        assert isinstance(people, forms.ModelChoiceField)  # noqa: S101 tells the type checker
        people.queryset = Person.objects.filter(client=client_id, is_grown=True).order_by("pk")

    def clean_asks(self) -> str:
        return self.cleaned_data["asks"] or "none"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("promise")) != bool(data.get("promise_due_at")) and not self.errors:
            place = "promise_due_at" if data.get("promise") else "promise"
            self.add_error(place, "A promise needs both: what, and by when.")
        return data

    @property
    def tap_of(self) -> Any:
        return BY_VALUE[self.cleaned_data["outcome"]]

    def moment(self, now: datetime) -> datetime:
        return self.cleaned_data.get("happened_at") or now
