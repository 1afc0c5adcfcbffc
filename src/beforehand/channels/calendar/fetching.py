"""What both kinds of calendars give when they are looked at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fetched:
    """Calendar files, and the `state` that they are at: to be given back at the next look."""

    files: tuple[bytes, ...]
    state: str
