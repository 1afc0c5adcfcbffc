"""The audit without names: for showing it to somebody who need not know who the clients are."""

import re
from dataclasses import replace

from beforehand.reports.audit.auditing import Audit, SourceProblem
from beforehand.reports.audit.figures import Client

_PLACE = re.compile(r"(?:message|row|line|byte) \d+")
_UNTOLD = "It could not be read; run the audit with names to see why."


def hidden(audit: Audit) -> Audit:
    """The same audit with clients and files by number, and with nothing that anybody wrote."""
    files: dict[str, str] = {}
    for each in audit.problems:
        files.setdefault(each.file, f"File {len(files) + 1}")
    return replace(
        audit,
        clients=tuple(_hidden_client(client, n) for n, client in enumerate(audit.clients, 1)),
        problems=tuple(
            SourceProblem(files[each.file], " at ".join(_PLACE.findall(each.place)), _UNTOLD)
            for each in audit.problems
        ),
    )


def _hidden_client(client: Client, number: int) -> Client:
    asks = tuple(replace(ask, text="") for ask in client.asked_first)
    return replace(client, name=f"Client {number}", asked_first=asks)
