"""Where the mail of an address is read, for the services that most people use."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Server:
    """An IMAP server; `needs` says what kind of password it takes."""

    host: str
    port: int = 993
    security: str = "tls"
    needs: str = ""


_GOOGLE = Server("imap.gmail.com", needs="Google takes an app password: myaccount.google.com/apppasswords.")
_MICROSOFT = Server(
    "outlook.office365.com", needs="Microsoft takes no password any more: sign in there instead."
)
_YAHOO = Server("imap.mail.yahoo.com", needs="Yahoo takes an app password from your account’s security page.")
_APPLE = Server("imap.mail.me.com", needs="iCloud takes an app-specific password from account.apple.com.")
_KNOWN = {
    "gmail.com": _GOOGLE, "googlemail.com": _GOOGLE,
    "outlook.com": _MICROSOFT, "hotmail.com": _MICROSOFT, "live.com": _MICROSOFT, "msn.com": _MICROSOFT,
    "yahoo.com": _YAHOO, "ymail.com": _YAHOO, "aol.com": Server("imap.aol.com"),
    "icloud.com": _APPLE, "me.com": _APPLE, "mac.com": _APPLE,
    "fastmail.com": Server("imap.fastmail.com", needs="Fastmail takes an app password from its settings."),
    "comcast.net": Server("imap.comcast.net"), "att.net": Server("imap.mail.att.net"),
    "verizon.net": Server("imap.aol.com"), "gmx.com": Server("imap.gmx.com"), "gmx.net": Server("imap.gmx.net"),
    "zoho.com": Server("imap.zoho.com"),
}  # fmt: skip


def server_of(address: str) -> Server:
    """The server of a known service, else the one that most others have: imap. and the domain."""
    domain = address.rpartition("@")[2].strip().lower()
    return _KNOWN.get(domain) or Server(f"imap.{domain}")
