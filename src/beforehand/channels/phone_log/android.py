"""Calls and messages from the backups of the Android app "SMS Backup & Restore"."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from beforehand.channels.phone_log.android_xml import BrokenOffError, Element, elements
from beforehand.channels.phone_log.fields import ImpossibleError, moment_of_ms, seconds_of
from beforehand.channels.phone_log.identity import known_name, known_number, recorded, same_number
from beforehand.channels.phone_log.records import Direction, Kind, PhoneRecord, Problem

# Android's CallLog.Calls: in, out, missed, voicemail, rejected, blocked, answered on another device.
_CALLS: dict[str, tuple[Kind, Direction, bool]] = {
    "1": ("call", "in", False),
    "2": ("call", "out", False),
    "3": ("call", "in", True),
    "4": ("voicemail", "in", True),
    "5": ("call", "in", True),
    "6": ("call", "in", True),
    "7": ("call", "in", False),
}
_BOXES: dict[str, Direction] = {"1": "in", "2": "out", "5": "out"}
_UNSENT = ("3", "4", "6")  # draft, outbox, queued
_FAILED = "5"
_FROM, _TO, _COPIES = "137", "151", ("130", "129")


def backup_records(path: Path) -> Iterator[PhoneRecord | Problem]:
    """Return the calls and messages of a backup in their order; drafts and unsent messages take a row only.

    Raises Unreadable at once when the file is no backup."""
    return _records(elements(path))


def _records(found: Iterator[Element]) -> Iterator[PhoneRecord | Problem]:
    row = 0
    try:
        for row, element in enumerate(found, 1):
            try:
                record = _call(row, element) if element.name == "call" else _message(row, element)
            except ImpossibleError as impossible:
                yield Problem(row, impossible.field, impossible.problem)
            else:
                if record:
                    yield record
    except BrokenOffError as broken:
        yield Problem(row + 1, "", str(broken))


def _call(row: int, element: Element) -> PhoneRecord:
    attributes = element.attributes
    if (disposition := _CALLS.get(attributes.get("type", ""))) is None:
        raise _unknown("type", attributes, "1 to 7")
    kind, direction, missed = disposition
    number = known_number(attributes.get("number"))
    return recorded(
        row,
        kind,
        direction,
        moment_of_ms(attributes.get("date", ""), "date"),
        number=number,
        same_by=number,
        seconds=seconds_of(attributes.get("duration", ""), "duration"),
        contact_name=known_name(attributes.get("contact_name")),
        missed=missed,
    )


def _message(row: int, element: Element) -> PhoneRecord | None:
    attributes = element.attributes
    box_name = "type" if element.name == "sms" else "msg_box"
    box = attributes.get(box_name, "")
    if box in _UNSENT:
        return None
    if (direction := _BOXES.get(box)) is None:
        raise _unknown(box_name, attributes, "1 to 6")
    number, others = _people(element, direction)
    return recorded(
        row,
        "text",
        direction,
        moment_of_ms(attributes.get("date", ""), "date"),
        number=number,
        same_by=number,
        contact_name=known_name(attributes.get("contact_name")),
        body="\n".join(text for text in element.texts if text and text != "null"),
        others=others,
        failed=box == _FAILED,
    )


def _people(element: Element, direction: Direction) -> tuple[str | None, tuple[str, ...]]:
    """Return who a message is from or to, and who else is in its group.

    The record's own address names the other side, or several joined by "~", or a chat group and no person."""
    address = element.attributes.get("address", "")
    if element.name == "sms":
        return known_number(address), ()
    listed = [] if "@rcs." in address else _known(address.split("~"))
    by_role: dict[str, list[str]] = {}
    for role, number in element.addresses:
        by_role.setdefault(role, []).extend(_known((number,)))
    senders, receivers = by_role.get(_FROM, []), by_role.get(_TO, [])
    people = listed + [number for role in _COPIES for number in by_role.get(role, [])]
    if direction == "out":
        people += [number for number in receivers if number not in senders]
    elif len(receivers) > 1:  # a single receiver is this phone
        people += receivers
    if direction == "in" and len(listed) != 1:
        people = senders + people
    distinct: dict[str, str] = {}
    for number in people:
        distinct.setdefault(same_number(number), number)
    first, *others = distinct.values() or (None,)
    return first, tuple(number for number in others if number)


def _known(numbers: Iterable[str]) -> list[str]:
    return [known for number in numbers if (known := known_number(number))]


def _unknown(name: str, attributes: dict[str, str], known: str) -> ImpossibleError:
    return ImpossibleError(
        name,
        f"{name} is “{attributes.get(name, '')[:20]}”, which is none of the kinds {known} of such backups; "
        "enter this one by hand.",
    )
