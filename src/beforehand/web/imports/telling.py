"""What the pages of an import say, in words."""

from collections.abc import Mapping

from beforehand.actions.imports.choices import Target
from beforehand.actions.imports.planning import PlannedRow, Verdict
from beforehand.intake.importing import CHAT_EXPORT, CLIENT_LIST, MAIL_ARCHIVE, PHONE_LOG
from beforehand.playbooks.packs import Pack
from beforehand.queries.imports import ImportRow
from beforehand.records.models import Client, Import
from beforehand.web.clients.forms import stage_choices

Options = list[tuple[str, list[tuple[str, str]]]]

VERDICTS = {
    Verdict.NEW: "new",
    Verdict.MATCHING: "here already",
    Verdict.PERHAPS: "perhaps here already",
    Verdict.DUPLICATE: "twice in the file",
    Verdict.WRONG: "cannot come in",
    Verdict.LEFT_OUT: "left out",
}
THINGS = {PHONE_LOG: "log", CHAT_EXPORT: "chat", MAIL_ARCHIVE: "mail"}
_NOTHING_NEW = "Nothing new came in"
_STATES = {
    Import.State.RUNNING: "coming in",
    Import.State.FAILED: "stopped",
    Import.State.UNDONE: "undone",
}


def care_options(words: Pack) -> Options:
    """Sides with the stages in which somebody is under our care, each as the tick that chooses it."""
    return [
        (side, [(f"active {value}", title) for value, title in stages if not value.endswith(":past")])
        for side, stages in stage_choices(words)
    ]


def target_words(target: Target | None, words: Pack) -> str:
    """Known only; Buyer: searching; Past client."""
    if target is None or target.care == Client.Care.KNOWN:
        return "Known only"
    if target.care == Client.Care.PAST:
        return "Past client"
    return stage_words(target.side, target.stage, words)


def stage_words(side: str, stage: str, words: Pack) -> str:
    """Buyer: searching."""
    found = words.stage(stage)
    return f"{words.sides.get(side, side)}: {(found.title if found else stage).lower()}"


def what_happens(row: PlannedRow, on_match: str) -> str:
    """What becomes of a row that is here already; of others the reason alone."""
    if row.verdict == Verdict.MATCHING:
        return "What is missing there is added." if on_match == "update" else "Left as it is."
    if row.verdict == Verdict.DUPLICATE:
        return "Added to the earlier row." if on_match == "update" else "The earlier row comes in."
    if row.verdict == Verdict.PERHAPS:
        return "Not brought in: if it is somebody else, add them by hand."
    return ""


def came_in(row: ImportRow) -> str:
    """What an import has brought, for a line of the list."""
    if row.state == Import.State.FAILED and not row.rows_done:
        return "Nothing came in"
    if row.state in _STATES:
        return _STATES[Import.State(row.state)].capitalize()
    if row.kind != CLIENT_LIST:
        new, known = row.counts["touches"]["new"], row.counts["touches"]["known"]
        told = [f"{_contacts(new, row.kind)} came in" if new else _NOTHING_NEW]
        told += [f"{known:,} known already"] if known else []
    else:
        clients = row.counts["clients"]
        told = [f"{clients['new']:,} came in" if clients["new"] else _NOTHING_NEW]
        told += [f"{clients['matched']:,} here already"] if clients["matched"] else []
    refused = refused_count(row)
    return ", ".join([*told, f"{refused:,} refused"] if refused else told)


def refused_count(row: ImportRow) -> int:
    """The rows that did not come in because something is wrong with them."""
    return int(row.counts["clients"]["refused"] + row.counts["touches"]["refused"])


def headline(row: ImportRow) -> str:
    """What an import that has ended comes to."""
    if row.state == Import.State.UNDONE:
        return "Undone"
    if row.state == Import.State.FAILED:
        return "This file stopped" if row.rows_done else "Nothing of this file came in"
    if row.kind != CLIENT_LIST:
        new = row.counts["touches"]["new"]
        return f"{_contacts(new, row.kind)} came in" if new else _NOTHING_NEW
    new = row.counts["clients"]["new"]
    return f"{_many(new, 'contact', 'contacts')} came in" if new else _NOTHING_NEW


def sentences(row: ImportRow, cares: Mapping[str, int]) -> list[str]:
    """What came in, who is under our care, and what did not, a sentence each."""
    return _list_sentences(row, cares) if row.kind == CLIENT_LIST else _log_sentences(row)


def shared_sentence(count: int) -> str:
    """How many calls and messages are with a number that is not one client's alone."""
    return f"{count:,} shared by several clients: log {'it' if count == 1 else 'them'} by hand."


def undone_sentences(undone: Mapping[str, int], kind: str) -> list[str]:
    """What undoing did."""
    done = (
        (undone["removed"], "{} removed.", "contact", "contacts"),
        (undone["ended"], "{} ended rather than removed: the ledger knows them.", "client", "clients"),
        (undone["given_back"], "{} given back as they were.", "client", "clients"),
        (undone["voided"], "{} voided.", *_words(kind)),
        (undone["kept"], "{} stayed:", "client", "clients"),
    )
    told = [text.format(_many(count, one, many)) for count, text, one, many in done if count]
    return told or ["There was nothing to take back."]


def _list_sentences(row: ImportRow, cares: Mapping[str, int]) -> list[str]:
    active, past, known = (
        cares.get(care, 0) for care in (Client.Care.ACTIVE, Client.Care.PAST, Client.Care.KNOWN)
    )
    parts = []
    if active:
        parts.append(f"{active:,} under care, first calls spread over the week")
    if past:
        parts.append(_many(past, "past client", "past clients"))
    if known:
        parts.append(f"{known:,} known only")
    told = [f"{'; '.join(parts)}."] if parts else []
    if matched := row.counts["clients"]["matched"]:
        left = "left as it is" if matched == 1 else "left as they are"
        what = "what was missing was added" if row.choices["on_match"] == "update" else left
        told.append(f"{matched:,} {'was' if matched == 1 else 'were'} here already: {what}.")
    return told


def _log_sentences(row: ImportRow) -> list[str]:
    touches = row.counts["touches"]
    told = []
    if touches["known"]:
        told.append(f"{touches['known']:,} {'was' if touches['known'] == 1 else 'were'} known already.")
    shared = touches.get("shared", 0)  # imports of before it was counted have none
    if nobodys := touches["unmatched"] - shared:
        nobody = "numbers of nobody you know" if row.kind == PHONE_LOG else "nobody you know"
        told.append(
            f"{nobodys:,} with {nobody}: counted, not logged. "
            "Add a client and bring the file again, and theirs come in."
        )
    if shared:
        told.append(shared_sentence(shared))
    if passed := touches.get("passed", 0):
        told.append(f"{passed:,} left out: newsletters, mail among yourselves and from machines.")
    return told


def _contacts(count: int, kind: str) -> str:
    return _many(count, *_words(kind))


def _words(kind: str) -> tuple[str, str]:
    return ("e-mail", "e-mails") if kind == MAIL_ARCHIVE else ("call or message", "calls and messages")


def _many(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
