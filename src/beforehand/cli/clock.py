"""`beforehand clock`: the clock rules alone, with no database, line in and line out."""

import json
import sys

import click

from beforehand.cli.output import json_option
from beforehand.rules.documents import answer_line


@click.command()
@json_option
def clock(as_json: bool) -> None:
    """Answer cases of the clock rules, a line of JSON each, with --json or without.

    Reads cases from stdin and answers each as it comes; one that is refused is answered with
    {"error": "PLACE: fault"}, and makes the exit code 1.
    """
    is_refused = False
    for line in sys.stdin.buffer:
        answer = _answer(line)
        if answer is not None:
            click.echo(answer)
            is_refused |= answer.startswith('{"error"')
    sys.exit(1 if is_refused else 0)


def _answer(line: bytes) -> str | None:
    try:
        return answer_line(line.decode())
    except UnicodeDecodeError as fault:
        return json.dumps({"error": f"line: byte {fault.start + 1} is not UTF-8; write the file as UTF-8"})


commands = (clock,)
