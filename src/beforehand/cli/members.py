"""`beforehand member`: a seat for somebody new, and a fresh link for somebody who lost the password."""

import click
from django.conf import settings
from django.db import transaction

from beforehand.actions.members import add_member, place, reset_member
from beforehand.cli.arguments import chosen_member, chosen_office, now, office_option
from beforehand.cli.output import json_option, print_json
from beforehand.queries import seats
from beforehand.records.models import Member


@click.group()
def member() -> None:
    """Give members a seat, or a new way in."""


@member.command()
@click.argument("email")
@click.option("--role", type=click.Choice(Member.Role.values), required=True)
@click.option("--name", default="", help="As clients know them; taken from the e-mail address if left out.")
@click.option("--team", default="", help="Their team, made where it is new.")
@click.option("--assists", multiple=True, metavar="EMAIL", help="Whose clients an assistant sees; repeat it.")
@office_option
@json_option
def add(
    *,
    email: str,
    role: str,
    name: str,
    team: str,
    assists: tuple[str, ...],
    office_name: str | None,
    as_json: bool,
) -> None:
    """Give somebody a seat; prints the one-time link by which they choose a password."""
    office = chosen_office(office_name)
    if assists and role != Member.Role.ASSISTANT:
        raise click.UsageError("--assists: only an assistant assists; add --role assistant.")
    agents = [chosen_member(office, each, "--assists") for each in assists]
    by, at = seats.broker(office), now()
    if by is None:
        raise click.UsageError(f"{office.name} has no broker in whose name a member could be added.")
    with transaction.atomic():
        added, token = add_member(email=email, role=role, name=name, by=by, at=at)
        if team or agents:
            place(member=added, role=role, team_name=team, assists=agents, by=by, at=at)
    _print_link(added, token, as_json=as_json)


@member.command()
@click.argument("email")
@office_option
@json_option
def reset(*, email: str, office_name: str | None, as_json: bool) -> None:
    """Print a new one-time link for a member; links made before are void."""
    found = chosen_member(chosen_office(office_name), email, "EMAIL")
    _print_link(found, reset_member(member=found, by=None, at=now()), as_json=as_json)


def _print_link(found: Member, token: str, *, as_json: bool) -> None:
    link = f"{settings.URL}/join/{token}/"
    if as_json:
        print_json({"email": found.user.email, "role": found.role, "link": link})
    else:
        click.echo(f"{found.name} ({found.role}) chooses a password here, once, within 7 days:\n{link}")


commands = (member,)
