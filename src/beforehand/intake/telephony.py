"""What the telephony provider reports of a line: every event once, as the report says that knows most of it."""

from collections.abc import Mapping
from datetime import datetime

from beforehand.actions import phone_lines
from beforehand.actions.captures.retelling import retell
from beforehand.channels.telephony.calls import read_call
from beforehand.channels.telephony.messages import read_message
from beforehand.channels.telephony.reports import Line, Report
from beforehand.intake.captures import take, understood
from beforehand.intake.phone_logs import thresholds
from beforehand.records.models import PhoneLine
from beforehand.rules.captures import storable


def take_call(fields: dict[str, str], *, line: PhoneLine, at: datetime) -> None:
    """Takes one report of a call; raises the channel's Unreadable."""
    office = line.member.office
    report = read_call(
        _storable(fields), line=Line(line.number, office.country), thresholds=thresholds(office), at=at
    )
    _take(report, line, at)


def take_message(fields: dict[str, str], *, line: PhoneLine, at: datetime) -> None:
    """Takes one report of a text; raises the channel's Unreadable."""
    ours = Line(line.number, line.member.office.country)
    _take(read_message(_storable(fields), line=ours, at=at), line, at)


def _storable(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: storable(value) for name, value in fields.items()}


def _take(report: Report | None, line: PhoneLine, at: datetime) -> None:
    phone_lines.used(phone_line_id=line.pk, at=at)
    if report is None:
        return
    member = line.member
    recorded = take(report.captured, member=member, at=at)
    if recorded.was_known and recorded.capture_id is not None and report.outdoes:
        retell(
            capture_id=recorded.capture_id,
            captured=report.captured,
            understood=understood(report.captured, member, at),
            outdoes=report.outdoes,
            by=member,
            at=at,
        )
