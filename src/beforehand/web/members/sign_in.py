"""How a user is found and signed in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from beforehand.queries import access
from beforehand.records.models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Finds the user of a session together with seat and office, in one statement."""

    def get_user(self, user_id: int) -> User | None:
        return access.signed_in(user_id)


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Seats are given by brokers, so nobody signs up; and the pages say for themselves that one is signed in."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "This e-mail address and this password do not belong together; try again.",
        "too_many_login_attempts": "Too many tries: wait five minutes, or ask your broker for a one-time link.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        return None
