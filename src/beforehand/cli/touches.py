"""`beforehand log`: a contact with a client, from the terminal."""

from datetime import datetime

import click

from beforehand.actions.refusals import Refusal
from beforehand.actions.touches import Deed, Logged, check_deed, log_touch
from beforehand.cli.arguments import Instant, chosen_member, chosen_office, in_zone, now, office_option
from beforehand.cli.output import json_option, print_json
from beforehand.queries import access
from beforehand.queries.naming import named
from beforehand.records.models import Client, Member
from beforehand.rules.facts import ASKS, CHANNELS, DIRECTIONS, OUTCOMES
from beforehand.rules.spoken_time import moment

_MOST_LISTED = 10


@click.command()
@click.argument("client")
@click.option("--agent", required=True, metavar="EMAIL", help="Who logs it; only their clients are found.")
@click.option("--channel", type=click.Choice(CHANNELS), required=True)
@click.option("--outcome", type=click.Choice(OUTCOMES), required=True)
@click.option(
    "--direction", type=click.Choice(DIRECTIONS), help="out, from us; in, from the client, if they ask."
)
@click.option("--asks", type=click.Choice(ASKS), default="none", show_default=True, help="What they ask.")
@click.option("--holding", is_flag=True, help="We only said that we will come back to them.")
@click.option(
    "--at", type=Instant(naive=True), help="When it ended; on the agent's clocks if it has no offset."
)
@click.option("--note", default="", help="What was said.")
@office_option
@json_option
def log(
    *,
    client: str,
    agent: str,
    channel: str,
    outcome: str,
    direction: str | None,
    asks: str,
    holding: bool,
    at: datetime | None,
    note: str,
    office_name: str | None,
    as_json: bool,
) -> None:
    """Log a contact with CLIENT, by name or number, and tell where they stand."""
    member = chosen_member(chosen_office(office_name), agent)
    this_moment = now()
    deed = Deed(
        channel=channel,
        outcome=outcome,
        happened_at=in_zone(at, member.zone) if at else this_moment,
        direction=direction or ("out" if asks == "none" else "in"),
        asks=asks,
        holding=holding,
        words=note,
    )
    try:
        check_deed(deed, at=this_moment)
    except Refusal as fault:
        raise click.UsageError(str(fault)) from fault
    found = _one_client(member, client)
    logged = log_touch(client_id=found.pk, deed=deed, by=member, at=this_moment, source="cli")
    _print_logged(logged, member, this_moment, as_json=as_json)


def _one_client(member: Member, text: str) -> Client:
    matches = named(access.clients(member), text)
    if len(matches) == 1:
        return matches[0]
    if not matches:
        raise click.UsageError(f"CLIENT: no client that {member.name} may see is “{text}”.")
    listed = ", ".join(f"{client.pk} {client.name}" for client in matches[:_MOST_LISTED])
    more = f", and {len(matches) - _MOST_LISTED} more" if len(matches) > _MOST_LISTED else ""
    raise click.UsageError(f"CLIENT: “{text}” may be any of these, write the number: {listed}{more}.")


def _print_logged(logged: Logged, member: Member, at: datetime, *, as_json: bool) -> None:
    found = logged.derived
    if as_json:
        print_json(
            {
                "touch": logged.touch_id,
                "client": {"id": logged.client.pk, "name": logged.client.name},
                "standing": found.standing,
                "due_at": found.due_at,
                "late_at": found.late_at,
            }
        )
        return
    owed = f", next by {moment(found.due_at, at, member.zone)}" if found.due_at else ""
    standing = found.standing.replace("_", " ") or "not in our care"
    click.echo(f"Logged as {logged.touch_id}. {logged.client.name}: {standing}{owed}.")


commands = (log,)
