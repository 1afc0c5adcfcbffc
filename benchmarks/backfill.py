"""How fast a mailbox's past comes in: `python -m benchmarks.backfill TOLD MESSAGES`, with DATABASE_URL set.

TOLD is the file of `benchmarks.seeding`. The messages lie in a Dovecot of the program's own, on this machine; it is
looked into as the worker does, until nothing is left. Prints the figures in JSON, null where there is no Dovecot.
"""

import json
import os
import shutil
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.mails import letters

os.environ.setdefault("BEFOREHAND_ALLOW_PRIVATE_ADDRESSES", "1")  # the server is on this machine


def measure(told: dict[str, Any], messages: int, *, now: datetime) -> dict[str, float]:
    """Fills a mailbox of the first agent and reads it all."""
    from tests.dovecot import USER, running

    from beforehand.records.models import Capture, Client, Member

    agent = Client.objects.get(pk=told["reader_clients"][0]).agent_id
    member = Member.objects.select_related("office", "user").get(pk=agent)
    clients = list(Client.objects.filter(imported_by=None).order_by("pk").values_list("pk", flat=True))
    before = Capture.objects.count()
    with running() as server:
        with server.box() as box:
            box.folder.set("Gesendet")  # the server makes a folder when it is first opened
        mail = letters(messages, clients=clients, ours=member.user.email, until=now, seed=5)
        _deliver(mail, server.home / "mail" / USER, ours=member.user.email)
        figures = _read(member, server.port, now)
    return {
        **figures,
        "messages": messages,
        "a second": messages / figures["seconds"],
        "captures": Capture.objects.count() - before,
    }


def _deliver(mail: Iterable[bytes], maildir: Path, *, ours: str) -> None:
    """Lays the messages into the server's own folders, ours into what was sent."""
    owner = maildir.stat()
    for number, raw in enumerate(mail):
        is_ours = ours.encode() in raw.partition(b"\r\nTo:")[0]
        file = maildir / (".Gesendet" if is_ours else "") / "new" / f"{number}.M{number}.bench"
        file.write_bytes(raw)
        os.chown(file, owner.st_uid, owner.st_gid)


def _read(member: Any, port: int, now: datetime) -> dict[str, float]:
    from tests.dovecot import PASSWORD, USER

    from beforehand.actions.mailboxes import connect_mailbox
    from beforehand.intake import mailboxes

    mailbox = connect_mailbox(
        address=member.user.email, host="127.0.0.1", port=port, security="none", username=USER, auth="password",
        secret=PASSWORD, since=(now - timedelta(days=30)).date(), by=member, at=now,
    )  # fmt: skip
    taking, bring, looks = 0.0, mailboxes.bring_if_readable, 0

    def timed(*given: Any, **words: Any) -> Any:
        nonlocal taking
        started = time.perf_counter()
        found = bring(*given, **words)
        taking += time.perf_counter() - started
        return found

    began, cpu = time.perf_counter(), time.process_time()
    with patch.object(mailboxes, "bring_if_readable", timed):
        while looks == 0 or (mailbox.faults == 0 and mailbox.look_at == now):
            mailboxes.look(mailbox_id=mailbox.pk, at=now)
            mailbox.refresh_from_db()
            looks += 1
    if mailbox.faults:
        raise RuntimeError(mailbox.fault)
    length = time.perf_counter() - began
    return {
        "seconds": length,
        "cpu_s": time.process_time() - cpu,
        "imap_share": 1 - taking / length,
        "looks": looks,
    }


def main() -> None:
    import django

    django.setup()
    told, now = json.loads(Path(sys.argv[1]).read_text()), datetime.now(UTC).replace(microsecond=0)
    print(json.dumps(measure(told, int(sys.argv[2]), now=now) if shutil.which("dovecot") else None))


if __name__ == "__main__":
    main()
