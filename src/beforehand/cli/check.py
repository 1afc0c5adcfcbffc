"""`beforehand check`: is what is stored what the facts say?"""

import sys
from dataclasses import astuple
from datetime import UTC, datetime

import click

from beforehand.actions.derivation import refresh_due
from beforehand.cli.arguments import chosen_office, now, office_option
from beforehand.cli.output import json_option, print_json
from beforehand.queries.check import check as check_office
from beforehand.queries.check import newest_deed_at


@click.command()
@office_option
@json_option
def check(*, office_name: str | None, as_json: bool) -> None:
    """Derive every client again and compare; exit code 1 if anything differs."""
    office = chosen_office(office_name)
    at = max(now(), newest_deed_at(office))
    while refresh_due(at=at):
        continue
    found = check_office(office, now=at)
    names = ("client", "field", "stored", "derived")
    if as_json:
        differences = [dict(zip(names, astuple(each), strict=True)) for each in found.differences]
        print_json({"clients": found.clients, "accounted": found.accounted, "differences": differences})
    else:
        for each in found.differences:
            stored, derived = _told(each.stored), _told(each.derived)
            click.echo(
                f"client {each.client_id}: {each.field} is stored as {stored}; the facts say {derived}"
            )
        click.echo(_counted(len(found.differences)))
        click.echo(f"every active client accounted for: {found.accounted} of {found.clients}")
    sys.exit(1 if found.differences or found.accounted < found.clients else 0)


def _counted(differences: int) -> str:
    return f"{differences or 'no'} {'difference' if differences == 1 else 'differences'}"


def _told(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return str(value) if value not in (None, "") else "nothing"


commands = (check,)
