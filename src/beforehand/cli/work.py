"""`beforehand tick`: what the worker would do now, once, for cron and for a close look."""

import random
from datetime import UTC, datetime

import click

from beforehand.cli.output import json_option, print_json
from beforehand.worker.loop import clock, new_name
from beforehand.worker.tick import run_once


class Instant(click.ParamType[datetime]):
    """A moment in ISO 8601 with its offset; becomes a datetime in UTC."""

    name = "instant"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is None or moment.utcoffset() is None:
            self.fail(f"{value!r} is no instant; write it as 2027-01-31T09:00:00Z", param, ctx)
        return moment.astimezone(UTC)


@click.command()
@click.option("--once", is_flag=True, required=True, help="Once; `beforehand worker` goes on for ever.")
@click.option("--at", type=Instant(), help="As of this moment rather than now.")
@json_option
def tick(*, once: bool, at: datetime | None, as_json: bool) -> None:
    """Do what the clock says is due."""
    done = run_once(at or clock(), worker=new_name(), rng=random.Random())  # noqa: S311
    if as_json:
        print_json(done)
    else:
        click.echo(f"Looked at {done['looked']} clients; {done['failed']} pieces of work failed.")


commands = (tick,)
