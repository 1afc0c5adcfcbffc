"""`beforehand sample`: an office to look around in."""

import secrets
from datetime import datetime

import click
from django.conf import settings

from beforehand.cli.arguments import Instant, now
from beforehand.cli.output import json_option, print_json
from beforehand.intake.sample import open_sample


@click.command()
@click.option("--at", type=Instant(), help="As it would stand at this moment rather than now.")
@json_option
def sample(*, at: datetime | None, as_json: bool) -> None:
    """Open the sample office: two agents, six weeks of calls, one client who asked and one who is late."""
    password = secrets.token_urlsafe(9)
    broker = open_sample(at or now(), password=password)
    if as_json:
        print_json({"office": broker.office.name, "email": broker.user.email, "password": password})
        return
    click.echo(f"{broker.office.name} is open. Sign in at {settings.URL} as {broker.user.email}")
    click.echo(f"with the password {password} (it is shown this once).")


commands = (sample,)
