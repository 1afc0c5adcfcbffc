"""What the length of a connected call says: spoken, perhaps spoken, or only rung."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Seconds of a connected call from which people have spoken, or may have."""

    inbound_spoken_s: int = 30
    outbound_spoken_s: int = 90
    outbound_maybe_s: int = 30


def connected(
    direction: str, seconds: int, thresholds: Thresholds
) -> tuple[Literal["spoke", "no_answer"], bool]:
    """The outcome, and whether only the member knows if they spoke; what is open resets no clock."""
    if direction == "in":
        spoken_s, maybe_s = thresholds.inbound_spoken_s, 0
    else:
        spoken_s, maybe_s = thresholds.outbound_spoken_s, thresholds.outbound_maybe_s
    if seconds >= spoken_s:
        return "spoke", False
    # Longer than a ring but short: it may have been a voicemail's greeting.
    return "no_answer", seconds >= maybe_s
