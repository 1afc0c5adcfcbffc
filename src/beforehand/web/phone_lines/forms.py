"""The form that connects a telephone line."""

from typing import Any

from django import forms

from beforehand.queries import access
from beforehand.records.models import Member
from beforehand.web.members.forms import RefusableForm

_PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class LineForm(RefusableForm):
    """A number at Twilio, the account that signs for it, and whose calls and texts come to it."""

    number = forms.CharField(
        label="Number", max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        error_messages={"required": "Write the number, like +1 512 555 0100."},
    )  # fmt: skip
    account = forms.CharField(
        label="Account SID", max_length=64, widget=forms.TextInput(attrs=_PLAIN),
        help_text="On the first page of Twilio’s console; it begins with AC.",
        error_messages={"required": "Copy the account SID from Twilio."},
    )  # fmt: skip
    secret = forms.CharField(
        label="Auth token", max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Beside the account SID. It tells Twilio’s reports from forged ones, and is kept encrypted.",
        error_messages={"required": "Copy the auth token from Twilio."},
    )  # fmt: skip
    member = forms.ModelChoiceField(
        Member.objects.none(), label="Whose line", empty_label=None,
        help_text="Calls and texts with clients are logged as theirs.",
        error_messages={
            "required": "Choose whose line it is.",
            "invalid_choice": "Choose a colleague from the list.",
        },
    )  # fmt: skip

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 tells the type checker
        field.queryset = access.colleagues(member)
        field.initial = member.pk
