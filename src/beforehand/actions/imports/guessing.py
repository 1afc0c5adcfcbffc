"""What the words of labels and columns say of a client's side and stage."""

import re
from collections.abc import Iterable

from beforehand.playbooks.packs import Pack

_SIDES = tuple(
    (re.compile(words, re.IGNORECASE), side)
    for words, side in (
        (r"short[\s_-]*sale", "short_sale"),
        (r"\b(landlord|lessor)", "landlord"),
        (r"\b(tenant|renter|lessee)", "tenant"),
        (r"\b(seller|selling|listing|vendor|verkäufer|vendedor|vendeur)", "seller"),
        (r"\b(buyer|buying|purchaser|käufer|comprador|acheteur)", "buyer"),
    )
)
_STAGES = tuple(
    (re.compile(words, re.IGNORECASE), stage)
    for words, stage in (
        (r"\b(past|closed|sold|former|previous)\b", "past"),
        (r"under[\s_-]*contract|\b(pending|escrow|contingent)\b", "under_contract"),
        (r"\blender\b", "waiting_on_lender"),
        (r"\boffer", "offer"),
        (r"\b(preparing|coming soon|pre-?listing)\b", "preparing"),
        (r"\b(listed|listing|on (the )?market)\b", "listed"),
        (r"\b(searching|showing|looking|touring)\b", "searching"),
        (r"\b(leads?|prospects?)\b", "lead"),
    )
)
_USUAL = {
    "buyer": "searching",
    "seller": "listed",
    "short_sale": "waiting_on_lender",
    "landlord": "listed",
    "tenant": "searching",
}


def side_in(words: Iterable[str]) -> str | None:
    """The side that one of these words names, the first that does."""
    return next((side for word in words for pattern, side in _SIDES if pattern.search(word)), None)


def stage_in(words: Iterable[str]) -> str | None:
    """The stage that one of these words names; that a deal is over outweighs every other."""
    found = [stage for word in words for pattern, stage in _STAGES if pattern.search(word)]
    return "past" if "past" in found else next(iter(found), None)


def settled(side: str | None, stage: str | None, pack: Pack) -> tuple[str, str]:
    """A side and a stage that the pack knows together, the usual ones for what is missing."""
    stages = {each.name: each.sides for each in pack.stages}
    sides = stages.get(stage or "", ())
    if side is None or side not in pack.sides:
        side = next(each for each in ("buyer", *sides, *pack.sides) if each in (sides or pack.sides))
    if stage is not None and side in sides:
        return side, stage
    usual = _USUAL.get(side, "")
    return side, usual if side in stages.get(usual, ()) else next(
        n for n, has in stages.items() if side in has
    )
