"""Signing in to mail at Google or Microsoft by OAuth 2: the authorization code, and tokens from it (RFC 6749)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from beforehand.channels.mailbox.connecting import UnreachableError

_TIMEOUT_S = 20
_EARLY = timedelta(minutes=5)  # before its end, a token is taken for spent


@dataclass(frozen=True, slots=True)
class Provider:
    """A mail service that people sign in to, with the addresses of its authorization server."""

    name: str
    host: str
    authorize_url: str
    token_url: str
    scope: str


PROVIDERS = {
    "google": Provider(
        "Google", "imap.gmail.com", "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token", "https://mail.google.com/ email",
    ),
    "microsoft": Provider(
        "Microsoft", "outlook.office365.com", "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
        "https://login.microsoftonline.com/common/oauth2/v2.0/token",
        "https://outlook.office.com/IMAP.AccessAsUser.All offline_access",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class Registration:
    """What the provider knows this installation by; `redirect_url` is the page it sends people back to."""

    client_id: str
    client_secret: str
    redirect_url: str


@dataclass(frozen=True, slots=True, repr=False)
class Tokens:
    """`access` opens the mailbox until `until`; `refresh` gets the next one."""

    access: str
    refresh: str
    until: datetime


def authorization_url(
    provider: Provider, registration: Registration, *, state: str, challenge: str, hint: str
) -> str:
    """Where to send the member; they come back to the redirect page with a code and this state (PKCE, RFC 7636)."""
    return f"{provider.authorize_url}?" + urlencode(
        {
            "client_id": registration.client_id,
            "redirect_uri": registration.redirect_url,
            "response_type": "code",
            "scope": provider.scope,
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "access_type": "offline",  # Google gives a refresh token only so
            "prompt": "consent",
            "login_hint": hint,
        }
    )


def exchange(
    provider: Provider, registration: Registration, *, code: str, verifier: str, at: datetime
) -> Tokens:
    """The tokens for a code that the member brought back."""
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "code_verifier": verifier,
        "redirect_uri": registration.redirect_url,
    }
    return _tokens(provider, registration, asked, at)


def refreshed(provider: Provider, registration: Registration, *, refresh: str, at: datetime) -> Tokens:
    """A new access token; the refresh token stays the old one where the provider gives no new one."""
    return _tokens(provider, registration, {"grant_type": "refresh_token", "refresh_token": refresh}, at)


def _tokens(provider: Provider, registration: Registration, asked: dict[str, str], at: datetime) -> Tokens:
    import requests  # 4 MiB, for those who sign in so

    form = {"client_id": registration.client_id, "client_secret": registration.client_secret, **asked}
    try:
        answer = requests.post(provider.token_url, data=form, timeout=_TIMEOUT_S)
        told = answer.json()
    except (requests.RequestException, ValueError) as fault:
        raise UnreachableError(
            f"{provider.name} does not answer ({type(fault).__name__}): trying again."
        ) from fault
    if answer.status_code >= 500 or answer.status_code == 429:
        raise UnreachableError(f"{provider.name} does not answer ({answer.status_code}): trying again.")
    if not answer.ok or "access_token" not in told:
        code = str(told.get("error", answer.status_code)) if isinstance(told, dict) else answer.status_code
        raise UnreachableError(f"{provider.name} ended the sign-in ({code}): sign in again.", refused=True)
    refresh = told.get("refresh_token") or asked.get("refresh_token", "")
    if not refresh:
        raise UnreachableError(
            f"{provider.name} gave no lasting sign-in: sign in again and allow it.", refused=True
        )
    until = at + timedelta(seconds=int(told.get("expires_in", 3600))) - _EARLY
    return Tokens(told["access_token"], refresh, until)
