"""The settings that are told and the settings that are read are the same ones."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = (ROOT / "src/beforehand/settings.py").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()

READ = set(re.findall(r'environ\.get\("(\w+)"|_number\("(\w+)"', SOURCE))
NAMES = {first or second for first, second in READ}


def test_the_example_lists_each_setting_once():
    told = re.findall(r"^(\w+)=", EXAMPLE, re.MULTILINE)
    assert len(told) == len(set(told))
    assert set(told) == NAMES


def test_each_setting_of_the_example_has_its_comment():
    for block in EXAMPLE.strip().split("\n\n"):
        assert block.startswith("# "), block


def test_the_guide_tells_each_setting():
    guide = (ROOT / "docs/run.md").read_text()
    assert {name for name in NAMES if f"`{name}`" not in guide} == set()


def test_nothing_else_reads_the_environment():
    readers = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "src").rglob("*.py")
        if re.search(r"\b(environ(\.get|\[)|getenv)", path.read_text())
    }
    assert readers == {"src/beforehand/settings.py"}
