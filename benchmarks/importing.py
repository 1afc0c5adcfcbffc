"""Ten thousand contacts brought in by the command line, as an agent's address book exports them."""

import csv
import json
import os
import random
import subprocess
import time
from pathlib import Path

CONTACTS = 10_000
_FIRST = ("Ana", "Bill", "Chen", "Dora", "Eli", "Farah", "Gus", "Hana", "Ivo", "June", "Kofi", "Lena")
_LAST = (
    "Abbott",
    "Bauer",
    "Castillo",
    "Dupont",
    "Eriksen",
    "Fontaine",
    "Gupta",
    "Hughes",
    "Ivanova",
    "Jansen",
)


def write_contacts(path: Path) -> None:
    """A Google export of clients: a phone as people write it, an e-mail address, an address, a label."""
    chance = random.Random(5)
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow([
            "First Name", "Last Name", "Labels", "E-mail 1 - Label", "E-mail 1 - Value", "Phone 1 - Label",
            "Phone 1 - Value", "Address 1 - Street", "Address 1 - City", "Address 1 - Region",
            "Address 1 - Postal Code", "Address 1 - Country",
        ])  # fmt: skip
        for n in range(CONTACTS):
            rows.writerow([
                chance.choice(_FIRST), f"{chance.choice(_LAST)}-{n}", "Clients ::: * myContacts", "Home",
                f"contact{n}@list.example", "Mobile", f"(737) {200 + n // 10_000}-{n % 10_000:04d}",
                f"{n % 900 + 1} Oak Street", "Austin", "TX", "78701", "US",
            ])  # fmt: skip


def bring(command: list[str], environment: dict[str, str], path: Path, agent: str) -> dict[str, float]:
    """Seconds and CPU seconds of the whole command, all contacts new and under our care, their clocks derived."""
    before, began = os.times(), time.perf_counter()
    words = ["import", str(path), "--agent", agent, "--active", "Clients=buyer:searching", "--json"]
    done = subprocess.run([*command, *words], env=environment, stdout=subprocess.PIPE, check=True)
    length, after = time.perf_counter() - began, os.times()
    new = json.loads(done.stdout)["clients"]["new"]
    if new != CONTACTS:
        raise RuntimeError(f"{new} of {CONTACTS} contacts came in.")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return {"seconds": length, "cpu_seconds": cpu}
