"""The form that connects a mailbox."""

from django import forms

from beforehand.records.models import Mailbox
from beforehand.web.members.forms import RefusableForm

_NUMBER_FAULTS = ("required", "invalid", "min_value", "max_value")
_PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class ConnectForm(RefusableForm):
    """An address and a password; of an unusual server also where it is."""

    address = forms.EmailField(
        label="Address",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Write the e-mail address of the mailbox.",
            "invalid": "This is no e-mail address; write one like ana@example.com.",
        },
    )
    password = forms.CharField(
        label="App password",
        max_length=500,
        strip=False,
        help_text="Made for this purpose in the settings of your mail account; it is kept encrypted.",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Write the app password."},
    )
    days = forms.IntegerField(
        label="Days back",
        min_value=0,
        max_value=3650,
        initial=90,
        help_text="How far back the mail that is there already is read; up to 3650.",
        error_messages=dict.fromkeys(_NUMBER_FAULTS, "Write a number of days from 0 to 3650."),
    )


class ServerForm(RefusableForm):
    """Where the mail is read, if the address does not tell."""

    prefix = "server"

    host = forms.CharField(
        label="Server", max_length=253, required=False, help_text="Empty: found by the address.",
        widget=forms.TextInput(attrs=_PLAIN),
    )  # fmt: skip
    port = forms.IntegerField(
        label="Port", min_value=1, max_value=65535, initial=993,
        error_messages=dict.fromkeys(_NUMBER_FAULTS, "Write a port from 1 to 65535."),
    )  # fmt: skip
    security = forms.ChoiceField(
        label="Security", choices=Mailbox.Security.choices, initial=Mailbox.Security.TLS
    )
    username = forms.CharField(
        label="User name", max_length=254, required=False, help_text="Empty: the address.",
        widget=forms.TextInput(attrs=_PLAIN),
    )  # fmt: skip
