"""The figures of what comes in by itself: captures, back-fill, listening, the audit, the sample office."""

from collections.abc import Iterator

from benchmarks.tables import NAMES, Figures, offices, short, table, where

Law = tuple[str, float, float, str]
_SAID = {
    "captures": "A message that has come, on its whole road: read, listened to, kept once, matched with its client,"
    " logged, the client’s clocks derived again. New mail of one mailbox, to and from clients of the whole office"
    " (85 of 100), strangers and lists; two clients in a hundred share an address. Half is outbound, two in five have"
    " an HTML part, half quote what they answer: about 2 KB each.",
    "backfill": "A mailbox’s past, from a Dovecot on the same machine, looked into as the worker does until nothing is"
    " left; the server’s own CPU is in the time. *IMAP* is the share of the time outside of the road above.",
    "listening": "One process, nothing heard before; sentences of 30 to 80 characters, and letters with what they"
    " quote. How well it hears is told in docs/listening.md (`python -m training.judge`).",
    "audit": "An archive grown from raw messages, each with sender, recipient, date and id of its own, against a bare"
    " program that parses the same with the standard library, one core each (docs/audit.md).",
    "fortnight": "The fortnight in which nobody types anything (`tests/journeys/test_fortnight.py`): captures of all"
    " channels, and those of them that found their client without a person.",
}


def sections(figures: Figures) -> Iterator[str]:
    """Headings and tables of what was measured; a sentence for what could not be."""
    yield from ("## Captures, the full road", f"{_SAID['captures']}\n\n{_captures(figures)}")
    yield from ("## A mailbox’s past", f"{_SAID['backfill']}\n\n{_backfills(figures)}")
    for name, title, lacking in (
        ("listening", "Listening", ""),
        ("audit", "The audit", "Not measured: there were no raw messages here (`--raw FOLDER`)."),
        ("fortnight", "Matched without a person", "Not measured: it takes dovecot-imapd and radicale."),
    ):
        rows = [(what, short(figure)) for what, figure in (figures.get(name) or {}).items()]
        yield f"## {title}"
        yield f"{_SAID[name]}\n\n{table(('what', 'figure'), rows) if rows else lacking}"


def laws(figures: Figures) -> Iterator[Law]:
    """What we ask of ourselves: what, at most how much, what it was at worst, its unit."""
    found = list(offices(figures))
    cpu = max(office["captures"]["cpu"] for _, _, office in found)
    yield "A capture, its whole road: CPU (100 a second of one core)", 10, cpu, " ms"
    most = max(office["captures"]["statements at most"] for _, _, office in found)
    yield "A capture: statements, clocks derived again included", 10, most, ""
    grown = max(_growth(figures).values())
    yield "A capture: CPU in the largest office, against the smallest", 1.2, grown, " times"
    listening, audit = figures["listening"], figures.get("audit")
    yield "Listening: load", 0.3, listening["load, s"], " s"
    yield "Listening: CPU of a sentence", 0.2, listening["a sentence, ms"], " ms"
    yield "Listening: the model’s file", 30, listening["file, MB"], " MB"
    if audit:
        yield "The audit, against a bare parse", 3, audit["audit against bare, CPU"], " times"
        yield "The audit: memory", 300, audit["audit, peak memory MiB"], " MiB"


def _growth(figures: Figures) -> dict[str, float]:
    """The CPU of a capture in the largest office against the smallest, on each database."""
    found: dict[str, list[float]] = {}
    for database, _, office in offices(figures):
        captures = office["captures"]
        found.setdefault(database, []).append(captures["cpu"] + captures["database_cpu"])
    return {database: costs[-1] / costs[0] for database, costs in found.items()}


def _captures(figures: Figures) -> str:
    head = (
        "clients", "a second", "CPU ms", "of it: read", "listen", "record", "CPU ms of PostgreSQL", "statements",
    )  # fmt: skip
    rows = []
    for database, size, office in offices(figures):
        one = office["captures"]
        parts = (short(one[key]) for key in ("a second", "cpu", "parse", "listen", "record"))
        theirs = short(one["database_cpu"]) if database == "postgresql" else "–"
        rows.append((where(database, size), *parts, theirs, short(one["statements"])))
    growth = "; ".join(f"{NAMES[database]} {times:.2f}" for database, times in _growth(figures).items())
    return f"{table(head, rows)}\n\nThe CPU in the largest office against that in the smallest: {growth}."


def _backfills(figures: Figures) -> str:
    found = [
        (where(*place), office["backfill"]) for *place, office in offices(figures) if office.get("backfill")
    ]
    if not found:
        return "Not measured: there was no Dovecot here (dovecot-imapd)."
    rows = [
        (place, short(one["a second"]), short(one["cpu_s"] * 1000 / one["messages"]), f"{one['imap_share']:.0%}",
         short(one["messages"]), short(one["looks"]))
        for place, one in found
    ]  # fmt: skip
    return table(("clients", "messages a second", "CPU ms a message", "IMAP", "messages", "looks"), rows)
