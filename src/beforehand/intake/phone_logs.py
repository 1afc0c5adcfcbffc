"""A phone log of any make as contacts: judged by the office's thresholds, numbers in normal form, no words."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from beforehand.actions.imports.rows import LoggedContact, RowProblem
from beforehand.channels.phone_log import reading
from beforehand.channels.phone_log.judging import Thresholds, judge
from beforehand.channels.phone_log.records import PhoneRecord
from beforehand.records.models import Member, Office
from beforehand.rules.contact_points import normal_phone


def read_log(path: Path, *, agent: Member) -> Iterator[LoggedContact | RowProblem]:
    """The log's lines in one pass, in constant memory; raises the channel's Unreadable at once."""
    office = agent.office
    thresholds = Thresholds(office.inbound_spoken_s, office.outbound_spoken_s, office.outbound_maybe_s)
    log = reading.read(path, zone=agent.zone)
    return (
        _contact(each, thresholds, office)
        if isinstance(each, PhoneRecord)
        else RowProblem(each.row, each.field, each.problem, is_refused=True)
        for each in log.records
    )


def _contact(record: PhoneRecord, thresholds: Thresholds, office: Office) -> LoggedContact:
    judged = judge(record, thresholds)
    numbers = (_normal(number, office.country) for number in (record.number, *record.others) if number)
    return LoggedContact(
        row=record.row,
        external_id=record.external_id,
        numbers=tuple(dict.fromkeys(number for number in numbers if number)),
        at=record.ended_at,
        direction=judged.direction,
        channel=judged.channel,
        outcome=judged.outcome,
        asks=judged.asks,
        ask_if_reached=judged.ask_if_reached,
        seconds=record.seconds if judged.channel == "call" else None,
    )


@lru_cache(maxsize=16_384)
def _normal(number: str, country: str) -> str | None:
    return normal_phone(number, country)
