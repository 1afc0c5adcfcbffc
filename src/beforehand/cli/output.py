"""How commands answer: words for people, or JSON alone on stdout for programs."""

import json
from datetime import date, datetime
from typing import Any

import click

json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")


def print_json(value: object) -> None:
    """Prints the value as one line of JSON; instants in UTC as `YYYY-MM-DDTHH:MM:SSZ`."""
    click.echo(json.dumps(value, ensure_ascii=False, default=_written))


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
