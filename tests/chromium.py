"""The system's Chromium, as tests and pictures use it, with axe at hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.postgres import cannot_run

PROGRAMS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = (Path(__file__).parent / "vendor" / "axe-4.14.1.min.js").read_text("utf-8")


def program() -> str | None:
    """Where Chromium is, or None."""
    return next((path for path in PROGRAMS if Path(path).exists()), None)


@contextmanager
def browser() -> Iterator[Any]:
    """A headless browser; without Chromium the test is skipped, or fails where everything must be there."""
    path = program()
    if path is None:
        cannot_run("no Chromium: install the package chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield started
        finally:
            started.close()


def violations(page: Any) -> list[tuple[str, list[str]]]:
    """What axe finds on the page: each rule with the places that break it. The page must let scripts in."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]
    return [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found]


def overflow(page: Any) -> int:
    """By how many pixels the page is wider than its window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide
