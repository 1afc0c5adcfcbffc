"""The preview of a phone log, a chat or mail: what it would bring, counted, and what somebody has to say of it."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from beforehand.actions.imports.choices import Choices, read_choices
from beforehand.actions.imports.whose import judged
from beforehand.intake import importing
from beforehand.queries import access, own_addresses
from beforehand.queries.imports import ImportRow
from beforehand.queries.matching import Holder
from beforehand.records.models import Member
from beforehand.rules.contact_points import normal_email
from beforehand.web.imports.telling import THINGS, shared_sentence
from beforehand.web.imports.uploads import LARGEST
from beforehand.web.seats import SeatedRequest, this_moment

_AT_ONCE = 1000
_VOICE = ("call", "video")
# Of an archive with pictures only the words are read, and of mail no more than what is shown.
_LIMITS = {
    importing.PHONE_LOG: (5 << 20, 5000),
    importing.CHAT_EXPORT: (256 << 20, 20_000),
    importing.MAIL_ARCHIVE: (LARGEST, 2000),
}


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody who writes in a chat under the full name of one client, and how often."""

    handle: str
    name: str
    client_id: int
    client: str
    count: int


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What the beginning of a log, a chat or mail would bring; `is_whole` where that is all of it.

    `sent` are the messages of ours among them, `passed` those that are no contact.
    """

    calls: int
    messages: int
    sent: int
    passed: int
    with_clients: int
    clients: int
    nobodys: int
    shared: int
    refused: int
    likely: tuple[Likely, ...]
    is_whole: bool

    @property
    def told_of_shared(self) -> str:
        """1 shared by several clients; nothing where none is."""
        return shared_sentence(self.shared) if self.shared else ""

    @property
    def people(self) -> str:
        """1 client, 5 clients."""
        return f"{self.clients} client{'' if self.clients == 1 else 's'}"


def log_page(request: SeatedRequest, row: ImportRow) -> HttpResponse:
    """A log, a chat or mail that waits for confirmation; importing.Refused where it cannot be read."""
    agent = access.agent(request.member, row.agent_id)
    known = own_addresses.of_office(agent.office_id)
    context = {
        "section": "import",
        "row": row,
        "glimpse": glimpse(row, agent, this_moment()),
        "thing": THINGS[row.kind],
        "known": ", ".join(address for address, owner in known.items() if owner == agent.pk),
        "ours": ", ".join(read_choices(row.choices).ours),
    }
    return render(request, "imports/log.html", context)


def told_of_log(form: QueryDict, choices: Choices) -> Choices | None:
    """The choices with what was said of a log: whose handles are, from where the agent wrote; None where nothing was.

    What is no address is passed over: the preview shows which are counted."""
    pairs = (them.partition(" ") for them in form.getlist("them"))
    whose = {handle: int(client_id) for client_id, _, handle in pairs if client_id.isdecimal() and handle}
    if whose:
        return replace(choices, whose=whose)
    if "ours" not in form:
        return None
    addresses = (normal_email(word) for word in re.split(r"[\s,;]+", form.get("ours", "")))
    return replace(choices, ours=tuple(dict.fromkeys(each for each in addresses if each)))


def glimpse(row: ImportRow, agent: Member, at: datetime) -> Glimpse | None:
    """What the file would bring at `at`; None where it is too large to be read while somebody waits."""
    path = Path(row.path)
    most_bytes, most_lines = _LIMITS[row.kind]
    if path.exists() and path.stat().st_size > most_bytes:
        return None
    ours = read_choices(row.choices).ours
    lines = importing.logged(path, kind=row.kind, agent=agent, name=row.file_name, ours=ours)
    counts: Counter[str] = Counter()
    clients: set[int] = set()
    likely: Counter[tuple[str, str, Holder]] = Counter()
    read = islice(lines, most_lines)
    while batch := list(islice(read, _AT_ONCE)):
        found = judged(batch, agent, at)
        those = {line.row: line for line, _ in found.matched}  # one to several clients is one message
        perhaps = [line for line, _ in found.likely]
        others = (*found.shared, *perhaps, *found.nobodys)
        kept = [*those.values(), *(line for line in others if line.row not in those)]
        counts.update("call" if line.captured.channel in _VOICE else "written" for line in kept)
        counts.update(line.captured.direction for line in kept)
        counts.update(matched=len(those), shared=len(found.shared), passed=found.passed)
        counts.update(nobodys=len(found.nobodys) + len(perhaps))
        likely.update((line.captured.points[0][1], line.captured.name, who) for line, who in found.likely)
        counts["refused"] += found.refused
        clients |= {holder.client_id for _, holder in found.matched}
    return Glimpse(
        calls=counts["call"],
        messages=counts["written"],
        sent=counts["out"],
        passed=counts["passed"],
        with_clients=counts["matched"],
        clients=len(clients),
        nobodys=counts["nobodys"],
        shared=counts["shared"],
        refused=counts["refused"],
        likely=tuple(
            Likely(handle, name, who.client_id, who.name, count)
            for (handle, name, who), count in likely.most_common()
        ),
        is_whole=next(lines, None) is None,
    )
