"""What is counted inside the program: `python -m benchmarks.inside MEASURED`, with DATABASE_URL set.

MEASURED is the file of `benchmarks.seeding`. Prints the statements and bytes of each page, and what logging costs as
a function call, in JSON.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.seeding import phone_of

_NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK")


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL that runs in the block, without BEGIN, COMMIT and savepoints; one with many rows stands for each row."""
    from django.db import connection

    seen: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not sql.lstrip().upper().startswith(_NOT_COUNTED):
            seen.extend([sql] * (len(params) if many else 1))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def page(browser: Any, path: str) -> tuple[int, int]:
    """How many statements one look at that page takes, and how many bytes it is."""
    browser.get(path)
    with statements() as seen:
        response = browser.get(path)
    assert response.status_code == 200, f"{path}: {response.status_code}"
    return len(seen), len(response.content)


def logging(browser: Any, client: int, tap: str) -> int:
    """How many statements one tap takes."""
    with statements() as seen:
        response = browser.post(
            f"/clients/{client}/log/", {"outcome": "spoke", "tap": tap}, headers={"hx-request": "true"}
        )
    assert response.status_code == 200, f"log: {response.status_code}"
    return len(seen)


def capture(browser: Any, client: int, token: str) -> int:
    """How many statements a text takes that a phone tells of."""
    text = {
        "kind": "text",
        "direction": "in",
        "number": phone_of(client),
        "text": "Any news from the lender?",
    }
    with statements() as seen:
        response = browser.post(f"/capture/{token}", text)
    assert response.status_code == 200, f"capture: {response.status_code}"
    return len(seen)


def browser_of(cookie: str) -> Any:
    """A browser in which that session is signed in."""
    from django.conf import settings
    from django.test import Client as Browser

    browser = Browser(SERVER_NAME="localhost")
    browser.cookies[settings.SESSION_COOKIE_NAME] = cookie
    return browser


def action(clients: list[int], times: int) -> dict[str, float]:
    """Logs as a function call: milliseconds, and milliseconds of this process's CPU."""
    from beforehand.actions.touches import Deed, log_touch
    from beforehand.records.models import Client, Member

    member = Member.objects.get(pk=Client.objects.get(pk=clients[0]).agent_id)
    lengths, spent = [], 0.0
    for n in range(times + 20):
        at = datetime.now(UTC).replace(microsecond=0)
        deed = Deed(channel="call", outcome="spoke", happened_at=at)
        began, cpu = time.perf_counter(), time.process_time()
        log_touch(
            client_id=clients[n % len(clients)],
            deed=deed,
            by=member,
            at=at,
            source="bench",
            external_id=f"a{n}",
        )
        if n >= 20:
            lengths.append((time.perf_counter() - began) * 1000)
            spent += time.process_time() - cpu
    lengths.sort()
    return {"median": median(lengths), "p99": lengths[int(len(lengths) * 0.99)], "cpu": spent / times * 1000}


def main() -> None:
    import django

    django.setup()
    import beforehand.wsgi  # noqa: F401 the collector's settings of the server

    measured = json.loads(Path(sys.argv[1]).read_text())
    reader, writer = browser_of(measured["reader"]), browser_of(measured["writer"])
    clients = measured["writer_clients"]
    logging(writer, clients[0], "warm")
    print(
        json.dumps(
            {
                "today": page(reader, "/"),
                "today, all to be called": page(browser_of(measured["overdue"]), "/"),
                "client": page(reader, f"/clients/{measured['reader_clients'][8]}/"),
                "search": page(reader, "/clients/?q=Ortega"),
                "log": max(logging(writer, client, f"once-{client}") for client in clients),
                "capture": max(capture(writer, client, measured["phones"][0]) for client in clients),
                "action": action(clients, int(sys.argv[2])),
            }
        )
    )


if __name__ == "__main__":
    main()
