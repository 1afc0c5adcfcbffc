"""`beforehand due`: Today's list, for the terminal and for programs."""

from datetime import datetime

import click

from beforehand.cli.arguments import Instant, chosen_member, chosen_office, now, office_option
from beforehand.cli.output import json_option, print_json
from beforehand.queries.due import DueRow, due_as_of, due_now


@click.command()
@click.option("--agent", metavar="EMAIL", help="The clients of one agent; all of the office's if left out.")
@click.option("--at", type=Instant(), help="As of this moment rather than now.")
@click.option("--all", "with_rest", is_flag=True, help="Also who is in hand and who is paused.")
@office_option
@json_option
def due(
    *, agent: str | None, at: datetime | None, with_rest: bool, office_name: str | None, as_json: bool
) -> None:
    """List whom to call, first who asked, then who is late, then who is due."""
    office = chosen_office(office_name)
    member = chosen_member(office, agent) if agent else None
    if at is None:
        rows = due_now(office, member, now=now(), with_rest=with_rest)
    else:
        rows = due_as_of(office, member, at=at, with_rest=with_rest)
    if as_json:
        print_json([_as_json(row) for row in rows])
        return
    for row in rows:
        whose = "" if member else f" ({row.agent})"
        click.echo(f"{row.due.standing.replace('_', ' '):<10} {row.name}{whose}: {row.due.reason}")
    if not rows:
        click.echo("Nobody is due.")


def _as_json(row: DueRow) -> dict[str, object]:
    return {
        "client": {"id": row.client_id, "name": row.name},
        "agent": row.agent,
        "standing": row.due.standing,
        "kind": row.due.kind or None,
        "reason": row.due.reason,
        "due_at": row.due.due_at,
        "late_at": row.due.late_at,
    }


commands = (due,)
