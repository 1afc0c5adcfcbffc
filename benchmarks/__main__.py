"""Measures all that is said about speed and writes docs/benchmarks.md: `python -m benchmarks`, or `make bench`."""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks import derive, report
from benchmarks.audit import MESSAGES
from benchmarks.databases import databases
from benchmarks.mails import SENTENCES
from benchmarks.processes import Server, Visits, serving
from benchmarks.running import BEFOREHAND, Office, environment, program
from benchmarks.seeding import phone_of

_RAW = Path(__file__).parents[2] / "shared" / "data" / "fmt_email_mime"
_WARM_UP = 40
_SELDOM = {"search": 5}  # what a large office makes slow is asked a fifth as often


def main() -> int:
    """Runs what was asked for; the figures go to a file in JSON, and the table to docs/benchmarks.md."""
    asked = _arguments()
    figures: dict[str, Any] = {"at": datetime.now(UTC).isoformat(timespec="minutes"), "machine": _machine()}
    figures["command"] = " ".join(["python -m benchmarks", *sys.argv[1:]])
    with tempfile.TemporaryDirectory(prefix="beforehand-bench-", dir="/tmp") as named:
        folder = Path(named)
        folder.chmod(0o755)  # PostgreSQL runs as a user of its own
        figures["databases"] = {kind: _measure(kind, asked, folder) for kind in asked.databases}
        figures |= _by_themselves(asked, folder / "alone")
    figures["load_after"] = os.getloadavg()[0]
    file = Path(tempfile.gettempdir()) / "beforehand-benchmarks.json"
    file.write_text(json.dumps(figures, indent=1))
    if asked.quick:
        print(report.page(figures))
    else:
        Path("docs").mkdir(exist_ok=True)
        Path("docs/benchmarks.md").write_text(report.page(figures))
    _say(f"figures in {file}")
    return 0


def _by_themselves(asked: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """What needs no office of ours; the audit is None where there are no raw messages to grow an archive from."""
    folder.mkdir()
    alone = environment(f"sqlite:///{folder}/fortnight.sqlite3", folder)
    _say("derivation")
    figures: dict[str, Any] = {"derive": derive.measure(), "audit": None}
    for name in ("listening", "fortnight"):
        _say(name)
        figures[name] = json.loads(program(name, environment=alone))
    if asked.raw.is_dir():
        _say(f"audit: {asked.archive:,} messages")
        grown = ("--raw", str(asked.raw), "--messages", str(asked.archive))
        figures["audit"] = json.loads(program("audit", *grown, environment=alone))
    else:
        _say(f"audit: left out, as there is no folder {asked.raw}")
    return figures


def _measure(kind: str, asked: argparse.Namespace, folder: Path) -> dict[str, Any]:
    inner = folder / kind
    inner.mkdir()
    with databases(kind, inner) as make, ExitStack() as servers:
        offices = []
        for size in asked.sizes:
            _say(f"{kind}, {size:,} clients: seeding")
            offices.append(Office(size, make(f"office_{size}"), inner / str(size), asked.times))
            offices[-1].measure_starts()
        _say(f"{kind}: visits")
        running = [
            servers.enter_context(serving(BEFOREHAND, office.environment, office.database))[0]
            for office in offices
        ]
        for name, visit in VISITS.items():
            _visit(name, visit, offices, running, asked)
        for office, server in zip(offices, running, strict=True):
            office.figures["memory_mib"] = server.memory_mib()
        servers.close()
        for office in offices:
            _say(f"{kind}, {office.size:,} clients: import")
            office.measure_import(folder)
            _say(f"{kind}, {office.size:,} clients: captures")
            office.measure("captures", asked.messages)
        _say(f"{kind}: back-fill")
        offices[0].measure("backfill", asked.messages)
        return {str(office.size): office.figures for office in offices}


Ask = Callable[[], object]


def _visit(
    name: str,
    visit: Callable[[Server, Office], Iterator[Ask]],
    offices: Sequence[Office],
    running: Sequence[Server],
    asked: argparse.Namespace,
) -> None:
    """The offices take turns, so that what else the machine does falls on all sizes alike."""
    seldom = _SELDOM.get(name, 1)
    waiting = [visit(server, office) for server, office in zip(running, offices, strict=True)]
    results = [Visits() for _ in offices]
    for asks in waiting:
        for ask in islice(asks, _WARM_UP // seldom):
            ask()
    for _ in range(asked.rounds):
        for server, asks, result in zip(running, waiting, results, strict=True):
            server.visit(result, islice(asks, asked.times // asked.rounds // seldom))
    for office, result in zip(offices, results, strict=True):
        office.figures[name] = result.figures()


def _today(server: Server, office: Office) -> Iterator[Ask]:
    return cycle([lambda: server.ask("/", office.told["reader"])])


def _all_to_call(server: Server, office: Office) -> Iterator[Ask]:
    return cycle([lambda: server.ask("/", office.told["overdue"])])


def _client(server: Server, office: Office) -> Iterator[Ask]:
    for client in cycle(office.told["reader_clients"]):
        yield lambda client=client: server.ask(f"/clients/{client}/", office.told["reader"])


def _search(server: Server, office: Office) -> Iterator[Ask]:
    for word in cycle(["Ortega", "Brandt", "2000077", "Elm", "c77@mail"]):
        yield lambda word=word: server.ask(f"/clients/?q={word}", office.told["broker"])


def _log(server: Server, office: Office) -> Iterator[Ask]:
    clients = office.told["writer_clients"]
    for n, client in enumerate(cycle(clients)):
        form = f"outcome={'texted' if n % 3 else 'spoke'}&tap=h{n}"
        yield lambda client=client, form=form: server.ask(
            f"/clients/{client}/log/", office.told["writer"], form
        )


def _capture(server: Server, office: Office) -> Iterator[Ask]:
    """Nobody is signed in; the phone's own address is all it has."""
    said = zip(cycle(office.told["writer_clients"]), cycle(office.told["phones"]), cycle(SENTENCES), count())
    for client, phone, text, n in said:
        form = urlencode(
            {"kind": "text", "direction": "in", "number": phone_of(client), "text": text, "id": f"h{n}"}
        )
        yield lambda phone=phone, form=form: server.ask(f"/capture/{phone}", "", form)


VISITS = {
    "today": _today, "all_to_call": _all_to_call, "client": _client, "search": _search, "log": _log,
    "capture": _capture,
}  # fmt: skip


def _arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("--sizes", default="1000,10000,100000", help="clients, with commas between")
    asked.add_argument("--databases", default="sqlite,postgresql")
    asked.add_argument(
        "--quick", action="store_true", help="1,000 clients, few requests; prints, writes no page"
    )
    asked.add_argument(
        "--raw", type=Path, default=_RAW, help="a folder of raw messages, to grow the audit's archive from"
    )
    words = asked.parse_args()
    words.sizes = [1000] if words.quick else [int(size) for size in words.sizes.split(",")]
    words.databases = words.databases.split(",")
    words.times, words.rounds = (60, 2) if words.quick else (300, 10)
    words.messages, words.archive = (200, 2_000) if words.quick else (3_000, MESSAGES)
    return words


def _machine() -> dict[str, Any]:
    models = [
        line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")
    ]
    return {
        "cpu": models[0].partition(":")[2].strip() if models else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30),
        "python": platform.python_version(),
        "load": os.getloadavg()[0],
    }


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
