"""Forms of the office: the first run, members, cadences, closed days, the phone log."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from beforehand.rules.contact_points import state_zone
from beforehand.web.members.forms import RefusableForm, password_field
from beforehand.web.offices import places


class OfficeForm(RefusableForm):
    """An office and its first broker; `cleaned_data` is what `open_office` takes."""

    places: ClassVar[Mapping[str, str]] = {
        "Name": "name",
        "E-mail": "email",
        "Password": "password",
        "Country": "country",
        "Zone": "zone",
    }

    name = forms.CharField(
        label="Office",
        max_length=120,
        help_text="What your clients know you by. An office of one is fine.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": "Give the office a name."},
    )
    broker_name = forms.CharField(
        label="Your name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Say what you are called."},
    )
    email = forms.EmailField(
        label="Your e-mail address",
        help_text="You sign in with it.",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": "Give your e-mail address; you sign in with it.",
            "invalid": "This is no e-mail address; write one like ana@example.com.",
        },
    )
    password = password_field("Password", new=True)
    country = forms.ChoiceField(
        label="Country", initial="US", widget=forms.Select(attrs={"autocomplete": "country"})
    )
    state = forms.ChoiceField(
        label="State or province",
        required=False,
        help_text="For the public holidays, on which nobody has to call.",
    )
    zone = forms.ChoiceField(
        label="Time zone",
        required=False,
        widget=forms.Select(attrs={"data-guess-zone": ""}),
        error_messages={"invalid_choice": "Choose the time zone from the list."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("country", places.countries()),
            ("state", [("", "Another place"), *places.states()]),
            ("zone", [("", "As in the state"), *places.zones()]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 tells the type checker
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        country, (of, _, state) = data.get("country", ""), data.get("state", "").partition("-")
        if state and country and of != country:
            self.add_error("state", "This state is in another country; choose the two so that they agree.")
        data["state"] = state
        if "zone" in data and not data["zone"]:
            data["zone"] = state_zone(country, state) or ""
            if not data["zone"] and country and "state" not in self.errors:
                self.add_error("zone", "Choose the time zone; the state alone does not tell it.")
        return data
