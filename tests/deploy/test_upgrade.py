"""From an earlier program with data in it to this one, and back to where the earlier one works again."""

import json
import subprocess
import sys
import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from tests.deploy.deployed import ROOT, await_health, free_port, running, said, unit_command

pytestmark = [pytest.mark.slow, pytest.mark.own_database]
EARLIER = "919813e"
DUE = ("due", "--all", "--json", "--at", "2026-11-24T15:00:00Z")


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources of the earlier program."""
    archive = subprocess.run(["git", "archive", EARLIER, "src"], cwd=ROOT, capture_output=True)
    if archive.returncode:
        pytest.skip(f"the commit {EARLIER} is not in this clone: fetch the whole history")
    folder = tmp_path_factory.mktemp("earlier")
    with tarfile.open(fileobj=BytesIO(archive.stdout)) as tar:
        tar.extractall(folder)
    return folder / "src"


@pytest.fixture
def run_earlier(earlier: Path, own_environment: dict[str, str]) -> Callable[..., str]:
    """Runs a command of the earlier program: what it says on stdout, or on stderr where it is refused."""

    def run(*words: str, code: int = 0) -> str:
        program = f"import beforehand; assert beforehand.__file__.startswith({str(earlier)!r})"
        command = [sys.executable, "-c", f"{program}; from beforehand.main import main; main()", *words]
        environment = own_environment | {"PYTHONPATH": str(earlier)}
        done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True)
        assert done.returncode == code, done.stderr
        return done.stderr if code else done.stdout

    return run


def migrations(source: Path) -> list[str]:
    return sorted(each.stem for each in (source / "beforehand/records/migrations").glob("[0-9]*.py"))


def test_an_upgrade_backs_up_first_and_the_backup_is_the_way_back(own_environment, earlier, run_earlier):
    run_earlier("sample", "--at", "2026-11-24T15:00:00Z")
    before = json.loads(run_earlier(*DUE))
    assert len(before) > 20

    environment = own_environment | {"PORT": str(free_port())}
    with running(environment, unit_command("beforehand.service")):
        await_health(environment["PORT"])
    (backup,) = Path(own_environment["BEFOREHAND_DATA"], "backups").iterdir()
    assert backup.name.startswith("before-upgrade-")
    with tarfile.open(backup) as tar:
        told = json.load(tar.extractfile("manifest.json"))
    assert told["migrations"] == migrations(earlier)
    assert set(migrations(ROOT / "src")) > {*told["migrations"]}
    assert said(own_environment, "check").startswith("no differences\n")
    assert [each["client"] for each in json.loads(said(own_environment, *DUE))] == [
        each["client"] for each in before
    ]
    assert "was brought up to date by a newer Beforehand" in run_earlier("due", code=1)

    said(own_environment, "restore", str(backup))

    assert json.loads(run_earlier(*DUE)) == before
    assert run_earlier("check").startswith("no differences\n")
