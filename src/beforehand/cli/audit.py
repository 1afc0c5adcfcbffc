"""`beforehand audit`: what the mail, calls and chats one already has say about who had to ask. Needs no database."""

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from beforehand.cli.audit_arguments import cadence_of, owner_of, page_file, since_of, zone_here
from beforehand.cli.audit_sources import Owner, Source, clients_of, pieces, sources
from beforehand.cli.output import json_option, print_json
from beforehand.reports.audit.auditing import Audit, SourceProblem, audit
from beforehand.reports.audit.documents import document
from beforehand.reports.audit.gathering import Gathering, Listed
from beforehand.reports.audit.hiding import hidden
from beforehand.reports.audit.telling import headline
from beforehand.reports.audit.understanding import understand
from beforehand.rules.captures import Captured, Problem, Unreadable

_SHOWN = 5


@click.command("audit")
@click.argument("paths", metavar="PATH…", nargs=-1, required=True)
@click.option(
    "--me",
    "mine",
    metavar="ADDRESS_OR_NUMBER…",
    multiple=True,
    required=True,
    help="An e-mail address or phone number of yours; several may follow.",
)
@click.option("--since", metavar="DATE", help="Look at what came from that day on.")
@click.option(
    "--clients", metavar="FILE", help="A list of your clients; without one, those you had an exchange with."
)
@click.option("--cadence", default="P7D", show_default=True, help="How often a client is owed a word.")
@click.option("--my-name", "names", metavar="NAME", multiple=True, help="Your name as it stands in a chat.")
@click.option("--zone", help="Your time zone, as America/Chicago; without it that of this computer.")
@click.option("--country", default="US", show_default=True, help="Where short numbers are dialled.")
@json_option
@click.option("--anonymous", is_flag=True, help="Clients by number, and nothing that anybody wrote.")
@click.option(
    "--out", metavar="FILE", help="Where the page goes: report.html, or nowhere with --json, unless given."
)
def audit_command(
    *,
    paths: tuple[str, ...],
    mine: tuple[str, ...],
    since: str | None,
    clients: str | None,
    cadence: str,
    names: tuple[str, ...],
    zone: str | None,
    country: str,
    as_json: bool,
    anonymous: bool,
    out: str | None,
) -> None:
    """Tell from mail, calls and chats who had to ask, on one page."""
    now = datetime.now(UTC).replace(microsecond=0)
    owner, files = owner_of(mine, paths, names, zone or zone_here(), country, now)
    every, from_at = cadence_of(cadence), since_of(since, owner.zone)
    target = None if as_json and out is None else page_file(Path(out or "report.html"), files)
    problems: list[SourceProblem] = []
    found = [source for path in files for source in sources(path)]
    gathering = Gathering(
        ours=owner.points,
        listen=partial(understand, zone=owner.zone),
        until=now,
        listed=_listed(found, clients, owner, problems),
    )
    _gather(found, owner, gathering, problems)
    told = audit(gathering, since=from_at, now=now, every=every, zone=owner.zone, problems=problems)
    _tell(hidden(told) if anonymous else told, target, as_json=as_json)
    sys.exit(1 if any(not each.place for each in problems) else 0)


def _listed(
    found: Iterable[Source], clients: str | None, owner: Owner, problems: list[SourceProblem]
) -> list[Listed]:
    """The clients of all lists."""
    lists = [source.path for source in found if source.kind == "client_list"]
    listed = _given(clients, owner, problems)
    for path in lists:
        listed += _of_list(path, owner, problems)
    return listed


def _given(clients: str | None, owner: Owner, problems: list[SourceProblem]) -> list[Listed]:
    if clients is None:
        return []
    if not Path(clients).is_file():
        raise click.UsageError(f"--clients: there is no file “{clients}”; check the path.")
    listed = _of_list(Path(clients), owner, problems)
    if not listed:
        why = problems[-1].problem if problems else "export it again"
        raise click.UsageError(f"--clients: “{clients}” holds no client; {why}")
    return listed


def _of_list(path: Path, owner: Owner, problems: list[SourceProblem]) -> list[Listed]:
    listed = []
    try:
        for each in clients_of(path, owner.country):
            if isinstance(each, Problem):
                problems.append(SourceProblem(path.name, each.place, each.problem))
            else:
                listed.append(each)
    except Unreadable as fault:
        problems.append(SourceProblem(path.name, "", fault.problem))
    return listed


def _gather(
    found: Iterable[Source], owner: Owner, gathering: Gathering, problems: list[SourceProblem]
) -> None:
    """Reads all sources into the gathering, with a bar on a terminal; what cannot be read becomes a problem."""
    waiting = [source for source in found if source.kind != "client_list"]
    with _bar(sum(source.size for source in waiting)) as bar:
        for source in waiting:
            done = 0
            try:
                for piece in pieces(source, owner):
                    _put(piece.item, source, gathering, problems)
                    if piece.position - done > 1 << 18:
                        bar.update(piece.position - done)
                        done = piece.position
            except Unreadable as fault:
                problems.append(SourceProblem(source.path.name, "", fault.problem))
            bar.update(source.size - done)


def _put(
    item: Captured | Problem | None,
    source: Source,
    gathering: Gathering,
    problems: list[SourceProblem],
) -> None:
    if isinstance(item, Problem):
        problems.append(SourceProblem(source.path.name, item.place, item.problem))
    elif item is None:
        gathering.automated += 1
    else:
        gathering.take(item)


def _bar(length: int) -> "click._termui_impl.ProgressBar[int]":
    return click.progressbar(
        length=max(1, length),
        label="Reading",
        show_eta=True,
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
        update_min_steps=max(1, length // 1000),
    )


def _tell(told: Audit, target: Path | None, *, as_json: bool) -> None:
    if target is not None:
        from beforehand.reports.audit.page import page

        target.write_text(page(told), "utf-8")
    if as_json:
        print_json(document(told))
        return
    click.echo(headline(told))
    click.echo("\n".join(_problem_lines(told)), err=True, nl=bool(told.problems))
    click.echo(f"The page is in {target}; open it in a browser, print it, or forward it.")


def _problem_lines(told: Audit) -> Iterator[str]:
    for each in told.problems[:_SHOWN]:
        yield ": ".join(filter(None, (each.file, each.place, each.problem)))
    if len(told.problems) > _SHOWN:
        yield f"… and {len(told.problems) - _SHOWN:,} more places that were left out; the page lists them."


commands = (audit_command,)
