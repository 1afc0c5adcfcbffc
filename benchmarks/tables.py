"""Figures as the page of benchmarks writes them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Figures = Mapping[str, Any]
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def offices(figures: Figures) -> Iterator[tuple[str, int, Figures]]:
    """Each measured office with its database and its number of clients, smaller ones first."""
    for database, found in figures["databases"].items():
        for size, office in sorted(found.items(), key=lambda item: int(item[0])):
            yield database, int(size), office


def where(database: str, size: int) -> str:
    """The first cell of an office's row."""
    return f"{NAMES[database]}, {size:,}"


def short(number: float) -> str:
    """Three figures or so: 0.84, 5.2, 38, 1,204."""
    return f"{number:,.0f}" if number >= 100 or number == int(number) else f"{number:.3g}"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
