"""`beforehand sample`: an office to look around in."""

import secrets
from datetime import datetime
from pathlib import Path

import click
from django.conf import settings

from beforehand.cli.arguments import Instant, now
from beforehand.cli.output import json_option, print_json
from beforehand.intake.sample import open_sample
from beforehand.intake.sample_export import export


@click.command()
@click.option("--at", type=Instant(), help="As it would stand at this moment rather than now.")
@click.option(
    "--files",
    type=click.Path(file_okay=False, path_type=Path),
    help="Only write its files into this folder, to try an import or an audit on.",
)
@json_option
def sample(*, at: datetime | None, files: Path | None, as_json: bool) -> None:
    """Open the sample office: two agents, six weeks of calls, one client who asked and one who is late."""
    if files is not None:
        _write(files, at or now(), as_json=as_json)
        return
    password = secrets.token_urlsafe(9)
    broker = open_sample(at or now(), password=password)
    if as_json:
        print_json({"office": broker.office.name, "email": broker.user.email, "password": password})
        return
    click.echo(f"{broker.office.name} is open. Sign in at {settings.URL} as {broker.user.email}")
    click.echo(f"with the password {password} (it is shown this once).")


def _write(folder: Path, at: datetime, *, as_json: bool) -> None:
    to_import, to_audit = export(folder, at)
    if as_json:
        print_json({"import": str(to_import), "audit": str(to_audit)})
        return
    click.echo(f"What two agents would bring with them is in {to_import}.")
    click.echo(f"What one of them would audit is in {to_audit}. Try:")
    click.echo(f"  beforehand audit {to_audit} --me maya.lindqvist@example.com")


commands = (sample,)
