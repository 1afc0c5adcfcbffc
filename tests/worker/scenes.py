"""What happens among real processes on a real database: `python -m tests.worker.scenes` prints it as JSON.

The database is DATABASE_URL's and must be empty; files go to BEFOREHAND_DATA.
"""

import json
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "beforehand.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from beforehand.actions import work  # noqa: E402
from beforehand.records.migrating import bring_up_to_date  # noqa: E402
from beforehand.records.models import Work  # noqa: E402
from beforehand.worker import loop  # noqa: E402
from beforehand.worker.handlers import HANDLERS  # noqa: E402

DONE = Path(settings.DATA, "done")
BEGUN = Path(settings.DATA, "begun")


def slow(*, n: int, seconds: float, at: datetime) -> None:
    """Takes its time; done twice it leaves what it left when done once."""
    _note(BEGUN, n)
    time.sleep(seconds)
    (DONE / str(n)).touch()


def _note(file: Path, n: int) -> None:
    with file.open("a") as notes:
        notes.write(f"{n}\n")


def _noted(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().splitlines()] if file.exists() else []


def _put(count: int, seconds: float) -> None:
    Work.objects.all().delete()
    BEGUN.unlink(missing_ok=True)
    for file in DONE.iterdir():
        file.unlink()
    for n in range(count):
        work.enqueue("slow", {"n": n, "seconds": seconds}, run_at=loop.clock())


def _fork(play: Callable[[], object]) -> int:
    connection.close()
    if pid := os.fork():
        return pid
    try:
        play()
    finally:
        connection.close()
        os._exit(0)


def _wait_until(holds: Callable[[], bool], seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < until:
        time.sleep(0.02)
    return held


def _nothing_left() -> bool:
    return not Work.objects.filter(name="slow", done_at=None).exists()


def claims_at_once() -> dict[str, object]:
    _put(300, 0)
    claimed, go = Path(settings.DATA, "claimed"), Path(settings.DATA, "go")

    def claim_all() -> None:
        worker = loop.new_name()
        connection.ensure_connection()
        _wait_until(go.exists)
        while pieces := work.claim(worker, at=loop.clock(), lease=timedelta(hours=1), limit=3):
            for piece in pieces:
                _note(claimed, piece.payload["n"])

    competing = [_fork(claim_all) for _ in range(4)]
    go.touch()
    for pid in competing:
        os.waitpid(pid, 0)
    return {"claimed": sorted(_noted(claimed))}


def killed_at_random_points() -> dict[str, object]:
    """Workers are killed while they work, each replaced at once, until enough have died; the rest is let finish."""
    rng = random.Random(9)
    _put(50, 0.03)

    def work_on() -> None:
        loop.run(threading.Event(), lease=timedelta(seconds=0.6))

    workers = [_fork(work_on) for _ in range(2)]
    for _ in range(6):
        begun = len(_noted(BEGUN))
        _wait_until(lambda begun=begun: len(_noted(BEGUN)) > begun)
        time.sleep(rng.uniform(0, 0.1))
        dying = workers.pop(0)
        os.kill(dying, signal.SIGKILL)
        os.waitpid(dying, 0)
        workers.append(_fork(work_on))
    _wait_until(_nothing_left)
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return {
        "deeds": len(list(DONE.iterdir())),
        "marked": Work.objects.filter(done_at__isnull=False).count(),
        "again": Work.objects.filter(attempts__gt=1).count(),
    }


def long_work_keeps_its_lease() -> dict[str, object]:
    _put(1, 2)
    stop, lease, stolen = threading.Event(), timedelta(seconds=1), 0
    thread = threading.Thread(target=loop.run, args=(stop,), kwargs={"lease": lease})
    thread.start()
    _wait_until(lambda: bool(_noted(BEGUN)))

    def steal() -> bool:
        nonlocal stolen
        stolen += len(work.claim("thief", at=loop.clock(), lease=lease, limit=1))
        return _nothing_left()

    _wait_until(steal)
    stop.set()
    thread.join()
    return {"stolen": stolen, "attempts": Work.objects.get(name="slow").attempts}


def stopped_in_the_middle() -> dict[str, object]:
    _put(5, 0.3)
    stop = threading.Event()
    thread = threading.Thread(target=loop.run, args=(stop,))
    thread.start()
    _wait_until(lambda: bool(_noted(BEGUN)))
    stop.set()
    thread.join()
    given_back = Work.objects.filter(name="slow", done_at=None, leased_by="", lease_until=None, attempts=0)
    return {"done": Work.objects.filter(done_at__isnull=False).count(), "given_back": given_back.count()}


def database_goes_away() -> dict[str, object]:
    """PostgreSQL ends every connection, as in a restart; SQLite has none to lose."""
    _put(1, 0)
    stop = threading.Event()
    thread = threading.Thread(target=loop.run, args=(stop,))
    thread.start()
    _wait_until(_nothing_left)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    work.enqueue("slow", {"n": 1, "seconds": 0}, run_at=datetime.now(UTC))
    done = _wait_until(_nothing_left)
    stop.set()
    thread.join()
    return {"done_afterwards": done}


def main() -> None:
    bring_up_to_date()
    DONE.mkdir()
    HANDLERS["slow"] = slow
    loop._POLL_S = 0.05
    scenes = (
        claims_at_once,
        killed_at_random_points,
        long_work_keeps_its_lease,
        stopped_in_the_middle,
        database_goes_away,
    )
    json.dump({scene.__name__: scene() for scene in scenes}, sys.stdout)


if __name__ == "__main__":
    main()
