"""One person as an archive shows them: how they are reached, what they are called, and their contacts in few bytes."""

from array import array
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from beforehand.reports.audit.understanding import Understood
from beforehand.rules.captures import Captured, Point
from beforehand.rules.facts import ASKS, CHANNELS, DIRECTIONS, OUTCOMES, Touch

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_KIND_BITS = 12
_NAMES_KEPT = 8


class Person:
    """Somebody we are in touch with. A contact costs sixteen bytes, a request for news its sentence as well."""

    __slots__ = ("_contacts", "listed_as", "names", "news", "points", "promises")

    def __init__(self, point: Point | None = None, listed_as: str = "") -> None:
        self.points = [] if point is None else [point]
        self.listed_as = listed_as
        self.names: dict[str, int] = {}
        self.news: dict[int, str] = {}
        self.promises: dict[int, datetime | None] = {}
        self._contacts = array("Q")

    def add(self, captured: Captured, understood: Understood) -> None:
        """Takes a contact; of the text only the sentence that asks for news is kept."""
        key = _key(captured)
        self._contacts.append(_packed(captured, understood.asks))
        self._contacts.append(key)
        if understood.asks == "update":
            self.news[key] = understood.sentence
        if understood.is_promise:
            self.promises[key] = understood.due_at

    def call(self, name: str) -> None:
        """Counts a name by which a channel calls this person."""
        if name in self.names or len(self.names) < _NAMES_KEPT:
            self.names[name] = self.names.get(name, 0) + 1

    def join(self, other: "Person") -> None:
        """Takes over what is known of another, who is the same person."""
        self.points.extend(other.points)
        self.news.update(other.news)
        self.promises.update(other.promises)
        self._contacts.extend(other._contacts)  # noqa: SLF001 - of this class
        for name, times in other.names.items():
            self.names[name] = self.names.get(name, 0) + times

    @property
    def name(self) -> str:
        """The name on the client list, else the one used most, a whole one if any, else how they are reached."""
        if self.listed_as:
            return self.listed_as
        known = sorted(self.names, key=lambda name: (" " not in name, -self.names[name], name))
        return known[0] if known else self.points[0][1]

    def touches(self) -> list[Touch]:
        """The contacts in the words of the clock rules, oldest first, each once however often it was received.

        Their ids are the keys of `news` and `promises`, in decimal.
        """
        found = [_touch(packed, key) for key, packed in self._once().items()]
        return sorted(found, key=lambda touch: (touch.at, touch.id))

    def count(self) -> int:
        """How many contacts there are, each once."""
        return len(self._once())

    def kinds(self) -> Iterator[tuple[int, str, str]]:
        """Each contact once: seconds since 1970, direction and outcome."""
        for packed in self._once().values():
            direction, _, outcome, _ = _KINDS[packed & (1 << _KIND_BITS) - 1]
            yield packed >> _KIND_BITS, direction, outcome

    def _once(self) -> dict[int, int]:
        return dict(zip(self._contacts[1::2], self._contacts[0::2], strict=True))


_KINDS = [
    (direction, channel, outcome, asks)
    for direction in DIRECTIONS
    for channel in CHANNELS
    for outcome in OUTCOMES
    for asks in ASKS
]
_CODES = {kind: code for code, kind in enumerate(_KINDS)}


def _packed(captured: Captured, asks: str) -> int:
    seconds = max(0, (captured.at - _EPOCH) // _SECOND)
    return (seconds << _KIND_BITS) | _CODES[captured.direction, captured.channel, captured.outcome, asks]


def _touch(packed: int, key: int) -> Touch:
    direction, channel, outcome, asks = _KINDS[packed & (1 << _KIND_BITS) - 1]
    at = _EPOCH + timedelta(seconds=packed >> _KIND_BITS)
    return Touch(str(key), at, direction, channel, outcome, asks)


def _key(captured: Captured) -> int:
    event = f"{captured.source}\0{captured.external_id}".encode(errors="replace")
    return int.from_bytes(blake2b(event, digest_size=8).digest())
