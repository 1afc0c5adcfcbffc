"""Sentences that promise and sentences that only look like it, from the patterns of `commitments_patterns.toml`.

In the styles people write in: short messages, formal letters, calls as transcribed, with and without typos; of the
trades: real estate, insurance, travel, law, medicine, an office. All are distinct; a seed gives the same list again.
"""

import random
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

PATTERNS = Path(__file__).with_name("commitments_patterns.toml")
_SLOT = re.compile(r"\{(\w+)\}")
_SHORTENED = (
    (" you ", " u "), (" you.", " u."), (" your ", " ur "), ("tomorrow", "tmrw"), ("I'll", "ill"), ("I'm ", "im "),
    (" are ", " r "), ("please", "pls"), (" to ", " 2 "), ("message", "msg"), ("documents", "docs"), ("with", "w/"),
    ("going to", "gonna"), ("because", "bc"), ("tonight", "tonite"), ("thanks", "thx"), (" and ", " & "),
)  # fmt: skip


def sentences(count: int, *, seed: int) -> list[tuple[str, bool]]:
    """`count` distinct sentences that promise and as many that do not, mixed; True marks a promise."""
    chance = random.Random(seed)
    patterns = tomllib.loads(PATTERNS.read_text("utf-8"))
    slots, seen = patterns["slots"], set[str]()
    mixed = [(text, True) for text in _distinct(patterns["promises"], slots, count, chance, seen)]
    mixed += [(text, False) for text in _distinct(patterns["others"], slots, count, chance, seen)]
    chance.shuffle(mixed)
    return mixed


def _distinct(
    patterns: dict[str, int], slots: dict[str, list[str]], count: int, chance: random.Random, seen: set[str]
) -> list[str]:
    written: list[str] = []
    weighed = [pattern for pattern, weight in patterns.items() for _ in range(weight)]
    for pattern in _endless(weighed, chance):
        if len(written) == count:
            break
        text = _styled(_filled(pattern, slots, chance), chance)
        if text.lower() not in seen:
            seen.add(text.lower())
            written.append(text)
    return written


def _endless(patterns: list[str], chance: random.Random) -> Iterator[str]:
    """All patterns in one order, then in another, without end: rare ways of speaking come as often as common ones."""
    while True:
        yield from chance.sample(patterns, len(patterns))


def _filled(pattern: str, slots: dict[str, list[str]], chance: random.Random) -> str:
    while "{" in pattern:
        pattern = _SLOT.sub(lambda slot: chance.choice(slots[slot[1]]), pattern)
    return re.sub(r"\s+([.,!?])", r"\1", " ".join(pattern.split()))


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
