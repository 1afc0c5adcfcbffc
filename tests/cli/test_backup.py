"""Backups as an operator makes them and goes back to them, on both databases."""

import json
import os
import shutil
import sqlite3
import stat
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.deploy.deployed import BIN, said

pytestmark = [pytest.mark.slow, pytest.mark.own_database]
OFFICE = (
    "office new Rivera --email a@r.example --password-stdin --country US --state TX --zone America/Chicago"
)


def open_office(environment: dict[str, str]) -> dict[str, str]:
    words = [BIN / "beforehand", *OFFICE.split()]
    subprocess.run(words, env=environment, input="a cup of tea at nine\n", text=True, check=True)
    return environment


@pytest.fixture(scope="module")
def office(own_environment: dict[str, str]) -> dict[str, str]:
    """The environment of an office, once on each database."""
    return open_office(own_environment)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("opened")
    open_office({**os.environ, "BEFOREHAND_DATA": str(folder), "DATABASE_URL": ""})
    return folder


@pytest.fixture
def on_sqlite(opened: Path, tmp_path: Path) -> dict[str, str]:
    """The environment of an office on SQLite that is this test's own."""
    shutil.copytree(opened, tmp_path / "data")
    return {**os.environ, "BEFOREHAND_DATA": str(tmp_path / "data"), "DATABASE_URL": ""}


def data(environment: dict[str, str]) -> Path:
    return Path(environment["BEFOREHAND_DATA"])


def has_seat(environment: dict[str, str], email: str) -> bool:
    command = [BIN / "beforehand", "member", "reset", email]
    done = subprocess.run(command, env=environment, capture_output=True)
    assert done.returncode in {0, 2}, done.stderr
    return done.returncode == 0


def test_a_backup_made_while_work_goes_on_is_the_way_back_and_the_restore_can_be_undone(office, tmp_path):
    archive, key = tmp_path / "all.tar.gz", data(office) / "secret_key"
    was = key.read_text()
    worker = subprocess.Popen([BIN / "beforehand", "worker"], env=office, stdout=subprocess.PIPE)
    try:
        worker.stdout.readline()
        told = json.loads(said(office, "backup", str(archive), "--json"))
        assert told == {
            "file": str(archive),
            "bytes": archive.stat().st_size,
            "made_at": told["made_at"],
            "database": "postgresql" if office["DATABASE_URL"] else "sqlite",
            "deleted": [],
        }
        said(office, "member", "add", "nora@r.example", "--role", "agent")
        key.write_text("another")
        assert said(office, "restore", str(archive), code=1) == (
            "Beforehand is running on this database: stop its server and workers, then restore. "
            "Nothing was changed.\n"
        )
    finally:
        worker.terminate()
        worker.communicate()
    assert has_seat(office, "nora@r.example")

    back = json.loads(said(office, "restore", str(archive), "--json"))

    assert (back["restored"], back["made_at"]) == (str(archive), told["made_at"])
    assert not has_seat(office, "nora@r.example")
    assert key.read_text() == was
    assert list(data(office).glob(".*")) == []

    said(office, "restore", back["kept"])
    assert has_seat(office, "nora@r.example")
    assert key.read_text() == "another"


def test_without_pg_dump_a_backup_says_what_to_install(office, tmp_path):
    if office["DATABASE_URL"]:
        assert said(office | {"PATH": ""}, "backup", code=1) == (
            "pg_dump is not installed: install postgresql-client in the version of the server.\n"
        )
    else:
        assert "Backed up to" in said(office | {"PATH": ""}, "backup", str(tmp_path / "all.tar.gz"))


def test_backups_get_names_with_the_time_and_the_newest_are_kept(on_sqlite):
    made = [json.loads(said(on_sqlite, "backup", "--keep", "1", "--json")) for _ in range(2)]
    assert made[1]["deleted"] == [made[0]["file"]]
    (own,) = data(on_sqlite).glob("backups/*")
    assert str(own) == made[1]["file"]
    assert [stat.S_IMODE(each.stat().st_mode) for each in (own, own.parent)] == [0o600, 0o700]
    assert "name a folder rather than a file" in said(on_sqlite, "backup", "x.tar.gz", "--keep", "2", code=2)


def test_a_database_that_cannot_be_read_any_more_is_moved_away_and_replaced(on_sqlite, tmp_path):
    archive, file = tmp_path / "all.tar.gz", data(on_sqlite) / "beforehand.sqlite3"
    said(on_sqlite, "backup", str(archive))
    file.write_bytes(b"no database" * 1000)
    assert said(on_sqlite, "backup", code=1) == (
        f"The database {file} is damaged (file is not a database): restore a backup.\n"
    )
    kept = json.loads(said(on_sqlite, "restore", str(archive), "--json"))["kept"]
    assert Path(kept, file.name).read_bytes() == b"no database" * 1000
    assert said(on_sqlite, "check").startswith("no differences\n")


def test_a_restore_into_an_empty_folder_has_nothing_to_keep(on_sqlite, tmp_path):
    said(on_sqlite, "backup", str(tmp_path / "all.tar.gz"))
    elsewhere = on_sqlite | {"BEFOREHAND_DATA": str(tmp_path / "elsewhere")}
    restored = json.loads(said(elsewhere, "restore", str(tmp_path / "all.tar.gz"), "--json"))
    assert restored["kept"] is None
    assert has_seat(elsewhere, "a@r.example")
    keys = [(data(each) / "secret_key").read_text() for each in (on_sqlite, elsewhere)]
    assert keys[0] == keys[1]


def test_tables_stay_as_they_are_where_no_backup_can_be_made(on_sqlite):
    forget = "DELETE FROM django_migrations WHERE app = 'records' AND name > '0001_tables'"
    with closing(sqlite3.connect(data(on_sqlite) / "beforehand.sqlite3")) as database, database:
        database.execute(forget)
    (data(on_sqlite) / "backups").touch()
    assert said(on_sqlite, "due", code=1) == (
        "The tables were not brought up to date, for want of a backup: "
        f"No backup can be written to {data(on_sqlite)}/backups (File exists): make room there.\n"
    )
    with closing(sqlite3.connect(data(on_sqlite) / "beforehand.sqlite3")) as database:
        assert database.execute(f"SELECT count(*) {forget.removeprefix('DELETE')}").fetchone() == (0,)
