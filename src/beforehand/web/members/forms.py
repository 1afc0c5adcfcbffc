"""Forms that say at the field what is wrong, and those of members: a password, the own hours, time off."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from beforehand.actions.refusals import Refusal


class RefusableForm(forms.Form):
    """Shows a Refusal at the field that its first word names in `places`, or above the form."""

    places: ClassVar[Mapping[str, str]] = {}

    def refuse(self, refusal: Refusal) -> None:
        """Marks the form as refused with that sentence."""
        place, _, sentence = str(refusal).partition(": ")
        if place in self.places:
            self.add_error(self.places[place], sentence[:1].upper() + sentence[1:])
        else:
            self.add_error(None, str(refusal))


def refused(request: HttpRequest, template: str, form: forms.Form, context: Mapping[str, Any]) -> HttpResponse:
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
