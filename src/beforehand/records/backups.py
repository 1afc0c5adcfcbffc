"""Backups: the database at one moment and the files beside it, in one archive."""

import logging
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection

from beforehand.records import archives, snapshots
from beforehand.records.archives import DATABASE, FILES, BackupError

log = logging.getLogger("beforehand.backups")

_KEPT = 5
SUFFIX = ".tar.gz"
_NOT_OURS = {"backups", "lost+found"}  # the backups themselves, and what a volume of its own brings


@dataclass(frozen=True)
class Backup:
    """A backup that was made: where, how many bytes, and of what."""

    file: Path
    size: int
    manifest: archives.Manifest


def folder() -> Path:
    """Where backups go unless told otherwise; made, readable by its user alone."""
    inside = Path(settings.DATA) / "backups"
    try:
        inside.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise _unwritable(inside, fault) from fault
    return inside


def make_backup(target: Path, *, at: datetime) -> Backup:
    """Writes a backup to a file that is not there yet; readers and writers go on meanwhile."""
    if not holds_data():
        raise BackupError("There is no office in this database yet: there is nothing to back up.")
    if target.exists():
        raise BackupError(f"{target} is there already: name another file.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as beside:
            snapshot = Path(beside, DATABASE)
            migrations = snapshots.take(snapshot)
            manifest = archives.write(
                target,
                [(DATABASE, snapshot), *_files_beside()],
                beforehand=version("beforehand"),
                made_at=f"{at:%Y-%m-%dT%H:%M:%SZ}",
                database=connection.vendor,
                migrations=migrations,
            )
        return Backup(target, target.stat().st_size, manifest)
    except OSError as fault:
        raise _unwritable(target.parent, fault) from fault


def named(kind: str, at: datetime, inside: Path | None = None) -> Path:
    """A free name for a backup of this kind, in the folder of backups or another; names sort by time."""
    stem = f"{kind}-{at:%Y%m%dT%H%M%SZ}"
    inside = inside or folder()
    names = (f"{stem}{f'-{n}' if n else ''}{SUFFIX}" for n in range(1000))
    return next(inside / name for name in names if not (inside / name).exists())


def keep_newest(kind: str, count: int, inside: Path | None = None) -> list[Path]:
    """Deletes all but the newest `count` backups of this kind; what it deleted."""
    found = sorted((inside or folder()).glob(f"{kind}-[0-9]*Z*{SUFFIX}"))
    gone = found[: max(len(found) - count, 0)]
    for each in gone:
        each.unlink(missing_ok=True)
    return gone


def before_upgrade(at: datetime) -> None:
    """Backs up a database that holds data before its tables change; without pg_dump it says so and goes on."""
    if not holds_data():
        return
    try:
        backup = make_backup(named("before-upgrade", at), at=at)
    except snapshots.ProgramMissingError as fault:
        log.warning("The tables are brought up to date without a backup before: %s", fault)
        return
    log.info("Backed up to %s before the tables are brought up to date.", backup.file)
    keep_newest("before-upgrade", _KEPT)


def holds_data() -> bool:
    """Whether an office was ever opened in this database, whatever its tables look like."""
    file = snapshots.sqlite_file()
    if file and not (file.exists() and file.stat().st_size):
        return False
    try:
        with connection.cursor() as cursor:
            if "records_office" not in connection.introspection.table_names(cursor):
                return False
            cursor.execute("SELECT 1 FROM records_office LIMIT 1")
            return cursor.fetchone() is not None
    except OperationalError:
        raise
    except DatabaseError as fault:
        raise snapshots.DamagedError(
            f"The database {file} is damaged ({fault}): restore a backup."
        ) from fault


def _files_beside() -> Iterator[tuple[str, Path]]:
    """The secret key and every other file of the data folder that is neither database nor backup."""
    data = Path(settings.DATA)
    for at, folders, files in os.walk(data):
        folders[:] = [each for each in folders if each not in _NOT_OURS and not each.startswith(".")]
        for name in files:
            path = Path(at, name)
            is_ours = not name.endswith(SUFFIX) and not _is_of_the_database(path)
            if is_ours and path.is_file() and not path.is_symlink():
                yield f"{FILES}/{path.relative_to(data)}", path


def _unwritable(inside: Path, fault: OSError) -> BackupError:
    return BackupError(f"No backup can be written to {inside} ({fault.strerror}): make room there.")


def _is_of_the_database(path: Path) -> bool:
    """The file itself, or what SQLite and we keep beside it under its name."""
    file = snapshots.sqlite_file()
    return file is not None and path.parent == file.parent.resolve() and path.name.startswith(file.name)
