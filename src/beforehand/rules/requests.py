"""When a request was acknowledged and when it was answered, by the touches after it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from beforehand.rules.facts import Touch, heard_from_us, spoke


@dataclass(frozen=True, slots=True)
class Outcome:
    """When a request was acknowledged and answered; None: not yet. A request whose touch is void is none."""

    acknowledged_at: datetime | None
    answered_at: datetime | None
    is_void: bool


def outcome(ref: str, touches: Iterable[Touch], void: Collection[str]) -> Outcome:
    """The outcome of the request that touch `ref` made, given all touches of the client and the ids of void ones.

    A question that came up while we spoke is answered as it is spoken; a complaint waits until we speak again.
    """
    live = [touch for touch in touches if touch.id not in void]
    ask = next((touch for touch in live if touch.id == ref), None)
    if ask is None:
        return Outcome(None, None, is_void=True)
    if spoke(ask) and ask.asks != "complaint":
        return Outcome(ask.at, ask.at, is_void=False)
    after = [touch for touch in live if touch.at > ask.at and heard_from_us(touch)]
    answers = (t for t in after if not t.holding and (ask.asks != "complaint" or spoke(t)))
    return Outcome(
        min((touch.at for touch in after), default=None),
        min((touch.at for touch in answers), default=None),
        is_void=False,
    )
