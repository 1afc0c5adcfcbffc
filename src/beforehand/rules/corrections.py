"""Which touches the corrections void, and which corrections chase each other in a ring."""

from collections import Counter
from collections.abc import Iterable

from beforehand.rules.facts import Touch


def voided(touches: Iterable[Touch]) -> set[str]:
    """Give the ids of the touches that a touch which is itself not void voids, whatever the instants."""
    return _resolve(touches)[0]


def rings(touches: Iterable[Touch]) -> set[str]:
    """Give the ids of the corrections that lie on a ring, so that no answer is possible."""
    return _resolve(touches)[1]


def _resolve(touches: Iterable[Touch]) -> tuple[set[str], set[str]]:
    """Walk from the corrections that nothing corrects to what they void; what is never reached is a ring."""
    open_corrections = {touch.id: touch.voids for touch in touches if touch.voids is not None}
    void: set[str] = set()
    if not open_corrections:
        return void, set()
    waiting = Counter(open_corrections.values())
    free = [correction for correction in open_corrections if correction not in waiting]
    while free:
        correction = free.pop()
        target = open_corrections.pop(correction)
        if correction not in void:
            void.add(target)
        waiting[target] -= 1
        if not waiting[target] and target in open_corrections:
            free.append(target)
    return void, set(open_corrections)
