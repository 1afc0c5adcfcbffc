"""What an uploaded file is, before anything is opened for it: a list, a log, or nothing we can bring in."""

from pathlib import Path

from beforehand.actions.imports.rows import RowProblem
from beforehand.channels.client_list import reading
from beforehand.intake import importing
from beforehand.queries.imports import ImportRow, remembered_mapping
from beforehand.records.models import Member
from beforehand.rules.contact_points import normal_email, normal_phone
from beforehand.web.imports.uploads import Received

_LARGEST_LIST = 100 << 20  # bytes; a log of calls is read line by line and may be larger


def kind_of(upload: Received, *, agent: Member) -> str:
    """Which of importing.KINDS it is; importing.Refused says why it is none."""
    kind = importing.kind_of(upload.path, upload.name)
    if kind != importing.CLIENT_LIST:
        if next(importing.logged(upload.path, kind=kind, agent=agent, name=upload.name), None) is None:
            raise _refused("there are no calls and no messages in it")
        return kind
    if upload.path.stat().st_size > _LARGEST_LIST:
        raise _refused("a client list over 100 MB: export it without pictures, or in parts")
    try:
        is_empty = next(iter(reading.read(upload.path).rows), None) is None
    except reading.Unreadable as fault:
        if not _can_be_mapped(upload.path, fault, agent.office.country):
            raise _refused(fault.problem) from None
    else:
        if is_empty:
            raise _refused("there are no contacts in it")
    return kind


def sentence(name: str, path: Path, problem: RowProblem) -> str:
    """One sentence that names the file as its owner does."""
    words = named(problem.problem, name, path)
    words = words if words.startswith(name) else f"{name}: {words}"
    return words if words.endswith(".") else f"{words}."


def named(text: str, name: str, path: Path) -> str:
    """The text with the file's own name in place of the random one under which it lies."""
    return text.replace(path.name, name)


def needs_columns(row: ImportRow, member: Member) -> bool:
    """Whether somebody has to say first what the columns of this list are."""
    if row.choices["mapping"]:
        return False
    try:
        found = reading.read(Path(row.path))
    except reading.Unreadable as fault:
        return bool(fault.headers) and remembered_mapping(member, fault.headers) is None
    except OSError:
        return False
    return found.make == "guessed" and remembered_mapping(member, found.headers) is None


def _can_be_mapped(path: Path, fault: reading.Unreadable, country: str) -> bool:
    """Whether there is a header, and below it something by which people are reached."""
    if not fault.headers or any(_reaches(header, country) for header in fault.headers):
        return False
    return any(
        _reaches(value, country) for column in reading.columns(path, examples=20) for value in column.examples
    )


def _reaches(text: str, country: str) -> bool:
    return bool(normal_email(text) or normal_phone(text, country))


def _refused(problem: str) -> importing.Refused:
    return importing.Refused(RowProblem(0, "file", problem, is_refused=True))
