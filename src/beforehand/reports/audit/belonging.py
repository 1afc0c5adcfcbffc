"""Who belongs to whom where no client list says it: colleagues, one person's several addresses, and who is a client."""

from collections.abc import Iterable, Sequence

from beforehand.reports.audit.people import Person
from beforehand.rules.captures import Point
from beforehand.rules.names import folded

_DAY = 86_400
_FROM_THEM = frozenset({"spoke", "received", "left_message", "no_answer"})
_FROM_US = frozenset({"spoke", "sent", "left_message"})
# Where anybody may have an address, a shared domain does not make colleagues.
_OPEN_TO_ALL = frozenset(
    {
        *("aol.com", "att.net", "bellsouth.net", "comcast.net", "cox.net", "duck.com", "earthlink.net"),
        *("fastmail.com", "gmail.com", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hey.com"),
        *("hotmail.com", "icloud.com", "live.com", "mac.com", "mail.com", "me.com", "msn.com", "outlook.com"),
        *("pm.me", "proton.me", "protonmail.com", "rocketmail.com", "sbcglobal.net", "verizon.net", "web.de"),
        *("yahoo.com", "ymail.com", "zoho.com"),
    }
)


def own_domains(ours: Iterable[Point]) -> frozenset[str]:
    """The domains of our addresses, without those where anybody may have an address."""
    domains = {value.rpartition("@")[2] for kind, value in ours if kind == "email"}
    return frozenset(domains - _OPEN_TO_ALL)


def is_colleague(point: Point, our_domains: frozenset[str]) -> bool:
    """Say whether it is an address of our own house."""
    return point[0] == "email" and point[1].rpartition("@")[2] in our_domains


def looks_like_a_client(person: Person) -> bool:
    """Say whether there was an exchange: something from each side, a talk counting for both, on two days at least."""
    is_theirs = is_ours = False
    days = set()
    for seconds, direction, outcome in person.kinds():
        spoke = outcome == "spoke"
        is_theirs = is_theirs or spoke or (direction == "in" and outcome in _FROM_THEM)
        is_ours = is_ours or spoke or (direction == "out" and outcome in _FROM_US)
        days.add(seconds // _DAY)
    return is_theirs and is_ours and len(days) > 1


def joined(people: Sequence[Person]) -> list[Person]:
    """The people, those with one whole name and points of one kind made one.

    E-mail addresses are joined only where each has a word of the name in it. A phone and an address stay apart: only
    a client list knows that they are one person's.
    """
    kept: list[Person] = []
    known: dict[tuple[str, str], Person] = {}
    for person in people:
        keys = [key for point in person.points if (key := _key(person, point))]
        same = next((known[key] for key in keys if key in known), None)
        if same is not None and same is not person:
            same.join(person)
        else:
            kept.append(person)
        for key in keys:
            known.setdefault(key, same or person)
    return kept


def _key(person: Person, point: Point) -> tuple[str, str] | None:
    kind, value = point
    name = " ".join(sorted(folded(person.name).replace(",", " ").split()))
    words = [word for word in name.split() if len(word) > 2]
    if len(words) < 2 or not person.names:
        return None
    if kind == "email":
        local = value.partition("@")[0]
        return (kind, name) if any(word in local for word in words) else None
    return (kind, name) if kind == "phone" else None
