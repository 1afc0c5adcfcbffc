"""Forms of the office: the first run, members, cadences, closed days, the phone log."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms

from beforehand.queries import access
from beforehand.records.models import Member
from beforehand.rules.contact_points import state_zone
from beforehand.web.members.forms import DAY, RefusableForm, check_year, password_field
from beforehand.web.offices import places

_WHOLE = "Write a whole number."


def _days(label: str, help_text: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=365,
        help_text=help_text,
        error_messages={
            "invalid": _WHOLE,
            "min_value": "At least one day.",
            "max_value": "At most 365 days.",
        },
    )


def _seconds(label: str, help_text: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=3600,
        help_text=f"In seconds. {help_text}",
        error_messages={
            "required": "Write a number of seconds.",
            "invalid": _WHOLE,
            "min_value": "At least one second.",
            "max_value": "At most 3600 seconds, an hour.",
        },
    )


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
            ("state", [("", "Choose, if it is listed"), *places.states()]),
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


class MemberForm(RefusableForm):
    """Somebody's place in the office: role, team, and for an assistant whose clients they see."""

    role = forms.ChoiceField(
        label="Role",
        choices=[
            ("agent", "Agent: sees their own clients"),
            ("assistant", "Assistant: sees the clients of the agents named below"),
            ("lead", "Team lead: sees the clients of their team"),
            ("broker", "Broker: sees everything, and changes the office"),
        ],
        error_messages={"invalid_choice": "Choose a role from the list.", "required": "Choose a role."},
    )
    team = forms.CharField(
        label="Team",
        required=False,
        max_length=120,
        help_text="A name; a new one makes a new team.",
        widget=forms.TextInput(attrs={"list": "teams", "autocomplete": "off"}),
    )
    assists = forms.ModelMultipleChoiceField(
        Member.objects.none(),
        label="Assists",
        required=False,
        help_text="For assistants only.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose members of this office."},
    )

    def __init__(self, *args: Any, by: Member, about: Member | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assists = self.fields["assists"]
        assert isinstance(assists, forms.ModelMultipleChoiceField)  # noqa: S101 tells the type checker
        assists.queryset = access.colleagues(by).exclude(role=Member.Role.ASSISTANT)
        if about is not None:
            assists.queryset = assists.queryset.exclude(pk=about.pk)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if (
            data.get("role") == Member.Role.ASSISTANT
            and not data.get("assists")
            and "assists" not in self.errors
        ):
            self.add_error("assists", "Name at least one agent; an assistant sees nobody else’s clients.")
        return data


class NewMemberForm(MemberForm):
    """Somebody new, who gets a one-time link."""

    places: ClassVar[Mapping[str, str]] = {"E-mail": "email"}

    name = forms.CharField(
        label="Name", max_length=120, error_messages={"required": "Say what they are called."}
    )
    email = forms.EmailField(
        label="E-mail address",
        help_text="They sign in with it. Nothing is sent: you pass the link on yourself.",
        error_messages={
            "required": "Give the e-mail address they will sign in with.",
            "invalid": "This is no e-mail address; write one like ana@example.com.",
        },
    )

    field_order = ("name", "email", "role", "team", "assists")


class TermsForm(RefusableForm):
    """How often the clients of a stage are called, and told."""

    places: ClassVar[Mapping[str, str]] = {"Days": "speak_days", "Reason": "reason"}

    speak_days = _days("Days between calls", "From one conversation to the next. More than 7 needs a reason.")
    hear_days = _days("Days between words", "Any message counts. Empty: calls alone are counted.")
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=300,
        help_text="Stays visible beside the stage.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ClosedDayForm(RefusableForm):
    """A day on which the whole office is closed."""

    places: ClassVar[Mapping[str, str]] = {"Day": "day"}

    day = forms.DateField(
        label="Day",
        widget=DAY,
        validators=[check_year],
        error_messages={"required": "Say which day.", "invalid": "Write a day like 2026-12-24."},
    )
    title = forms.CharField(label="What for", required=False, max_length=120)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day <= self._today:
            raise forms.ValidationError("This day has begun or is over; close one that is still to come.")
        return day


class MessagesForm(RefusableForm):
    """Whether the texts of messages are kept."""

    keeps = forms.BooleanField(
        required=False,
        label="Keep the texts of messages",
        help_text="When it is turned off again, the texts that were kept are forgotten at once.",
    )


class PhoneLogForm(RefusableForm):
    """From how many seconds on a call of a phone log counts as spoken."""

    places: ClassVar[Mapping[str, str]] = {"Seconds": "inbound_spoken_s", "Asked about": "outbound_maybe_s"}

    inbound_spoken_s = _seconds(
        "They called: spoken from", "A call that you took counts as spoken from here on."
    )
    outbound_spoken_s = _seconds("You called: spoken from", "Long enough to be no voicemail greeting.")
    outbound_maybe_s = _seconds(
        "You called: asked about from",
        "Between the two, Today asks “did you reach them?”. Shorter: no answer.",
    )
