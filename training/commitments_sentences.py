"""Sentences that promise and sentences that only look like it, written from patterns, in the styles people write in.

The styles: short messages, formal letters, calls as transcribed, mailing lists, with and without typos; the trades: real
estate, insurance, travel, law, medicine, an office. Every sentence is distinct; the same seed gives the same list.
"""

import random
import re
from collections.abc import Callable, Iterator

from training.commitments_patterns import NEGATIVE, POSITIVE, SLOTS

_SLOT = re.compile(r"\{(\w+)\}")
_SHORTENED = (
    (" you ", " u "), (" you.", " u."), (" your ", " ur "), ("tomorrow", "tmrw"), ("I'll", "ill"), ("I'm ", "im "),
    (" are ", " r "), ("please", "pls"), (" to ", " 2 "), ("message", "msg"), ("documents", "docs"), ("going to", "gonna"),
    ("because", "bc"), ("with", "w/"), ("tonight", "tonite"), ("thanks", "thx"), (" and ", " & "),
)  # fmt: skip


def sentences(count: int, *, seed: int) -> list[tuple[str, bool]]:
    """At least `count` distinct sentences that promise and as many that do not, mixed; True marks a promise."""
    chance = random.Random(seed)
    promising = _distinct(POSITIVE, count, chance)
    others = _distinct(NEGATIVE, count, chance, taken={text.lower() for text in promising})
    mixed = [(text, True) for text in promising] + [(text, False) for text in others]
    chance.shuffle(mixed)
    return mixed


def _distinct(patterns: list[str], count: int, chance: random.Random, taken: set[str] | None = None) -> list[str]:
    seen, written = set(taken or ()), []
    rounds = _endless(patterns, chance)
    for _ in range(count * 40):
        if len(written) >= count:
            break
        text = _styled(_filled(next(rounds), chance), chance)
        if text.lower() not in seen:
            seen.add(text.lower())
            written.append(text)
    return written


def _endless(patterns: list[str], chance: random.Random) -> Iterator[str]:
    """Every pattern once, in a new order, again and again: rare ways of speaking weigh as much as common ones."""
    while True:
        order = list(patterns)
        chance.shuffle(order)
        yield from order


def _filled(pattern: str, chance: random.Random) -> str:
    while "{" in pattern:
        pattern = _SLOT.sub(lambda slot: chance.choice(SLOTS[slot[1]]), pattern)
    return re.sub(r"\s+([.,!?])", r"\1", re.sub(r"\s+", " ", pattern)).strip()


def _styled(text: str, chance: random.Random) -> str:
    style = chance.choices(_STYLES, weights=(8, 4, 3, 2, 1))[0]
    return style(text, chance)


def _as_written(text: str, chance: random.Random) -> str:
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else chance.choice((".", ".", ".", "!", "")))


def _short(text: str, chance: random.Random) -> str:
    text = f" {text} "
    for long, brief in _SHORTENED:
        if chance.random() < 0.5:
            text = text.replace(long, brief)
    return text.strip().lower()


def _lowered(text: str, chance: random.Random) -> str:
    return text.lower() if chance.random() < 0.7 else text.lower().replace("'", "")


def _spoken(text: str, chance: random.Random) -> str:
    opener = chance.choice(("um, ", "okay so ", "alright, ", "yeah, ", "uh ", "well, ", "okay. ", "so, "))
    return opener + text.lower().rstrip(".!")


def _mistyped(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) // 2, len(text) - 1) if len(text) > 12 else 0
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :] if at else text


_STYLES: tuple[Callable[[str, random.Random], str], ...] = (_as_written, _short, _lowered, _spoken, _mistyped)
