"""The HTML pages of a Google Voice Takeout: one call, one voicemail or one conversation each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from lxml import etree

from beforehand.channels.phone_log.fields import ImpossibleError, moment_of_iso, seconds_of
from beforehand.channels.phone_log.identity import known_name, known_number, recorded, same_number
from beforehand.channels.phone_log.records import Direction, Kind, PhoneRecord, Problem

_LABELS: dict[str, tuple[Kind, Direction, bool]] = {
    "placed": ("call", "out", False),
    "received": ("call", "in", False),
    "recorded": ("call", "in", False),  # Google Voice records incoming calls only
    "missed": ("call", "in", True),
    "voicemail": ("voicemail", "in", True),
}
_GROUP = "Group Conversation"
_DIALABLE = re.compile(r"\+?[0-9]{3,15}")
PAGE_NAME = re.compile(
    r"(?P<who>[^/]*?)(?: ?- (?P<label>Text|Placed|Received|Recorded|Missed|Voicemail))? - "
    r"\d{4}-\d\d-\d\dT\d\d_\d\d_\d\dZ(?:\(\d+\))?\.html"
)


@dataclass(frozen=True, slots=True)
class _Person:
    number: str | None
    name: str
    own: bool = False


def page_records(
    page: bytes, name: str, zone: ZoneInfo, rows: Iterator[int]
) -> Iterator[PhoneRecord | Problem]:
    """Yield what the page named `name` holds, numbered from `rows`; `zone` is for times without offset."""
    tree = etree.HTML(page, etree.HTMLParser(encoding="utf-8", no_network=True)) if page.strip() else None
    if tree is not None and _find(tree, "hChatLog") is not None:
        reading = _conversation(tree, name, zone, rows)
    elif tree is not None and _find(tree, "haudio") is not None:
        reading = iter([_call(tree, name, zone, next(rows))])
    else:
        reading = iter([Problem(next(rows), name, f"{name} holds no call and no message; leave it out.")])
    yield from reading


def _call(tree: etree._Element, name: str, zone: ZoneInfo, row: int) -> PhoneRecord | Problem:
    labels = [link.get("href", "").rpartition("#")[2] for link in tree.iter("a") if link.get("rel") == "tag"]
    if (named := PAGE_NAME.fullmatch(name)) and named["label"]:
        labels.append(named["label"].lower())
    disposition = next((_LABELS[label] for label in labels if label in _LABELS), None)
    if disposition is None:
        return Problem(row, name, f"{name} does not say what kind of call it was; enter it by hand.")
    kind, direction, missed = disposition
    person = _person(_find(tree, "contributor"))
    try:
        return recorded(
            row,
            kind,
            direction,
            moment_of_iso(_title(tree, "published"), "published", zone),
            number=person.number,
            same_by=person.number,
            seconds=seconds_of(_title(tree, "duration"), "duration"),
            contact_name=person.name,
            missed=missed,
            body=_text(_find(tree, "full-text")),
        )
    except ImpossibleError as impossible:
        return Problem(row, name, f"In {name}, {impossible.problem}")


def _conversation(
    tree: etree._Element, name: str, zone: ZoneInfo, rows: Iterator[int]
) -> Iterator[PhoneRecord | Problem]:
    people = _people(tree, name)
    for message in tree.iter("div"):
        if "message" not in _classes(message):
            continue
        row = next(rows)
        try:
            yield _message(message, people, zone, row)
        except ImpossibleError as impossible:
            yield Problem(row, name, f"In {name}, {impossible.problem}")


def _message(message: etree._Element, people: list[_Person], zone: ZoneInfo, row: int) -> PhoneRecord:
    sender = _person(_find(message, "sender"))
    other_side = people[0] if sender.own else sender
    return recorded(
        row,
        "text",
        "out" if sender.own else "in",
        moment_of_iso(_title(message, "dt"), "dt", zone),
        number=other_side.number,
        # A page that grows may only later show who our message went to.
        same_by=None if sender.own else sender.number,
        contact_name=other_side.name,
        body=_text(next(message.iter("q"), None)),
        others=tuple(
            person.number for person in people if person.number and person.number != other_side.number
        ),
    )


def _people(tree: etree._Element, name: str) -> list[_Person]:
    """Return the other side of a conversation in the page's order; if nobody, who the file is named after."""
    found: dict[str, _Person] = {}
    for cite in tree.iter("cite"):
        person = _person(cite)
        if not person.own and person.number:
            found.setdefault(same_number(person.number), person)
    named = PAGE_NAME.fullmatch(name)
    who = named["who"].strip() if named and named["who"] != _GROUP else ""
    as_named = _Person(who, "") if _DIALABLE.fullmatch(who) else _Person(None, who)
    return list(found.values()) or [as_named]


def _person(card: etree._Element | None) -> _Person:
    if card is None:
        return _Person(None, "")
    link, shown = _find(card, "tel"), _find(card, "fn")
    number = known_number(link.get("href", "").removeprefix("tel:")) if link is not None else None
    name = known_name(_text(shown))
    own = shown is not None and (shown.tag == "abbr" or name == "Me")
    return _Person(number, "" if _DIALABLE.fullmatch(name) else name, own)


def _find(tree: etree._Element, html_class: str) -> etree._Element | None:
    return next((node for node in tree.iter("*") if html_class in _classes(node)), None)


def _classes(node: etree._Element) -> list[str]:
    return node.get("class", "").split()


def _title(tree: etree._Element, html_class: str) -> str:
    node = _find(tree, html_class)
    return node.get("title", "") if node is not None else ""


def _text(node: etree._Element | None) -> str:
    """Return the words inside, line breaks kept."""
    if node is None:
        return ""
    for line_end in node.iter("br"):
        line_end.tail = "\n" + (line_end.tail or "")
    return "".join(map(str, node.itertext())).strip()
