"""The sentences we wrote ourselves, grown from the templates in sentences/ with a seed: (text, label) pairs."""

import random
from pathlib import Path

from beforehand.listening.model import LABELS
from training.classes_grammar import Lists, grown, parsed, typed

SENTENCES = Path(__file__).with_name("sentences")


def own_rows(each: int, seed: int) -> list[tuple[str, str]]:
    """Up to `each` different sentences of every label, in a fixed order for a seed."""
    _, shared = parsed(SENTENCES / "words.txt")
    rows: dict[str, str] = {}
    for label in (*LABELS, "other"):
        templates, lists = parsed(SENTENCES / f"{label}.txt")
        chance = random.Random(f"{seed} {label}")
        for number in range(each):
            sentence = grown(templates[number % len(templates)], shared | lists, chance)
            rows.setdefault(typed(_framed(sentence, shared, chance), chance), label)
    return list(rows.items())


def _framed(text: str, lists: Lists, chance: random.Random) -> str:
    """A greeting before and a word after, as often as people write them."""
    if chance.random() < 0.18:
        text = grown("{open} ", lists, chance) + " " + text
    if chance.random() < 0.15:
        text = text.rstrip(".") + chance.choice([", ", ". ", " "]) + grown("{tail}", lists, chance)
    return text
