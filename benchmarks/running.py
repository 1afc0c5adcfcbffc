"""Offices to measure in, each with a database, a data folder and programs of its own."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.importing import bring, write_contacts
from benchmarks.processes import serving

BEFOREHAND = [str(Path(sys.executable).with_name("beforehand"))]
_NOT_INHERITED = {"BEFOREHAND_URL", "BEFOREHAND_PROXY", "HOST", "PYTHONDONTWRITEBYTECODE"}
_STARTS = 3


class Office:
    """An office of one size in a database of its own, seeded, with what was counted inside the program."""

    def __init__(self, size: int, database: str, folder: Path, times: int) -> None:
        folder.mkdir()
        self.size, self.database = size, database
        self.environment = environment(database, folder)
        self._told, began = folder / "told.json", time.perf_counter()
        self._told.write_text(program("seeding", str(size), environment=self.environment))
        self.told = json.loads(self._told.read_text())
        self.figures: dict[str, Any] = {"seeded_s": time.perf_counter() - began}
        self.measure("inside", times)

    def measure(self, name: str, times: int) -> None:
        """Runs one of our programs in this office, so many times of what it measures."""
        said = program(name, str(self._told), str(times), environment=self.environment)
        self.figures[name] = json.loads(said)

    def measure_starts(self) -> None:
        """From the command to the first answer, the tables being up to date."""
        lengths = []
        for _ in range(_STARTS):
            with serving(BEFOREHAND, self.environment, self.database) as (_, seconds):
                lengths.append(seconds)
        self.figures["start_s"] = sorted(lengths)[_STARTS // 2]

    def measure_import(self, folder: Path) -> None:
        contacts = folder / "contacts.csv"
        if not contacts.exists():
            write_contacts(contacts)
        agent = "agent101@rivera.example"
        self.figures["import"] = bring(BEFOREHAND, self.environment, contacts, agent)


def environment(database: str, folder: Path) -> dict[str, str]:
    """For our programs: this database, this data folder."""
    return {
        **{key: value for key, value in os.environ.items() if key not in _NOT_INHERITED},
        "PYTHONPYCACHEPREFIX": str(folder.parent / "bytecode"),  # compiled once, as where it is installed
        "DATABASE_URL": database,
        "BEFOREHAND_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "beforehand.settings",
        "PORT": "0",
    }


def program(name: str, *arguments: str, environment: dict[str, str]) -> str:
    """What one of our programs prints, run as a process of its own."""
    command = [sys.executable, "-m", f"benchmarks.{name}", *arguments]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
