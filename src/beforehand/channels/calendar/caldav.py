"""A CalDAV client of what we need: find somebody's calendars, see whether one has changed, read a stretch of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from beforehand.channels.calendar.answers import Answer, Asking, Failed, whole_address
from beforehand.channels.calendar.fetching import Fetched

_DAV, _CAL, _SERVER = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}", "{http://calendarserver.org/ns/}"
_NAMESPACES = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:S="http://calendarserver.org/ns/"'
_WELL_KNOWN = "/.well-known/caldav"
_MOST_STEPS = 6


@dataclass(frozen=True, slots=True)
class Found:
    """A calendar that the user may read."""

    url: str
    name: str


def calendars(asking: Asking, url: str) -> list[Found]:
    """The calendars found from `url` on, be it a server's, a principal's, a home's or a calendar's. Raises Failed."""
    first = whole_address(url)
    try:
        if found := _from(asking, first):
            return found
    except Failed as failed:
        if failed.status not in {403, 404, 410}:
            raise
    found = _from(asking, urljoin(first, _WELL_KNOWN))
    if not found:
        raise Failed(
            f"{urlsplit(first).hostname} answers, but shows no calendar; give the calendar’s own CalDAV address.",
            is_permanent=True,
        )
    return found


def fetch(asking: Asking, url: str, *, from_at: datetime, until_at: datetime, state: str) -> Fetched | None:
    """The events between two UTC moments, each a file; None if the calendar is as it was at `state`. Raises Failed."""
    now_at = _state(asking, url)
    if now_at and now_at == state:
        return None
    stretch = f'start="{from_at:%Y%m%dT%H%M%SZ}" end="{until_at:%Y%m%dT%H%M%SZ}"'
    query = (
        f"<C:calendar-query {_NAMESPACES}><prop><C:calendar-data/></prop><C:filter>"
        '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
        f"<C:time-range {stretch}/></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"
    )
    answer = asking.ask("REPORT", url, body=query, headers=_headers("1"))
    files = [props.findtext(f"{_CAL}calendar-data") for _, props in _responses(answer)]
    return Fetched(tuple(text.encode() for text in files if text), now_at)


def _state(asking: Asking, url: str) -> str:
    """What the server changes with the calendar: its sync token or ctag; empty if it has neither."""
    for _, props in _properties(asking, url, "<sync-token/><S:getctag/><resourcetype/>"):
        if props.find(f"{_DAV}resourcetype/{_CAL}calendar") is None:
            raise Failed("What is at this address is no calendar; add the calendar again.", is_permanent=True)
        return str(props.findtext(f"{_DAV}sync-token") or props.findtext(f"{_SERVER}getctag") or "")
    return ""


def _from(asking: Asking, url: str) -> list[Found]:
    """Follows a server's hints from the address to calendars."""
    asked: set[str] = set()
    while url and url not in asked and len(asked) < _MOST_STEPS:
        asked.add(url)
        names = "<resourcetype/><displayname/><current-user-principal/><C:calendar-home-set/>"
        own = list(_properties(asking, url, names))
        if not own:
            return []
        here, props = own[0]
        if found := _calendar(here, props):
            return [found]
        if home := props.findtext(f"{_CAL}calendar-home-set/{_DAV}href"):
            return _listed(asking, urljoin(here, home))
        principal = props.findtext(f"{_DAV}current-user-principal/{_DAV}href")
        if principal is None:
            return _listed(asking, here)
        url = urljoin(here, principal)
    return []


def _listed(asking: Asking, home: str) -> list[Found]:
    names = "<resourcetype/><displayname/><C:supported-calendar-component-set/>"
    inside = (_calendar(url, props) for url, props in _properties(asking, home, names, depth="1"))
    return [found for found in inside if found and asking.trusts(found.url)]


def _calendar(url: str, props: Any) -> Found | None:
    """The calendar that these are the properties of; None of a list of tasks, and of what is none."""
    if props.find(f"{_DAV}resourcetype/{_CAL}calendar") is None:
        return None
    holds = {
        each.get("name") for each in props.iterfind(f"{_CAL}supported-calendar-component-set/{_CAL}comp")
    }
    if holds and "VEVENT" not in holds:
        return None
    name = (props.findtext(f"{_DAV}displayname") or "").strip()
    return Found(url, name or urlsplit(url).path.rstrip("/").rpartition("/")[2])


def _properties(asking: Asking, url: str, names: str, *, depth: str = "0") -> Iterator[tuple[str, Any]]:
    body = f"<propfind {_NAMESPACES}><prop>{names}</prop></propfind>"
    yield from _responses(asking.ask("PROPFIND", url, body=body, headers=_headers(depth)))


def _headers(depth: str) -> dict[str, str]:
    return {"Depth": depth, "Content-Type": "application/xml; charset=utf-8"}


def _responses(answer: Answer) -> Iterator[tuple[str, Any]]:
    """The address and the properties of each resource that a multi-status tells of. Raises Failed."""
    host = urlsplit(answer.url).hostname
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(answer.body, parser) if answer.status == 207 else None
    except etree.XMLSyntaxError:
        root = None
    if root is None or root.tag != f"{_DAV}multistatus":
        raise Failed(
            f"{host} answers, but not as a calendar server does (CalDAV); check the address.",
            is_permanent=True,
        )
    for response in root.iterfind(f"{_DAV}response"):
        href = response.findtext(f"{_DAV}href")
        for part in response.iterfind(f"{_DAV}propstat"):
            props = part.find(f"{_DAV}prop")
            if href and props is not None and " 200" in (part.findtext(f"{_DAV}status") or " 200"):
                yield urljoin(answer.url, href.strip()), props
