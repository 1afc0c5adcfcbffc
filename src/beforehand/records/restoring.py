"""The way back: a backup becomes the present, and the present a backup."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from beforehand.records import archives, snapshots
from beforehand.records.archives import DATABASE, FILES, BackupError
from beforehand.records.backups import folder, holds_data, make_backup, named
from beforehand.records.migrating import on_disk


@dataclass(frozen=True)
class Restored:
    """What is there now, and where that which was there before is kept, if there was any."""

    manifest: archives.Manifest
    kept: Path | None


def restore(archive: Path, *, at: datetime) -> Restored:
    """Puts database and files back as the archive has them; a refusal leaves everything as it was."""
    try:
        with tempfile.TemporaryDirectory(dir=settings.DATA, prefix=".restoring-") as folder:
            staged = Path(folder)
            manifest = archives.unpack(archive, staged)
            _check_fits(archive, manifest)
            snapshots.check(staged / DATABASE)
            snapshots.check_unused()
            kept = _set_aside(at)
            with _files_put(staged):
                snapshots.put(staged / DATABASE)
    except OSError as fault:
        raise BackupError(
            f"{fault.filename or settings.DATA} cannot be written ({fault.strerror}): "
            "make room there, or run this as the user who runs Beforehand. Nothing was changed."
        ) from fault
    return Restored(manifest, kept)


def _check_fits(archive: Path, manifest: archives.Manifest) -> None:
    if manifest.database != connection.vendor:
        raise BackupError(
            f"{archive} holds a {manifest.database} database and DATABASE_URL is {connection.vendor}: "
            "set DATABASE_URL to one of the same kind."
        )
    ours = {name for app, name in on_disk() if app == "records"}
    if newer := sorted({*manifest.migrations} - ours):
        raise BackupError(
            f"{archive} was made by a newer Beforehand ({newer[-1]}): install that one or a later one."
        )


def _set_aside(at: datetime) -> Path | None:
    """A backup of what is there; a database that cannot be read any more is moved away as it is."""
    try:
        return make_backup(named("before-restore", at), at=at).file if holds_data() else None
    except snapshots.DamagedError:
        connection.close()
        away = folder() / f"damaged-{at:%Y%m%dT%H%M%SZ}"
        away.mkdir(mode=0o700)
        file = snapshots.sqlite_file()
        for each in sorted(file.parent.glob(f"{file.name}*")) if file else ():
            shutil.move(each, away / each.name)
        return away


@contextmanager
def _files_put(staged: Path) -> Iterator[None]:
    """The files of the archive are in the data folder while and after the block, unless it fails."""
    data, new = Path(settings.DATA), staged / FILES
    undo: list[tuple[Path, Path | None]] = []
    try:
        for path in [each for each in sorted(new.rglob("*")) if each.is_file()]:
            target = data / path.relative_to(new)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            old = staged / f"old-{len(undo)}" if target.exists() else None
            if old:
                old.hardlink_to(target)
            path.rename(target)
            undo.append((target, old))
        yield
    except BaseException:
        for target, old in reversed(undo):
            old.rename(target) if old else target.unlink()
        raise
