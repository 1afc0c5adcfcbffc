"""Signs a member in without asking for the password: at the first run, and after a one-time link."""

from django.contrib.auth import login
from django.http import HttpRequest

from beforehand.records.models import Member


def sign_in(request: HttpRequest, member: Member) -> None:
    """Makes the request's session that of this member; a session of somebody else ends."""
    login(request, member.user, backend="beforehand.web.members.sign_in.Backend")
