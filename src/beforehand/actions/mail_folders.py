"""How far the folders of a mailbox have been read."""

from beforehand.records.models import Mailbox, MailFolder


def opened(*, mailbox: Mailbox, name: str, is_sent: bool, uidvalidity: int, next_uid: int) -> MailFolder:
    """The folder as far as it has been read; new, or numbered anew by its server, it is filled from its end back.

    What is read twice so is known by its external id and changes nothing.
    """
    folder = MailFolder.objects.filter(mailbox=mailbox, name=name).first()
    if folder is not None and folder.uidvalidity == uidvalidity:
        return folder
    fresh = {
        "office_id": mailbox.office_id,
        "is_sent": is_sent,
        "uidvalidity": uidvalidity,
        "read_uid": next_uid - 1,
        "back_uid": next_uid,
        "to_fill": 0,
        "filled": 0,
    }
    return MailFolder.objects.update_or_create(mailbox=mailbox, name=name, defaults=fresh)[0]


def read_on(folder: MailFolder, *, up_to: int) -> None:
    """All up to this number has been read."""
    MailFolder.objects.filter(pk=folder.pk, read_uid__lt=up_to).update(read_uid=up_to)


def filled_back(folder: MailFolder, *, down_to: int | None, filled: int, left: int) -> None:
    """The back-fill has come down to this number, None for its end, with so many more read and so many left."""
    done = folder.filled + filled
    MailFolder.objects.filter(pk=folder.pk).update(back_uid=down_to, filled=done, to_fill=done + left)
