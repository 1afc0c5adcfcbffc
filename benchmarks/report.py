"""The page of figures, docs/benchmarks.md, out of what was measured; every sentence with a number is made here."""

from collections.abc import Callable, Iterator

from benchmarks import peers, report_intake
from benchmarks.tables import NAMES, Figures, offices, short, table, where

_PAGES = {
    "today": ("Today, 60 clients", "today"),
    "all_to_call": ("Today, 60 clients, all of them to be called", "today, all to be called"),
    "client": ("A client’s page", "client"),
    "search": ("A search of the whole office, by its broker", "search"),
    "log": ("Logging a contact, by one tap", "log"),
    "capture": ("A text that a phone tells of", "capture"),
}
_MEANING = """
What the figures mean:

- **statements**: SQL of one whole request, session and user included; BEGIN, COMMIT and savepoints are not counted,
  nor is the `SELECT 1` by which Django finds that a connection to PostgreSQL still lives.
- **KB**: the answer as it leaves the program, not compressed; 1 KB is 1,000 bytes.
- **median, p99**: milliseconds from sending a request to having read its answer, one after the other on one connection
  to the real server (`beforehand serve`) on the same machine. The offices take turns, so a busy moment falls on all.
- **CPU**: milliseconds of processor time a request, user and system; of the server’s process with all its threads, and
  of the processes of PostgreSQL that serve it.
- An office has sixty clients an agent and about twenty contacts a client, a third of the clients to be called today.
  PostgreSQL has its safe defaults (fsync on).

Trust them in this order: statements and bytes, which are exact; CPU; ratios within one run; milliseconds.
"""


def page(figures: Figures) -> str:
    """The whole page in Markdown."""
    parts = [
        "# Benchmarks",
        _heading(figures),
        "## What we ask of ourselves",
        table(("what", "wanted", "measured, at worst", "kept"), _wanted(figures)),
        _MEANING.strip(),
    ]
    for name, (title, counted) in _PAGES.items():
        parts += [f"## {title}", _visits(figures, name, counted)]
        if name in peers.PAGES:
            parts.append(peers.PAGES[name])
    parts += ["## Logging as a function call", _actions(figures)]
    parts += ["## Ten thousand contacts imported", _imports(figures), peers.IMPORT]
    parts += report_intake.sections(figures)
    parts += ["## Start and memory", _process(figures), peers.PROCESS]
    parts += ["## Deriving clocks alone", _derived(figures), peers.SOURCES]
    return "\n\n".join(parts) + "\n"


def _heading(figures: Figures) -> str:
    machine = figures["machine"]
    return (
        f"Written by `{figures['command']}` (`make bench`) at {figures['at']}, on {machine['cores']} cores of"
        f" {machine['cpu']} with {machine['memory_gib']} GiB, Python {machine['python']};"
        f" the load of the machine was {machine['load']:.1f} before and {figures['load_after']:.1f} after."
    )


def _wanted(figures: Figures) -> Iterator[tuple[str, ...]]:
    def worst(pick: Callable[[Figures], float]) -> float:
        return max(pick(office) for _, _, office in offices(figures))

    laws = [
        ("Today: statements", 8, worst(lambda o: o["inside"]["today, all to be called"][0]), ""),
        ("Today: KB", 60, worst(lambda o: o["inside"]["today, all to be called"][1] / 1000), " KB"),
        (
            "Today: median in the largest office, against the smallest",
            1.2,
            _growth(figures, "today"),
            " times",
        ),
        ("A client’s page: statements", 10, worst(lambda o: o["inside"]["client"][0]), ""),
        ("Logging: statements, clocks derived again included", 8, worst(lambda o: o["inside"]["log"]), ""),
        ("Logging: CPU of the server", 5.4, worst(lambda o: o["log"]["cpu"]), " ms"),
        ("10,000 contacts imported", 10, worst(lambda o: o["import"]["seconds"]), " s"),
        ("Memory of `beforehand serve`", 150, worst(lambda o: o["memory_mib"]), " MiB"),
        (
            "20,000 clients of 50 touches derived, one core",
            1,
            figures["derive"]["20,000 clients of 50 touches, again, s"],
            " s",
        ),
        *report_intake.laws(figures),
    ]
    for what, most, measured, unit in laws:
        yield (
            what,
            f"at most {most:g}{unit}",
            f"{short(measured)}{unit}",
            "yes" if measured <= most else "**no**",
        )


def _growth(figures: Figures, name: str) -> float:
    """How much the median grows from the smallest office to the largest, on the database where it grows most."""
    grown = []
    for found in figures["databases"].values():
        medians = [
            office[name]["median"] for _, office in sorted(found.items(), key=lambda item: int(item[0]))
        ]
        grown.append(medians[-1] / medians[0])
    return max(grown)


def _visits(figures: Figures, name: str, counted: str) -> str:
    rows = []
    for database, size, office in offices(figures):
        count, visit = office["inside"][counted], office[name]
        statements, size_kb = (count, None) if isinstance(count, int) else (count[0], count[1] / 1000)
        times = [short(visit[key]) for key in ("median", "p99", "cpu", "database_cpu")]
        times[3] = times[3] if database == "postgresql" else "–"
        rows.append(
            (where(database, size), str(statements), "–" if size_kb is None else short(size_kb), *times)
        )
    head = ("clients", "statements", "KB", "median ms", "p99 ms", "CPU ms", "CPU ms of PostgreSQL")
    growth = "; ".join(
        f"{NAMES[database]} {_growth({'databases': {database: found}}, name):.2f}"
        for database, found in figures["databases"].items()
    )
    return f"{table(head, rows)}\n\nThe median of the largest office against that of the smallest: {growth}."


def _actions(figures: Figures) -> str:
    rows = [
        (
            where(database, size),
            *(short(office["inside"]["action"][key]) for key in ("median", "p99", "cpu")),
        )
        for database, size, office in offices(figures)
    ]
    said = "`log_touch` alone: the touch written, the client’s clocks derived again and stored, in one transaction."
    return f"{said}\n\n{table(('clients', 'median ms', 'p99 ms', 'CPU ms'), rows)}"


def _imports(figures: Figures) -> str:
    rows = [
        (where(database, size), short(office["import"]["seconds"]), short(office["import"]["cpu_seconds"]))
        for database, size, office in offices(figures)
    ]
    said = (
        "`beforehand import`: a Google export of 10,000 people, all new and all under our care, from the start of the"
        " command to its end: read, matched with those who are here, planned, written, their clocks derived."
    )
    return f"{said}\n\n{table(('clients in the office', 's', 'CPU s of the command'), rows)}"


def _process(figures: Figures) -> str:
    rows = [
        (where(database, size), f"{office['start_s']:.2f}", short(office["memory_mib"]))
        for database, size, office in offices(figures)
    ]
    said = (
        "`beforehand serve`, pages and worker in one process: seconds from the command to its first answer (the middle"
        " one of three), and its share of memory (PSS) after all the requests above."
    )
    return f"{said}\n\n{table(('clients', 'start s', 'memory MiB'), rows)}"


def _derived(figures: Figures) -> str:
    rows = [(what, f"{figure:g}") for what, figure in figures["derive"].items()]
    said = "The pure rules on one core, without a database: `python -m benchmarks.derive`."
    return f"{said}\n\n{table(('what', 'figure'), rows)}"
