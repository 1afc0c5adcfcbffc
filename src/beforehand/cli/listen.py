"""`beforehand listen`: what messages mean, a line of JSON each; and learning what was corrected."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import IO, Any
from zoneinfo import ZoneInfo

import click

from beforehand.cli.output import json_option, print_json
from beforehand.cli.tables import bring_tables_up_to_date, set_django_up
from beforehand.listening.hearing import Heard, hear
from beforehand.rules.fields import Fields, Refused, parse, text, written

_REQUIRED, _OPTIONAL = ("text",), ("at", "zone")
_YEARS = range(1970, 2200)


@dataclass(frozen=True, slots=True)
class Message:
    """What a line asks about: the words, when they were written (UTC) and the writer's zone."""

    text: str
    at: datetime | None
    zone: str


@click.command()
@click.argument("file", type=click.File("rb"), default="-")
@click.option(
    "--retrain", is_flag=True, help="Learn the labels that the office has corrected; reads no lines."
)
@click.option(
    "--office",
    "office_name",
    metavar="NAME",
    help="Hear as this office does; with --retrain, whose ear learns.",
)
@json_option
def listen(file: IO[bytes], *, retrain: bool, office_name: str | None, as_json: bool) -> None:
    """Say what messages mean: a line of JSON each, from FILE or stdin, with --json or without.

    A line that cannot be read is answered with {"error": "line 3: FIELD: fault"}, on stderr too, and makes the
    exit code 2; the rest go on.
    """
    if retrain:
        _retrain(office_name, as_json=as_json)
        return
    is_refused = False
    ear = _ear(office_name) if office_name else hear
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            print_json(_answer(_message(line), ear))
        except Refused as refused:
            is_refused = True
            sentence = f"line {number}: {str(refused).removeprefix('line: ')}"
            print_json({"error": sentence})
            click.echo(sentence, err=True)
    sys.exit(2 if is_refused else 0)


def _message(line: bytes) -> Message:
    try:
        value = parse(line.decode())
    except UnicodeDecodeError as fault:
        raise Refused("line", f"byte {fault.start + 1} is not UTF-8; write the file as UTF-8") from None
    if not isinstance(value, dict):
        raise Refused("line", 'not an object; write it as {"text": "Any news?"}')
    fields = Fields(value, "", _REQUIRED, _OPTIONAL)
    at = fields.get_or_none("at", written(_instant))
    zone = fields.get_or_none("zone", written(_zone)) or _zone_of(at)
    if at and at.tzinfo is None:
        at = at.replace(tzinfo=ZoneInfo(zone))
    # Half a pair of surrogates is JSON, but no text that can be written out again.
    words = fields.get("text", text).encode(errors="ignore").decode()
    return Message(words, at and at.astimezone(UTC), zone)


def _instant(written_at: str) -> datetime:
    try:
        at = datetime.fromisoformat(written_at)
    except ValueError:
        raise ValueError("not an instant; write it as 2027-01-31T09:00:00Z") from None
    if at.year not in _YEARS:
        raise ValueError(f"out of reach; its year is one of {_YEARS[0]} to {_YEARS[-1]}")
    return at


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        raise ValueError("not a time zone; write its IANA name, as in America/Chicago") from None


def _zone_of(at: datetime | None) -> str:
    """The zone whose clocks always show the offset of `at`: by it the writer's days are reckoned."""
    offset = at.utcoffset() if at else None
    if not offset:
        return "UTC"
    hours, rest = divmod(offset, timedelta(hours=1))
    if rest or not -12 <= hours <= 14:
        raise Refused("zone", "missing; write where the writer lives, as in Asia/Kolkata")
    return f"Etc/GMT{-hours:+}"


def _answer(message: Message, ear: Callable[..., Heard]) -> dict[str, Any]:
    heard = ear(message.text, at=message.at, zone=message.zone)
    promised = heard.commitment
    return {
        "label": heard.label,
        "probability": round(heard.probability, 4),
        "why": heard.why,
        "commitment": promised and {"text": promised.text, "due_at": promised.due_at},
    }


def _ear(office_name: str) -> Callable[..., Heard]:
    office = _office(office_name)
    from beforehand.intake.ears import ear_of

    return ear_of(office.pk)


def _office(office_name: str | None) -> Any:
    """The office, from the tables, which listening alone does without."""
    set_django_up()
    bring_tables_up_to_date()
    from beforehand.cli.arguments import chosen_office

    return chosen_office(office_name)


def _retrain(office_name: str | None, *, as_json: bool) -> None:
    office = _office(office_name)
    from beforehand.actions.lessons import retrain
    from beforehand.cli.arguments import now

    done = retrain(office.pk, at=now())
    turned = [each for each in done.texts if each.before != each.now]
    missed = [each for each in done.texts if each.now != each.label]
    if as_json:
        print_json(
            {
                "corrections": done.count,
                "changed": [{"text": e.words, "before": e.before, "now": e.now} for e in turned],
                "missed": [{"text": e.words, "label": e.label, "now": e.now} for e in missed],
                "file": str(done.file) if done.file else None,
            }
        )
    elif not done.count:
        click.echo(f"Nobody in {office.name} has corrected a label yet, so there is nothing to learn.")
    else:
        lines = [f"{_corrections(done.count)} learned. Texts that are heard otherwise now: {len(turned)}."]
        lines += [f"  {json.dumps(e.words, ensure_ascii=False)}: {e.before}, now {e.now}" for e in turned]
        lines += [
            f"  {json.dumps(e.words, ensure_ascii=False)}: still {e.now}, not {e.label}" for e in missed
        ]
        click.echo("\n".join([*lines, f"Written to {done.file}."]))


def _corrections(count: int) -> str:
    return "1 correction" if count == 1 else f"{count} corrections"


commands = (listen,)
