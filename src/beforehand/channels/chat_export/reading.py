"""Any chat a member may hand in: a WhatsApp export, a thread or a whole download of Messenger or Instagram."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path, PurePosixPath

from beforehand.channels.chat_export import whatsapp
from beforehand.channels.chat_export.header_lines import begins
from beforehand.channels.chat_export.meta_threads import Download, is_thread, participants, thread
from beforehand.channels.chat_export.people import Contacts, Exporter, Ourselves, ourselves
from beforehand.channels.chat_export.stored import Stored, archived, is_archive, single
from beforehand.rules.call_lengths import Thresholds
from beforehand.rules.captures import Captured, Problem, Unreadable

_HEAD = 4096
_FIRST_LINES = 40
_THREAD_FILE = re.compile(r"(?:^|/)messages/(?:.*/)?message_\d{1,4}\.json$")
_SPAM = "/filtered_threads/"
_HTML_THREAD = re.compile(r"(?:^|/)messages/(?:.*/)?message_\d{1,4}\.html$")
_NAMED = re.compile(r"whatsapp|instagram-|facebook-|messenger", re.IGNORECASE)
_INSIDE = (
    b"_chat.txt",
    b"WhatsApp",
    b"messages/inbox/",
    b"your_instagram_activity/",
    b"your_facebook_activity/",
)
_DEFAULTS = Thresholds()


def recognises(name: str, head: bytes) -> bool:
    """Whether `read` is for a file of that name that begins so; of an archive the beginning may not tell."""
    if is_archive(head):
        return any(word in head[:_HEAD] for word in _INSIDE) or bool(_NAMED.search(PurePosixPath(name).name))
    return is_thread(head) or _is_chat(head)


def recognises_file(path: Path) -> bool:
    """Whether `read` is for the file, archives looked into; False for what is no file."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        return bool(_inside(archived(path))) if is_archive(head) else recognises(path.name, head)
    except (OSError, Unreadable):
        return False


def read(
    file: Path | bytes,
    name: str,
    *,
    ours: Collection[str],
    zone: str,
    country: str = "US",
    thresholds: Thresholds = _DEFAULTS,
) -> Iterator[Captured | Problem]:
    """The contacts of an export in one pass, in the order of each chat; several chats one after another.

    `name` is the file's own, `ours` the member's names and numbers, `zone` the IANA zone of the phone, `country`
    where numbers without one are dialled. Raises Unreadable at once for a file that cannot be read as a whole.
    """
    by = Exporter(ourselves(ours), zone, country, thresholds)
    text = single(file, name)
    try:
        with text.opened() as opened:
            head = opened.read(_HEAD)
    except OSError as fault:
        raise Unreadable(f"{name} cannot be opened ({fault.strerror or fault}); choose it again.") from None
    if is_archive(head):
        return _archive(archived(file), name, by)
    if is_thread(head):
        where = str(file) if isinstance(file, Path) else name
        return thread(text, _download([text], where, by))
    if _is_chat(head):
        return whatsapp.chat(text, name, by).captures()
    raise Unreadable(
        f"{name} is no chat that can be read; choose a chat exported from WhatsApp (.txt or .zip), "
        "or a download of Messenger or Instagram in JSON."
    )


def _archive(members: Sequence[Stored], name: str, by: Exporter) -> Iterator[Captured | Problem]:
    found = _inside(members)
    threads = [text for text in found if text.name.endswith(".json")]
    if threads:
        where = f"{name}/{threads[0].name}"
        return _threads(threads, _download(threads, where, by))
    if len(found) == 1:
        title = name if found[0].name.endswith("_chat.txt") else found[0].name
        return whatsapp.chat(found[0], title, by).captures()
    if found:
        return _chats(found, by)
    if any(_HTML_THREAD.search(member.name) for member in members):
        raise Unreadable(f"{name} is a download in HTML; ask for it again in JSON.")
    raise Unreadable(
        f"{name} holds no chat of WhatsApp and no threads of Messenger or Instagram; choose another."
    )


def _chats(texts: Sequence[Stored], by: Exporter) -> Iterator[Captured | Problem]:
    for text in texts:
        try:
            chat = whatsapp.chat(text, text.name, by)
        except Unreadable as fault:
            yield Problem(text.name, fault.problem)
            continue
        for found in chat.captures():
            if isinstance(found, Problem):
                yield Problem(f"{text.name}, {found.place}", found.problem)
            else:
                yield found


def _threads(texts: Sequence[Stored], download: Download) -> Iterator[Captured | Problem]:
    for text in texts:
        try:
            yield from thread(text, download)
        except Unreadable as fault:
            yield Problem(text.name, fault.problem)


def _inside(members: Sequence[Stored]) -> list[Stored]:
    """The chats of an archive: the texts of WhatsApp, or the threads of a download, each thread's oldest first."""
    exported = [text for text in members if PurePosixPath(text.name).name == "_chat.txt"]
    if exported:
        return exported
    threads = [text for text in members if _THREAD_FILE.search(text.name) and _SPAM not in text.name] or [
        text
        for text in members
        if text.name.endswith(".json") and text.name.count("/") < 2 and is_thread(text.head(_HEAD))
    ]
    if threads:
        return sorted(threads, key=_oldest_first)
    plain = (text for text in members if text.name.lower().endswith(".txt") and text.name.count("/") < 2)
    return [text for text in plain if _is_chat(text.head(_HEAD))]


def _oldest_first(text: Stored) -> tuple[str, int]:
    """Threads by folder; Meta numbers a thread's files from the newest."""
    path = PurePosixPath(text.name)
    number = path.stem.removeprefix("message_")
    return str(path.parent), -int(number) if number.isdecimal() else 0


def _download(threads: Sequence[Stored], where: str, by: Exporter) -> Download:
    app = "instagram" if "instagram" in where.lower() or _tells_instagram(threads[0]) else "messenger"
    return Download(app, by.ours, _owner(threads, by.ours), Contacts(app, by.country), by.thresholds)


def _tells_instagram(text: Stored) -> bool:
    head = text.head(1 << 16)
    return b"your_instagram_activity/" in head or b"www.instagram.com/" in head


def _owner(threads: Sequence[Stored], us: Ourselves) -> str:
    """The member: who bears one of their names, else who alone is in all of several threads; nothing if nobody."""
    seen: Counter[str] = Counter()
    sets = set()
    for text in threads:
        names = participants(text)
        sets.add(names)
        seen.update(names)
    own = [name for name in seen if us.has(name)]
    if own:
        return max(own, key=lambda name: seen[name])
    everywhere = [name for name, count in seen.items() if count == len(threads)]
    return everywhere[0] if len(everywhere) == 1 and len(sets) > 1 else ""


def _is_chat(head: bytes) -> bool:
    """Whether the first line, or two of the first lines, begin a message of WhatsApp."""
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    lines = [line for line in head.decode(encoding, "replace").split("\n")[:_FIRST_LINES] if line.strip()]
    return bool(lines) and (begins(lines[0]) or sum(map(begins, lines)) > 1)
