"""A backup's archive: what goes in comes out, and nothing else does."""

import io
import json
import stat
import tarfile
from pathlib import Path

import pytest

from beforehand.records import archives
from beforehand.records.archives import BackupError, Manifest

TOLD = {
    "beforehand": "0.1.0",
    "made_at": "2026-11-24T15:00:00Z",
    "database": "sqlite",
    "migrations": ["0001"],
}


@pytest.fixture
def good(tmp_path: Path) -> Path:
    (tmp_path / "facts").write_bytes(b"facts" * 100_000)
    (tmp_path / "key").write_text("secret")
    archive = tmp_path / "good.tar.gz"
    files = [
        ("database", tmp_path / "facts"),
        ("files/secret_key", tmp_path / "key"),
        ("files/gone", tmp_path / "gone"),
    ]
    archives.write(archive, files, **TOLD)
    return archive


def rewritten(archive: Path, changes: dict[str, bytes]) -> Path:
    """The same archive with other content in some members, or with members that it had not."""
    target = archive.with_name("bad.tar.gz")
    with tarfile.open(archive) as old, tarfile.open(target, "w:gz") as new:
        contents = {member.name: old.extractfile(member).read() for member in old}
        for name, content in (contents | changes).items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    return target


def refusal(archive: Path) -> str:
    folder = archive.with_name("unpacked")
    folder.mkdir()
    with pytest.raises(BackupError) as refused:
        archives.unpack(archive, folder)
    assert not (archive.parent.parent / "out").exists()
    return str(refused.value)


def test_what_goes_in_comes_out_and_only_its_owner_may_read_it(good, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    manifest = archives.unpack(good, out)
    assert manifest == Manifest(**TOLD, files=manifest.files)
    assert list(manifest.files) == ["database", "files/secret_key"]
    assert (out / "database").read_bytes() == b"facts" * 100_000
    assert (out / "files/secret_key").read_text() == "secret"
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (good, out / "database", out / "files/secret_key")]
    assert modes == [0o600] * 3


def test_an_archive_that_could_not_be_written_leaves_nothing_behind(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError):
        archives.write(tmp_path / "all.tar.gz", [("database", tmp_path / "folder")], **TOLD)
    assert [each.name for each in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize("name", ["files/secret_key", "files/uploads/more", "database"])
def test_a_member_that_is_not_what_was_backed_up_is_refused(good, name):
    bad = rewritten(good, {name: b"forged"})
    assert refusal(bad) == f"{bad} is damaged: {name} is not what was backed up. Take another backup."


@pytest.mark.parametrize("name", ["../../out", "/out"])
def test_a_member_outside_the_folder_is_refused(good, name):
    bad = rewritten(good, {name: b"out"})
    assert refusal(bad) == (
        f"{bad} cannot be read as a backup (it holds {name!r}, which is no file of a backup): name another."
    )


def test_an_archive_of_a_newer_form_is_refused(good):
    with tarfile.open(good) as tar:
        told = json.load(tar.extractfile("manifest.json"))
    bad = rewritten(good, {"manifest.json": json.dumps(told | {"format": 2, "beforehand": "9.0"}).encode()})
    assert refusal(bad) == f"{bad} was made by a newer Beforehand (9.0): install that one."


def test_an_archive_that_was_cut_off_is_refused(good):
    good.write_bytes(good.read_bytes()[:-300])
    assert refusal(good).startswith(f"{good} cannot be read as a backup (")


def test_an_archive_that_is_none_or_nothing_is_refused(good, tmp_path):
    bad = rewritten(good, {"manifest.json": b"[]"})
    assert refusal(bad).startswith(f"{bad} cannot be read as a backup (")
    with pytest.raises(BackupError, match="name a backup"):
        archives.unpack(tmp_path / "none.tar.gz", tmp_path)
    bad.write_text("hello")
    with pytest.raises(BackupError) as refused:
        archives.unpack(bad, tmp_path)
    assert str(refused.value) == f"{bad} cannot be read as a backup (not a gzip file): name another."


def test_an_archive_without_a_manifest_is_refused(tmp_path):
    bad = tmp_path / "bad.tar.gz"
    with tarfile.open(bad, "w:gz") as tar:
        tar.addfile(tarfile.TarInfo("database"))
    assert refusal(bad) == f"{bad} has no manifest: it is no backup of Beforehand; name another."
