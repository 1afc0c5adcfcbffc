"""A phone log of any make as contacts: judged by the office's thresholds, numbers in normal form."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from beforehand.actions.imports.rows import LoggedContact, RowProblem
from beforehand.channels.phone_log import reading
from beforehand.channels.phone_log.judging import judge
from beforehand.channels.phone_log.records import PhoneRecord
from beforehand.records.models import Member, Office
from beforehand.rules.call_lengths import Thresholds
from beforehand.rules.captures import Captured
from beforehand.rules.contact_points import normal_phone

SOURCE = "phone_log"


def read_log(path: Path, *, agent: Member) -> Iterator[LoggedContact | RowProblem]:
    """The log's lines in one pass, in constant memory; raises the channel's Unreadable at once."""
    office = agent.office
    limits = thresholds(office)
    log = reading.read(path, zone=agent.zone)
    return (
        LoggedContact(each.row, _captured(each, limits, office))
        if isinstance(each, PhoneRecord)
        else RowProblem(each.row, each.field, each.problem, is_refused=True)
        for each in log.records
    )


def thresholds(office: Office) -> Thresholds:
    """From how many seconds on a call counts as spoken in this office."""
    return Thresholds(office.inbound_spoken_s, office.outbound_spoken_s, office.outbound_maybe_s)


def _captured(record: PhoneRecord, limits: Thresholds, office: Office) -> Captured:
    judged = judge(record, limits)
    numbers = (_normal(number, office.country) for number in (record.number, *record.others) if number)
    return Captured(
        source=SOURCE,
        external_id=record.external_id,
        at=record.ended_at,
        direction=judged.direction,
        channel=judged.channel,
        outcome=judged.outcome,
        points=tuple(("phone", number) for number in dict.fromkeys(numbers) if number),
        name=record.contact_name,
        text=record.body if judged.channel == "text" else "",
        seconds=record.seconds if judged.channel == "call" else None,
        asks=judged.asks,
        ask_if_reached=judged.ask_if_reached,
    )


@lru_cache(maxsize=16_384)
def _normal(number: str, country: str) -> str | None:
    return normal_phone(number, country)
