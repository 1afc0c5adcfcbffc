"""A calendar at an address of its own, whole (iCalendar over http)."""

from beforehand.channels.calendar.answers import Asking, Failed
from beforehand.channels.calendar.fetching import Fetched
from beforehand.channels.calendar.lines import written


def fetch(asking: Asking, url: str, *, state: str) -> Fetched | None:
    """The calendar, or None if it is as it was at `state`. Raises Failed."""
    kind, _, mark = state.partition(" ")
    headers = {{"etag": "If-None-Match", "modified": "If-Modified-Since"}[kind]: mark} if mark else {}
    answer = asking.ask("GET", url, headers={"Accept": "text/calendar, */*;q=0.5"} | headers)
    if answer.status == 304 and mark:
        return None
    if answer.status != 200:
        raise Failed(
            f"There is no calendar at this address (answer {answer.status}); check the address.",
            is_permanent=True,
        )
    if not written(answer.body):
        raise Failed(
            "What is at this address is a page and no calendar; give the address that ends in .ics.",
            is_permanent=True,
        )
    if etag := answer.headers.get("ETag"):
        return Fetched((answer.body,), f"etag {etag}")
    modified = answer.headers.get("Last-Modified", "")
    return Fetched((answer.body,), f"modified {modified}" if modified else "")
