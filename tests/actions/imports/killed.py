"""A mail archive that comes in while its worker is killed again and again; prints what is in the ledger as JSON.

`python -m tests.actions.imports.killed`: the database is DATABASE_URL's and must be empty; files go to BEFOREHAND_DATA.
"""

import json
import os
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "beforehand.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from beforehand.actions.imports import progress  # noqa: E402
from beforehand.intake import importing, mail  # noqa: E402
from beforehand.records.migrating import bring_up_to_date  # noqa: E402
from beforehand.records.models import Import, Request, Touch  # noqa: E402
from tests.cast import AT, OPENED, Cast  # noqa: E402
from tests.letters import BOB, letter  # noqa: E402

MESSAGES, CLIENTS, DEATHS = 1500, 20, 4


def archive(path: Path) -> list[bytes]:
    """Mail by turns from a client and to two of them, of weeks; the last letters ask."""
    letters = []
    for n in range(MESSAGES):
        at = AT - timedelta(hours=1.5) * (MESSAGES - n) / 2
        one, other = (f"client{(n + k) % CLIENTS}@example.com" for k in range(2))
        said = {"sender": one} if n % 2 == 0 else {"sender": BOB, "to": f"{one}, {other}"}
        words = "Any news on the inspection?" if n >= MESSAGES - 20 else "See you at the house."
        letters.append(letter(words, at=at, key=f"n{n}", **said))
    with path.open("wb") as out:
        for raw in letters:
            out.write(b"From - Tue Nov 24 15:00:00 2026\n" + raw + b"\n")
    return letters


def work_on(import_id: int) -> int:
    pid = os.fork()
    if not pid:
        importing.BATCH = 100
        importing.run(import_id, AT)
        os._exit(0)
    return pid


def killed_while_it_comes_in(import_id: int) -> int:
    """How many messages were in at each death of the worker; the last worker is let finish."""
    deaths = []
    for n in range(DEATHS):
        connection.close()
        pid = work_on(import_id)
        wanted = (n + 1) * MESSAGES // (DEATHS + 2)
        while (done := Import.objects.values_list("rows_done", flat=True).get(pk=import_id)) < wanted:
            time.sleep(0.01)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        deaths.append(done)
    connection.close()
    os.waitpid(work_on(import_id), 0)
    return sum(done < MESSAGES for done in deaths)


def main() -> None:
    bring_up_to_date(back_up_at=AT)
    cast = Cast()
    for n in range(CLIENTS):
        cast.client_of(cast.bob, f"Client {n}", email=f"client{n}@example.com", at=OPENED)
    path = Path(settings.DATA, "All mail.mbox")
    letters = archive(path)
    imported = progress.begin(
        kind=importing.kind_of(path),
        file_name=path.name,
        path=str(path),
        agent=cast.bob,
        by=cast.bob,
        at=AT,
    )
    deaths = killed_while_it_comes_in(imported.pk)
    imported.refresh_from_db()
    touches, asked = Touch.objects.count(), Request.objects.count()
    for raw in letters[-50:]:
        mail.bring(raw, member=cast.bob, house=mail.house_of(cast.bob), at=AT)
    told = {
        "deaths": deaths,
        "state": imported.state,
        "read": imported.rows_done,
        "new": imported.counts["touches"]["new"],
        "known": imported.counts["touches"]["known"],
        "in_the_ledger": touches,
        "asked": asked,
        "after_the_mailbox": [Touch.objects.count(), Request.objects.count()],
    }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
