"""The docs say what the product does: commands, options, rooms, words, and links that lead somewhere."""

import re
from pathlib import Path

import click
import pytest

from beforehand.main import COMMANDS, load

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
CLI = (ROOT / "docs" / "cli.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_in_the_docs(name: str) -> None:
    command = load(name)
    for each in command.commands.values() if isinstance(command, click.Group) else [command]:
        full = f"{name} {each.name}" if isinstance(command, click.Group) else name
        assert f"`{full}" in CLI, full
        for option in each.params:
            for word in option.opts:
                assert not word.startswith("--") or word in CLI, f"{full} {word}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_answers_in_json_where_asked(name: str) -> None:
    command = load(name)
    for each in command.commands.values() if isinstance(command, click.Group) else [command]:
        assert "--json" in [word for option in each.params for word in option.opts], each.name


def test_the_readme_names_every_room() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    rooms = [each.name for each in (ROOT / "src" / "beforehand").iterdir() if (each / "__init__.py").exists()]
    assert [room for room in rooms if f"{room}/" not in readme] == []


def test_the_readme_runs_what_the_makefile_has() -> None:
    readme, makefile = ((ROOT / name).read_text("utf-8") for name in ("README.md", "Makefile"))
    for target in re.findall(r"^make (\w+)", readme, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_each_decision_has_a_number_of_its_own_and_says_what_and_why() -> None:
    pages = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{n:04}" for n in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text("utf-8")
        assert "**Decided.**" in text, page.name
        assert "**Why.**" in text, page.name


def test_no_page_names_this_machine() -> None:
    for page in PAGES:
        assert f"{ROOT.parent}/" not in page.read_text("utf-8"), page.name


def test_the_changelog_begins_with_the_version() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    heading = re.search(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert version is not None
    assert heading is not None
    assert heading[1] == version[1]
