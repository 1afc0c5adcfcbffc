"""The countries, states and time zones that a form offers, by name."""

from collections.abc import Iterator
from functools import cache
from importlib import resources

from beforehand.rules.state_zones import NAMES

Choices = list[tuple[str, str]]
Groups = list[tuple[str, Choices]]

_FIRST = "US"


@cache
def countries() -> Choices:
    """Two-letter codes and names, the United States first."""
    named = dict(_rows("iso3166.tab"))
    names = sorted(named.items(), key=lambda row: (row[0] != _FIRST, row[1]))
    return [(code, name) for code, name in names]


@cache
def states() -> Groups:
    """The states of the United States and the provinces of Canada, as `US-TX`."""
    named = dict(_rows("iso3166.tab"))
    groups: Groups = []
    for country, names in NAMES.items():
        letters = {
            code: name.title().replace(" Of ", " of ").replace(" And ", " and ")
            for name, code in names.items()
        }
        ordered = sorted(letters.items(), key=lambda row: row[1])
        groups.append((named[country], [(f"{country}-{code}", name) for code, name in ordered]))
    return groups


@cache
def zones() -> Groups:
    """Every zone under the name of its country, the United States first."""
    groups: dict[str, list[tuple[str, str]]] = {code: [] for code, _ in countries()}
    for country, _, zone, *comment in _rows("zone.tab"):
        city = zone.rpartition("/")[2].replace("_", " ")
        groups[country].append((zone, f"{comment[0]} · {city}" if comment else city))
    named = dict(_rows("iso3166.tab"))
    return [(named[code], rows) for code, rows in groups.items() if rows]


def zones_with(zone: str) -> Groups:
    """Every zone, and this one too where it goes by an older name."""
    known = any(zone == name for _, rows in zones() for name, _ in rows)
    return zones() if known else [("Yours", [(zone, zone)]), *zones()]


def _rows(file: str) -> Iterator[list[str]]:
    text = resources.files("tzdata.zoneinfo").joinpath(file).read_text("utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
