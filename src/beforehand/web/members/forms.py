"""Forms that say at the field what is wrong, and those of members: a password, the own hours, time off."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from beforehand.actions.refusals import Refusal
from beforehand.queries import access
from beforehand.records.models import Member
from beforehand.web.members import week_words
from beforehand.web.offices.places import zones_with

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
YEARS = range(1970, 2200)
_UNKNOWN_YEAR = f"Write a year between {YEARS[0]} and {YEARS[-1]}."


def check_year(day: date) -> None:
    """Refuses a slip of the year, before the clocks have to reckon with it."""
    if day.year not in YEARS:
        raise forms.ValidationError(_UNKNOWN_YEAR)


class RefusableForm(forms.Form):
    """Shows a Refusal at the field whose label, or word in `places`, it begins with; else above the form."""

    places: ClassVar[Mapping[str, str]] = {}

    def refuse(self, refusal: Refusal) -> None:
        """Marks the form as refused with that sentence."""
        place, _, sentence = str(refusal).partition(": ")
        labels = {str(self[name].label).lower(): name for name in self.fields}
        name = self.places.get(place) or labels.get(place.lower())
        if "@" not in sentence.partition(" ")[0]:
            sentence = sentence[:1].upper() + sentence[1:]
        self.add_error(name, sentence if name else str(refusal))


def refused(
    request: HttpRequest, template: str, form: forms.Form, context: Mapping[str, Any]
) -> HttpResponse:
    """The page again with status 422: what was typed stays, and the cursor stands in the first field to mend."""
    first = next((name for name in form.fields if name in form.errors), None)
    if first is not None:
        form.fields[first].widget.attrs["autofocus"] = True
    return render(request, template, {**context, "form": form}, status=422)


def password_field(label: str, *, new: bool) -> forms.CharField:
    """A password, typed once; a browser fills in the current one or offers a new one."""
    return forms.CharField(
        label=label,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "current-password"}),
        help_text="At least 10 characters; a few words in a row are easy to keep in mind." if new else "",
        error_messages={"required": "Choose a password." if new else "Type your password."},
    )


class JoinForm(RefusableForm):
    """The password that the holder of a one-time link chooses."""

    places: ClassVar[Mapping[str, str]] = {"Password": "password"}

    password = password_field("Password", new=True)


class PasswordForm(RefusableForm):
    """The current password and the next one."""

    places: ClassVar[Mapping[str, str]] = {"Current password": "current", "Password": "password"}

    current = password_field("Current password", new=False)
    password = password_field("New password", new=True)


class HoursForm(RefusableForm):
    """The own working week, a line a day, and the zone it is meant in; `week` holds it as stored."""

    places: ClassVar[Mapping[str, str]] = {"Zone": "zone"}

    zone = forms.ChoiceField(
        label="Time zone", error_messages={"invalid_choice": "Choose the time zone from the list."}
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["zone"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 tells the type checker
        field.choices, field.initial = zones_with(zone), zone
        for day, name in week_words.NAMES.items():
            self.fields[day] = forms.CharField(
                label=name,
                required=False,
                max_length=120,
                widget=forms.TextInput(attrs={"placeholder": "day off", "autocomplete": "off"}),
            )

    @property
    def days(self) -> list[forms.BoundField]:
        """The seven lines, Monday first."""
        return [self[day] for day in week_words.NAMES]

    @property
    def week(self) -> dict[str, list[list[str]]]:
        """What was typed, as a member's week is stored; days off are left out."""
        return {day: self.cleaned_data[day] for day in week_words.NAMES if self.cleaned_data[day]}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for day in week_words.NAMES:
            try:
                data[day] = week_words.ranges(data.get(day, ""))
            except ValueError as fault:
                self.add_error(day, str(fault))
        return data


class TimeOffForm(RefusableForm):
    """Whole days away, both included, and who answers meanwhile."""

    places: ClassVar[Mapping[str, str]] = {"Until": "last"}

    first = forms.DateField(
        label="First day away",
        widget=DAY,
        validators=[check_year],
        error_messages={"required": "Say which day is the first.", "invalid": "Write a day like 2026-12-24."},
    )
    last = forms.DateField(
        label="Last day away",
        widget=DAY,
        validators=[check_year],
        error_messages={"required": "Say which day is the last.", "invalid": "Write a day like 2026-12-31."},
    )
    cover = forms.ModelChoiceField(
        Member.objects.none(),
        label="Who answers meanwhile",
        required=False,
        empty_label="Nobody: my calls come before I go",
        error_messages={"invalid_choice": "Choose a colleague from the list."},
    )

    def __init__(self, *args: Any, member: Member, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        cover = self.fields["cover"]
        assert isinstance(cover, forms.ModelChoiceField)  # noqa: S101 tells the type checker
        cover.queryset = access.colleagues(member).exclude(pk=member.pk)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day away comes before the first; mend one of them.")
        elif last and last < self._today:
            self.add_error("last", "These days are over; write down time off that is still to come.")
        return data
