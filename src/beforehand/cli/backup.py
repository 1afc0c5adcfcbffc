"""`beforehand backup`, `beforehand restore`: a copy of everything in one file, and the way back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.db import DatabaseError

from beforehand.actions.refusals import Refusal
from beforehand.cli.arguments import now
from beforehand.cli.output import json_option, print_json
from beforehand.records import backups
from beforehand.records.archives import BackupError
from beforehand.records.restoring import restore as restore_archive

_KIND = "beforehand"


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(1, 1000), help="Delete all but this many of such backups.")
@json_option
def backup(*, path: Path | None, keep: int | None, as_json: bool) -> None:
    """Write a backup of everything to one file, while Beforehand runs.

    PATH is a new file, or a folder in which the backup gets a name with the time; without it
    that is the folder `backups` of the data folder.
    """
    inside = path if path is None or path.is_dir() else None
    if keep and path is not inside:
        raise click.UsageError("--keep counts the backups in a folder: name a folder rather than a file.")
    at = now()
    with _refusals():
        target = path if path is not inside and path else backups.named(_KIND, at, inside)
        made = backups.make_backup(target, at=at)
        deleted = backups.keep_newest(_KIND, keep, inside) if keep else []
    if as_json:
        told = {"file": str(made.file), "bytes": made.size, "made_at": at, "database": made.manifest.database}
        print_json(told | {"deleted": [str(each) for each in deleted]})
    else:
        click.echo(f"Backed up to {made.file} ({made.size:,} bytes).")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def restore(*, file: Path, as_json: bool) -> None:
    """Go back to a backup; what is there now is backed up before.

    Stop the server and the workers first. Nothing is changed unless all of the backup can be put back.
    """
    with _refusals():
        done = restore_archive(file, at=now())
    if as_json:
        kept = str(done.kept) if done.kept else None
        print_json({"restored": str(file), "made_at": done.manifest.made_at, "kept": kept})
        return
    click.echo(f"Restored to {done.manifest.made_at}.")
    if done.kept:
        click.echo(f"What was there before is kept in {done.kept}.")


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except BackupError as fault:
        raise Refusal(str(fault)) from fault
    except DatabaseError as fault:
        first_line = str(fault).strip().splitlines()[0]
        raise Refusal(f"The database cannot be used: {first_line}. Start it, or set DATABASE_URL.") from fault


commands = (backup, restore)
