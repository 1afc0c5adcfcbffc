"""Takes messages out of a folder without a trace: nothing is marked, moved or deleted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from imap_tools import AND, BaseMailBox
from imap_tools.errors import MailboxFetchError
from imap_tools.utils import check_command_status

_LARGEST = 256 * 1024  # of a longer message the beginning, in which its words are
_AT_ONCE = 25
_UID = re.compile(rb"\bUID (\d+)")
_FLAGS = re.compile(rb"\bFLAGS \(([^)]*)\)")


@dataclass(frozen=True, slots=True)
class Raw:
    """A message as the server gave it, at most its first 256 KiB."""

    uid: int
    content: bytes
    is_draft: bool


def open_folder(box: BaseMailBox, name: str) -> None:
    """Selects the folder by EXAMINE, under which the server lets nothing be changed."""
    box.folder.set(name, readonly=True)


def uids_from(box: BaseMailBox, uid: int) -> list[int]:
    """The numbers of the messages from `uid` on, the oldest first."""
    # A server answers "5:*" with its last message though that be number 3.
    return sorted(found for found in map(int, box.uids(f"UID {uid}:*")) if found >= uid)


def uids_before(box: BaseMailBox, uid: int, since: date) -> list[int]:
    """The numbers below `uid` of the messages that arrived on that day or later, the newest first."""
    if uid <= 1:
        return []
    found = box.uids(AND(date_gte=since, uid=f"1:{uid - 1}"))
    return sorted((each for each in map(int, found) if each < uid), reverse=True)


def fetch(box: BaseMailBox, uids: Sequence[int]) -> Iterator[Raw]:
    """The messages of these numbers in their order; one that has been deleted meanwhile is left out."""
    for start in range(0, len(uids), _AT_ONCE):
        wanted = uids[start : start + _AT_ONCE]
        found = _fetch_some(box, wanted)
        yield from (found[uid] for uid in wanted if uid in found)


def _fetch_some(box: BaseMailBox, uids: Sequence[int]) -> dict[int, Raw]:
    answer = box.client.uid("fetch", ",".join(map(str, uids)), f"(UID FLAGS BODY.PEEK[]<0.{_LARGEST}>)")
    check_command_status(answer, MailboxFetchError)
    found = {}
    pieces = answer[1]
    for place, piece in enumerate(pieces):
        if not isinstance(piece, tuple):
            continue
        # Flags and number may stand before the message or in the piece behind it.
        behind = (
            pieces[place + 1] if place + 1 < len(pieces) and isinstance(pieces[place + 1], bytes) else b""
        )
        told = piece[0] + b" " + behind
        if uid := _UID.search(told):
            flags = _FLAGS.search(told)
            is_draft = bool(flags and b"\\draft" in flags[1].lower())
            found[int(uid[1])] = Raw(int(uid[1]), piece[1], is_draft)
    return found
