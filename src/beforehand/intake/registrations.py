"""What Google and Microsoft know this installation by, from the environment."""

from django.conf import settings

from beforehand.channels.mailbox.connecting import UnreachableError
from beforehand.channels.mailbox.oauth import PROVIDERS, Registration


def registration(provider: str) -> Registration:
    """The registration at `google` or `microsoft`; raises Unreachable where the installation has none."""
    client_id, client_secret = settings.MAIL_SIGN_IN[provider]
    if not client_id:
        name = PROVIDERS[provider].name
        raise UnreachableError(
            f"This installation is not registered with {name}: set BEFOREHAND_{name.upper()}_CLIENT.",
            refused=True,
        )
    return Registration(client_id, client_secret, f"{settings.URL}/settings/mailboxes/{provider}/return/")


def registered() -> list[str]:
    """The services that a mailbox can be connected to by signing in there."""
    return [provider for provider, (client_id, _) in settings.MAIL_SIGN_IN.items() if client_id]
