"""`beforehand office`: opening one."""

import sys

import click

from beforehand.actions.offices import check_zone, open_office
from beforehand.actions.refusals import Refusal
from beforehand.cli.arguments import now
from beforehand.cli.output import json_option, print_json


@click.group()
def office() -> None:
    """Open an office."""


@office.command()
@click.argument("name")
@click.option("--email", required=True, help="The broker's e-mail address, to sign in with.")
@click.option("--password-stdin", is_flag=True, help="Take the password from the first line of stdin.")
@click.option("--country", default="US", show_default=True, help="Two letters; its public holidays hold.")
@click.option("--state", default="", help="As in TX; its public holidays hold too.")
@click.option("--zone", required=True, help="The office's time zone, as in America/Chicago.")
@json_option
def new(
    *, name: str, email: str, password_stdin: bool, country: str, state: str, zone: str, as_json: bool
) -> None:
    """Open an office with its first broker."""
    try:
        check_zone(zone)
    except Refusal as fault:
        raise click.UsageError(str(fault)) from fault
    broker = open_office(
        name=name,
        email=email,
        password=_password(password_stdin),
        country=country,
        state=state,
        zone=zone,
        at=now(),
    )
    if as_json:
        print_json({"office": broker.office.name, "email": broker.user.email, "role": broker.role})
    else:
        click.echo(f"{broker.office.name} is open; {broker.user.email} can sign in.")


def _password(is_piped: bool) -> str:
    if is_piped:
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return typed


commands = (office,)
