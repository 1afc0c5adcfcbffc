"""The form that connects a calendar."""

from django import forms

from beforehand.web.members.forms import RefusableForm


class ConnectForm(RefusableForm):
    """Where the calendar is, and how to sign in there; a feed needs its address alone."""

    address = forms.CharField(
        label="Address",
        max_length=2000,
        help_text="Of the CalDAV server, such as https://caldav.icloud.com, or of a feed (webcal:// or …/basic.ics).",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url", "spellcheck": "false"}),
        error_messages={"required": "Write the address of the calendar."},
    )
    username = forms.CharField(
        label="User name",
        max_length=254,
        required=False,
        help_text="For CalDAV; a feed needs none.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="App password",
        max_length=500,
        required=False,
        strip=False,
        help_text="Made for this purpose in the settings of your calendar’s account; it is kept encrypted.",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
