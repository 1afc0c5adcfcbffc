"""`beforehand import`: client lists, phone logs, chats and mail archives, as they were exported."""

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

from beforehand.actions.imports.choices import ON_MATCH, Choices, active_labels, check_choices
from beforehand.actions.refusals import Refusal
from beforehand.channels.client_list.reading import FIELDS
from beforehand.cli.arguments import chosen_member, chosen_office, now, office_option
from beforehand.cli.output import json_option, print_json
from beforehand.intake.importing import KINDS
from beforehand.intake.several import Brought, bring_all
from beforehand.queries import access, seats
from beforehand.records.models import Member
from beforehand.rules.contact_points import normal_email

_SHOWN = 20


@click.command("import")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "kind", type=click.Choice([*KINDS, "auto"]), default="auto", show_default=True)
@click.option("--agent", "email", metavar="EMAIL", help="Whose clients or phone; without it the broker's.")
@click.option(
    "--active",
    metavar="LABEL[=SIDE:STAGE]",
    multiple=True,
    help="Who is under our care, by label, group or status; or “all”, or “none”. May be repeated.",
)
@click.option(
    "--map", "maps", metavar="FIELD=COLUMN", multiple=True, help="What a column is. May be repeated."
)
@click.option("--on-match", type=click.Choice(ON_MATCH), default="skip", show_default=True)
@click.option(
    "--by-name", is_flag=True, help="Take who writes in a chat for the client of the same full name."
)
@click.option(
    "--me",
    "mine",
    metavar="ADDRESS",
    multiple=True,
    help="An address the agent wrote mail from. May be repeated.",
)
@click.option("--dry-run", is_flag=True, help="Say what would come in, and write nothing.")
@office_option
@json_option
def import_files(
    *,
    files: tuple[Path, ...],
    kind: str,
    email: str | None,
    active: tuple[str, ...],
    maps: tuple[str, ...],
    on_match: str,
    by_name: bool,
    mine: tuple[str, ...],
    dry_run: bool,
    office_name: str | None,
    as_json: bool,
) -> None:
    """Bring in client lists, phone logs, chats and mail archives.

    Mail is an mbox, a Maildir, .eml files, folders and archives of them. Nobody is in your care unless you say so
    with --active; the others are known for matching only.
    """
    agent = _agent(office_name, email)
    choices = replace(_choices(active, maps, on_match, agent), ours=_addresses(mine))
    brought = bring_all(
        files,
        kind=None if kind == "auto" else kind,
        choices=choices,
        agent=agent,
        by=agent,
        at=now(),
        dry_run=dry_run,
        by_name=by_name,
    )
    if as_json:
        print_json({"clients": brought.clients, "touches": brought.touches, "problems": brought.problems})
    else:
        click.echo("\n".join(_told(brought, choices, dry_run=dry_run)))
    sys.exit(1 if brought.problem_count else 0)


def _agent(office_name: str | None, email: str | None) -> Member:
    office = chosen_office(office_name)
    agent = chosen_member(office, email) if email else seats.broker(office)
    if agent is None:
        raise click.UsageError(f"{office.name} has no broker; say whose clients these are with --agent.")
    if not access.agents(agent).filter(pk=agent.pk).exists():
        raise click.UsageError(f"{agent.name} assists others and has no clients; name one of their agents.")
    return agent


def _choices(active: tuple[str, ...], maps: tuple[str, ...], on_match: str, agent: Member) -> Choices:
    try:
        everybody, labels = active_labels(active)
        choices = Choices(everybody=everybody, active=labels, on_match=on_match, mapping=_mapping(maps))
        check_choices(choices, agent.office.pack)
    except Refusal as fault:
        raise click.UsageError(str(fault)) from fault
    return choices


def _addresses(words: Iterable[str]) -> tuple[str, ...]:
    found = {word: normal_email(word) for word in words}
    if bad := [word for word, address in found.items() if not address]:
        raise click.UsageError(f"--me: “{bad[0]}” is no e-mail address.")
    return tuple(address for address in found.values() if address)


def _mapping(maps: Iterable[str]) -> dict[str, str]:
    names = [field.name for field in FIELDS]
    mapping = {}
    for word in maps:
        name, equals, column = word.partition("=")
        if not equals or name.strip() not in names or not column.strip():
            raise click.UsageError(
                f"--map: “{word}” is not FIELD=COLUMN; FIELD is one of {', '.join(names)}."
            )
        mapping[name.strip()] = " ".join(column.split())
    return mapping


def _told(brought: Brought, choices: Choices, *, dry_run: bool) -> list[str]:
    """What happened, in a few lines for people."""
    lines = ["This is what would come in; nothing was written."] if dry_run else []
    clients, touches = brought.clients, brought.touches
    if any(clients.values()):
        line = (
            f"Clients: {clients['new']} new, {clients['matched']} here already, {clients['refused']} refused."
        )
        lines.append(line)
    if any(touches.values()):
        lines.append(
            f"Calls and messages: {touches['new']} new, {touches['known']} known already, "
            f"{touches['unmatched'] - brought.shared} with nobody you know (not in the ledger), "
            f"{touches['refused']} refused."
        )
    if brought.passed:
        lines.append(f"Newsletters, mail among yourselves and from machines: {brought.passed} left out.")
    if brought.shared:
        lines.append(f"Shared by several clients: {brought.shared}; log them by hand.")
    if len(lines) == dry_run and not brought.problem_count:
        lines.append("There was nothing in it to bring in.")
    if clients["new"] and not choices.active and not choices.everybody:
        carried = ", ".join(f"“{label}” ({count})" for label, count in brought.labels.most_common(_SHOWN))
        lines.append(
            "None of them is in your care yet: they are known for matching only. "
            + (f"Say who is with --on-match update --active LABEL; there are: {carried}." if carried else "")
        )
    lines += [
        f"{problem['file']}"
        + (f", row {problem['row']}" if problem["row"] else "")
        + (f", {problem['field']}" if problem["field"] not in {"", "file"} else "")
        + f": {problem['problem']}"
        for problem in brought.problems[:_SHOWN]
    ]
    if brought.problem_count > _SHOWN:
        lines.append(f"… and {brought.problem_count - _SHOWN} more; --json lists them.")
    return lines


commands = (import_files,)
