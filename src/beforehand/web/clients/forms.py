"""The forms around a client."""

from typing import Any

from django import forms

from beforehand.actions.clients import END_REASONS
from beforehand.playbooks.packs import Pack, pack
from beforehand.queries import access
from beforehand.records.models import Member
from beforehand.web.members.forms import DAY, HoursForm, RefusableForm, check_year
from beforehand.web.touches.forms import LocalTime


def stage_choices(words: Pack, *, side: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """Sides with their stages, as the groups of a choice `side:stage`."""
    return [
        (
            title,
            [
                (f"{name}:{stage.name}", f"{title}: {stage.title.lower()}")
                for stage in words.stages
                if name in stage.sides
            ],
        )
        for name, title in words.sides.items()
        if not side or side == name
    ]


class NewClientForm(RefusableForm):
    """A client in a short form."""

    name = forms.CharField(max_length=200, help_text="A person or a couple, such as Dana & Luis Ortega.")
    phone = forms.CharField(max_length=60, required=False, widget=forms.TextInput(attrs={"type": "tel"}))
    email = forms.CharField(max_length=254, required=False, label="E-mail", widget=forms.EmailInput)
    stage = forms.ChoiceField(label="Where they stand")
    address = forms.CharField(max_length=300, required=False)
    agent = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._member = member
        stage, agent = self.fields["stage"], self.fields["agent"]
        assert isinstance(stage, forms.ChoiceField)  # noqa: S101 tells the type checker
        assert isinstance(agent, forms.ChoiceField)  # noqa: S101
        stage.choices = stage_choices(pack(member.office.pack))
        agents = access.agents(member).filter(left_at__isnull=True)
        agent.choices = [(str(each.pk), each.name) for each in agents]
        self.initial.setdefault("agent", str(member.pk))
        if len(agent.choices) < 2:
            agent.widget = forms.HiddenInput()

    def clean_agent(self) -> str:
        return self.cleaned_data["agent"] or str(self._member.pk)


class DealForm(RefusableForm):
    """Where a deal stands."""

    stage = forms.ChoiceField()
    address = forms.CharField(max_length=300, required=False)
    closing_on = forms.DateField(
        required=False,
        label="Closing date",
        widget=DAY,
        validators=[check_year],
    )

    def __init__(self, *args: Any, words: Pack, side: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stage = self.fields["stage"]
        assert isinstance(stage, forms.ChoiceField)  # noqa: S101
        stage.choices = stage_choices(words, side=side)


class CallingHoursForm(HoursForm):
    """When and where a client may be called."""

    any_day = forms.BooleanField(required=False, label="Any day between 8 am and 9 pm")

    @property
    def calling_week(self) -> dict[str, list[list[str]]] | None:
        """The week as stored; None where any day between 8 and 9 will do."""
        return None if self.cleaned_data["any_day"] else self.week


class ContactPointForm(RefusableForm):
    """A further phone or e-mail address of the household."""

    places = {"Phone": "text", "E-mail": "text", "Phone or e-mail": "text"}

    text = forms.CharField(max_length=254, label="Another phone or e-mail")


class CadenceForm(RefusableForm):
    """How often this client is called and written to, beside what the stage says."""

    speak_days = forms.IntegerField(required=False, min_value=1, max_value=365, label="Days between calls")
    hear_days = forms.IntegerField(required=False, min_value=1, max_value=365, label="Days between any words")
    reason = forms.CharField(
        required=False,
        max_length=300,
        help_text="More than 7 days between calls needs one. It stays visible.",
    )


class PauseForm(RefusableForm):
    """Stops the regular calls for a while."""

    until = LocalTime(label="Until", help_text="Empty: until further notice.")
    reason = forms.CharField(max_length=300)


class EndForm(RefusableForm):
    """Ends our care."""

    reason = forms.ChoiceField(choices=list(END_REASONS.items()), widget=forms.RadioSelect)
    words = forms.CharField(required=False, max_length=300, label="In a few words")
