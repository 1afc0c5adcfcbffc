"""How a user is found and signed in."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend


class Backend(AuthenticationBackend):
    pass


class Adapter(DefaultAccountAdapter):
    pass
