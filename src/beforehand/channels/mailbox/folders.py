"""Which folders of a mailbox hold its mail, by the flags the server gives them, and how far each goes."""

from dataclasses import dataclass

from imap_tools import BaseMailBox

_SENT_NAMES = ("sent", "sent items", "sent messages", "sent mail", "gesendet", "enviados", "envoyés")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder to read; `next_uid` is the number that the next message to come will have."""

    name: str
    is_sent: bool
    uidvalidity: int
    next_uid: int


def folders(box: BaseMailBox) -> list[Folder]:
    """Where the mail lies: in the folder of all mail where there is one, else in the sent mail and the inbox.

    The sent mail first: what came back is known as ours once it has been read."""
    found = box.folder.list()
    flagged = {flag.casefold(): info.name for info in found for flag in info.flags}
    if every := flagged.get("\\all"):
        return [_folder(box, every, is_sent=False)]
    sent = flagged.get("\\sent") or next(
        (info.name for info in found if info.name.rsplit(info.delim or "/")[-1].casefold() in _SENT_NAMES),
        None,
    )
    inbox = _folder(box, "INBOX", is_sent=False)
    return [_folder(box, sent, is_sent=True), inbox] if sent else [inbox]


def _folder(box: BaseMailBox, name: str, *, is_sent: bool) -> Folder:
    status = box.folder.status(name, ["UIDNEXT", "UIDVALIDITY"])
    return Folder(name, is_sent, status["UIDVALIDITY"], status["UIDNEXT"])
