"""Names, numbers and refusals of backups; tests/cli/test_backup.py makes and restores real ones."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from beforehand.records import backups, restoring, snapshots
from beforehand.records.archives import BackupError, Manifest

AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data(settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    return settings.DATA


def manifest(**told: object) -> Manifest:
    its = {"database": connection.vendor, "migrations": ["0001_tables"], "files": {}}
    return Manifest(**{"beforehand": "0.1.0", "made_at": "2026-11-24T15:00:00Z"} | its | told)


def test_two_backups_of_one_second_get_names_of_their_own(data):
    first = backups.named("beforehand", AT)
    first.touch()
    assert (first, backups.named("beforehand", AT)) == (
        data / "backups/beforehand-20261124T150000Z.tar.gz",
        data / "backups/beforehand-20261124T150000Z-1.tar.gz",
    )


def test_the_newest_of_a_kind_are_kept_and_no_other_kind_is_touched():
    made = [backups.named("beforehand", AT + timedelta(days=day)) for day in range(4)]
    for each in (*made, backups.named("before-upgrade", AT), backups.folder() / "beforehand-mine.tar.gz"):
        each.touch()
    assert backups.keep_newest("beforehand", 3) == made[:1]
    assert backups.keep_newest("beforehand", 3) == []
    assert {each.name for each in backups.folder().iterdir()} == {
        *(each.name for each in made[1:]),
        "before-upgrade-20261124T150000Z.tar.gz",
        "beforehand-mine.tar.gz",
    }


@pytest.mark.django_db
def test_without_an_office_there_is_nothing_to_back_up(tmp_path):
    with pytest.raises(BackupError) as refused:
        backups.make_backup(tmp_path / "all.tar.gz", at=AT)
    assert str(refused.value) == "There is no office in this database yet: there is nothing to back up."
    backups.before_upgrade(AT)
    assert list(tmp_path.rglob("*.tar.gz")) == []


def test_a_backup_takes_the_place_of_no_other_file(monkeypatch, tmp_path):
    monkeypatch.setattr(backups, "holds_data", lambda: True)
    (tmp_path / "all.tar.gz").write_text("mine")
    with pytest.raises(BackupError, match="is there already: name another file"):
        backups.make_backup(tmp_path / "all.tar.gz", at=AT)
    assert (tmp_path / "all.tar.gz").read_text() == "mine"


def test_without_pg_dump_an_upgrade_says_so_in_one_line_and_goes_on(monkeypatch, caplog):
    def without_pg_dump(target: Path) -> list[str]:
        raise snapshots.ProgramMissingError("pg_dump is not installed: install postgresql-client.")

    monkeypatch.setattr(backups, "holds_data", lambda: True)
    monkeypatch.setattr(snapshots, "take", without_pg_dump)
    backups.before_upgrade(AT)
    assert [record.getMessage() for record in caplog.records] == [
        "The tables are brought up to date without a backup before: "
        "pg_dump is not installed: install postgresql-client."
    ]
    assert list(backups.folder().iterdir()) == []


def test_a_backup_of_a_newer_program_is_refused():
    with pytest.raises(BackupError) as refused:
        restoring._check_fits(Path("b.tar.gz"), manifest(migrations=["0001_tables", "9999_future"]))
    assert str(refused.value) == (
        "b.tar.gz was made by a newer Beforehand (9999_future): install that one or a later one."
    )


def test_a_backup_of_another_kind_of_database_is_refused():
    with pytest.raises(BackupError) as refused:
        restoring._check_fits(Path("b.tar.gz"), manifest(database="oracle"))
    assert str(refused.value) == (
        f"b.tar.gz holds a oracle database and DATABASE_URL is {connection.vendor}: "
        "set DATABASE_URL to one of the same kind."
    )


def test_files_go_back_where_the_database_cannot_be_put(data, tmp_path):
    staged = tmp_path / "staged"
    (staged / "files" / "uploads").mkdir(parents=True)
    for name in ("secret_key", "uploads/list"):
        (staged / "files" / name).write_text("of the backup")
    (data / "secret_key").write_text("of now")
    seen = []

    def put_the_database() -> None:
        with restoring._files_put(staged):
            seen.extend((data / name).read_text() for name in ("secret_key", "uploads/list"))
            raise BackupError("no")

    with pytest.raises(BackupError, match="no"):
        put_the_database()
    assert seen == ["of the backup"] * 2
    assert (data / "secret_key").read_text() == "of now"
    assert not (data / "uploads/list").exists()
