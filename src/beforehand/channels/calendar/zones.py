"""Which zone a TZID means: an IANA name, Windows' name of one, or what the file itself defines."""

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from zoneinfo import available_timezones

from beforehand.channels.calendar.lines import Block

_TZID = re.compile(r';\s*TZID\s*=\s*("[^"]*"|[^;:]*)', re.IGNORECASE)
_WALL_TIME = re.compile(r"\d{8}T\d{6}(?![\dZ])")
_UTC = re.compile(r"\d{8}T\d{6}Z")


class UnknownZone(Exception):
    """A time names a zone that nobody defines; `name` is that."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Zones:
    """The zones of one calendar. `floating` is the IANA zone of times that carry none."""

    def __init__(self, blocks: Iterable[Block], floating: str) -> None:
        self._floating = floating
        self._defined = {_unquoted(block.value("TZID")): block for block in blocks if block.is_closed}
        self.used: dict[str, str] = {}  # definitions that the times rewritten so far lean on, by name

    def rewritten(self, line: str) -> str:
        """The line of a time with a zone that is known by its name. Raises UnknownZone."""
        head, _, value = line.rpartition(":")
        if not _WALL_TIME.search(value):
            return _TZID.sub("", head) + ":" + value if _UTC.search(value) else line
        found = _TZID.search(head)
        name = self._name(_unquoted(found[1])) if found else self._floating
        return f"{_TZID.sub('', head)};TZID={name}:{value}"

    def _name(self, tzid: str) -> str:
        if not tzid:
            return self._floating
        if known := known_zone(tzid):
            return known
        if tzid not in self._defined:
            raise UnknownZone(tzid)
        # The library keeps definitions by name for as long as the process lives, whoever's calendar they came from.
        definition = _definition(self._defined[tzid])
        name = "as-" + sha256(definition.encode()).hexdigest()[:32]
        self.used[name] = definition.format(name)
        return name


@lru_cache(maxsize=1024)
def known_zone(tzid: str) -> str | None:
    """The IANA name that a TZID is, means or, after a vendor's prefix, ends with; None if it is none."""
    names, tzid = _names(), tzid.strip()
    parts = tzid.strip("/").split("/")
    for start in range(len(parts)) if tzid.startswith("/") else (0,):
        name = "/".join(parts[start:])
        if found := names.get(name.casefold()):
            return found
    return None


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # with all of the library

    windows = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}
    return windows | {name.casefold(): name for name in available_timezones()}


def _definition(block: Block) -> str:
    """The lines of the zone with a place for its name; rules by the year only, as zones have no others."""
    for name, line in block.lines:
        if name == "RRULE" and "FREQ=YEARLY" not in line.upper():
            raise UnknownZone(_unquoted(block.value("TZID")))
    kept = [
        (name, line.replace("{", "").replace("}", ""))
        for name, line in block.lines
        if name in {"BEGIN", "END", "DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO"}
    ]
    kept.insert(1, ("TZID", "TZID:{}"))
    return "\r\n".join(line for _, line in kept)


def _unquoted(text: str) -> str:
    return text.strip().strip('"').strip()
