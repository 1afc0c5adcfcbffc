"""The page that the judges write into."""

from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "listening.md"


def write_between(begin: str, end: str, text: str) -> None:
    """Put the text between two marks of docs/listening.md, in place of what stands there."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(begin)
    PAGE.write_text(f"{before}{begin}\n{text}\n{end}{rest.partition(end)[2]}", encoding="utf-8")
