"""Files brought in: what they are, what they would do, and the run that does it, for the terminal, pages and worker."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path

from beforehand.actions.captures.recording import Hear, Understood
from beforehand.actions.imports import progress
from beforehand.actions.imports.choices import Choices, missing_labels, no_such_label, read_choices
from beforehand.actions.imports.clients import bring_clients
from beforehand.actions.imports.handles import teach_handles
from beforehand.actions.imports.mappings import remember_mapping
from beforehand.actions.imports.planning import Plan, plan
from beforehand.actions.imports.rows import Line, RowProblem
from beforehand.actions.imports.touches import BATCH, bring_touches
from beforehand.actions.imports.whose import judged
from beforehand.actions.refusals import Refusal
from beforehand.channels.chat_export import reading as chat_exports
from beforehand.channels.client_list import reading as client_lists
from beforehand.channels.mail_archive import reading as mail_archives
from beforehand.channels.phone_log import reading as phone_logs
from beforehand.channels.phone_log.records import Unreadable as UnreadableLog
from beforehand.intake.captures import understood
from beforehand.intake.chat_exports import read_chats
from beforehand.intake.client_lists import Listed, read_list
from beforehand.intake.ears import ear_of
from beforehand.intake.mail_archives import read_archive
from beforehand.intake.phone_logs import read_log
from beforehand.records.models import Import, Member
from beforehand.rules.captures import Captured, Unreadable

CLIENT_LIST, PHONE_LOG, CHAT_EXPORT, MAIL_ARCHIVE = KINDS = (
    "client_list",
    "phone_log",
    "chat_export",
    "mail_archive",
)


class Refused(Exception):
    """A file as a whole that cannot come in; the problem says why and what to do."""

    def __init__(self, problem: RowProblem) -> None:
        super().__init__(problem.problem)
        self.problem = problem


def kind_of(path: Path, name: str = "") -> str:
    """One of KINDS, by what stands in the file, which its owner calls `name`; what is none else is tried as a list."""
    if not path.exists():
        raise Refused(RowProblem(0, "file", f"{path.name} is not there; check the name.", is_refused=True))
    if phone_logs.recognises(path):
        return PHONE_LOG
    if chat_exports.recognises_file(path):
        return CHAT_EXPORT
    if mail_archives.is_mail(path, name):
        return MAIL_ARCHIVE
    if path.is_dir():
        fault = (
            f"{path.name} is a folder without mail or pages of Google Voice; name the files in it one by one."
        )
        raise Refused(RowProblem(0, "file", fault, is_refused=True))
    return CLIENT_LIST


def listed(path: Path, *, mapping: Mapping[str, str], by: Member, is_whole: bool = False) -> Listed:
    """The client list in the file; Refused where there is none."""
    try:
        return read_list(path, mapping=mapping, by=by, is_whole=is_whole)
    except client_lists.Unreadable as fault:
        raise Refused(RowProblem(0, fault.field, fault.problem, is_refused=True)) from None
    except OSError as fault:
        raise Refused(RowProblem(0, "file", _unopened(path, fault), is_refused=True)) from None


def logged(
    path: Path, *, kind: str, agent: Member, name: str, start: int = 0, ours: Collection[str] = ()
) -> Iterator[Line]:
    """The lines after the first `start` of the log, chat or mail in the file; Refused where there are none.

    `name` is what its owner calls the file, `ours` are addresses the agent wrote from beside those we know."""
    try:
        if kind == MAIL_ARCHIVE:
            return read_archive(path, name, agent=agent, start=start, also_ours=ours)
        lines = read_chats(path, name, agent=agent) if kind == CHAT_EXPORT else read_log(path, agent=agent)
        return islice(lines, start, None)
    except (UnreadableLog, Unreadable) as fault:
        raise Refused(RowProblem(0, "file", fault.problem, is_refused=True)) from None
    except OSError as fault:
        raise Refused(RowProblem(0, "file", _unopened(path, fault), is_refused=True)) from None


def likely(path: Path, *, kind: str, agent: Member, at: datetime) -> dict[str, int]:
    """The handles of a chat that have the full name of one client, and whose that is; none of a phone log."""
    found: dict[str, int] = {}
    lines = logged(path, kind=kind, agent=agent, name=path.name) if kind == CHAT_EXPORT else iter(())
    while batch := list(islice(lines, BATCH)):
        for line, holder in judged(batch, agent, at).likely:
            found[line.captured.points[0][1]] = holder.client_id
    return found


def preview(import_id: int, *, at: datetime) -> Plan:
    """What a client list that waits for confirmation would do now; writes nothing. Refused, Refusal."""
    imported = _import(import_id)
    found = listed(Path(imported.path), mapping=imported.choices["mapping"], by=imported.by, is_whole=True)
    return planned(found, read_choices(imported.choices), imported, at=at)


def planned(found: Listed, choices: Choices, imported: Import, *, at: datetime) -> Plan:
    """The plan of this import for that list; Refusal where a chosen label is on no row."""
    if missing := missing_labels(choices, found.labels):
        raise Refusal(no_such_label(missing, found.labels))
    return plan(
        found.candidates,
        found.problems,
        choices=choices,
        by=imported.by,
        agent=imported.agent,
        at=at,
        beside_import=imported.pk,
    )


def run(import_id: int, at: datetime) -> None:
    """Brings in what is confirmed; cut off, the next run goes on where this one stopped; done, it does nothing."""
    imported = _import(import_id)
    if imported.state == Import.State.RUNNING:
        _run(imported, None, at)


def bring(
    path: Path,
    found: Listed | None,
    *,
    choices: Choices,
    agent: Member,
    by: Member,
    at: datetime,
    kind: str = PHONE_LOG,
) -> Import:
    """Brings in a file at once, a list as it was read or, without one, a log of that kind; the import as it ended."""
    imported = progress.begin(
        kind=kind if found is None else CLIENT_LIST,
        file_name=path.name,
        path=str(path.resolve()),
        agent=agent,
        by=by,
        at=at,
        choices=choices,
    )
    _run(imported, found, at)
    imported.refresh_from_db()
    return imported


def _run(imported: Import, found: Listed | None, at: datetime) -> None:
    try:
        if imported.kind == CLIENT_LIST:
            _run_list(imported, found, at)
        else:
            _run_log(imported, at)
    except Refused as refused:
        progress.stop(imported.pk, refused.problem, at=at)
    except Refusal as refusal:
        progress.stop(imported.pk, RowProblem(0, "choices", str(refusal), is_refused=True), at=at)
    else:
        progress.finish(imported.pk, at=at)


def _run_list(imported: Import, found: Listed | None, at: datetime) -> None:
    choices = read_choices(imported.choices)
    if found is None:
        found = listed(Path(imported.path), mapping=choices.mapping, by=imported.by, is_whole=True)
    bring_clients(imported.pk, planned(found, choices, imported, at=at), at=at)
    if choices.mapping:
        remember_mapping(found.headers, found.mapping, by=imported.by, at=at)


def _run_log(imported: Import, at: datetime) -> None:
    agent = imported.agent
    start = imported.rows_done
    lines = logged(
        Path(imported.path),
        kind=imported.kind,
        agent=agent,
        name=imported.file_name,
        start=start,
        ours=read_choices(imported.choices).ours,
    )
    teach_handles(imported.pk, at=at)
    while batch := list(islice(lines, BATCH)):
        if not bring_touches(imported.pk, batch, start=start, at=at, hear=_ear(agent, at)):
            return
        start += len(batch)


def _ear(agent: Member, at: datetime) -> Hear:
    """What messages ask, heard in the agent's zone with the office's ear."""
    ear = ear_of(agent.office_id)

    def hear(captured: Captured) -> Understood:
        return understood(captured, agent, at, ear)

    return hear


def _import(import_id: int) -> Import:
    return Import.objects.select_related("by__office", "agent__office").get(pk=import_id)


def _unopened(path: Path, fault: OSError) -> str:
    return f"{path.name} cannot be opened ({fault.strerror or fault}); choose it again."
