"""A small grammar: {name} is one of a list, [in|brackets] is one of them or not there; and the ways people type."""

import random
import re
from pathlib import Path

Lists = dict[str, list[str]]

_SLOT = re.compile(r"\{(\w+)\}")
_MAYBE = re.compile(r"\[([^\[\]]*)\]")
_SHORTHAND = dict(
    pair.split("=")
    for line in (
        "you=u your=ur please=pls are=r about=abt message=msg thanks=thx what=wat because=bc to=2 tomorrow=tmrw",
        "received=rcvd week=wk weeks=wks haven't=havent hasn't=hasnt don't=dont didn't=didnt can't=cant i'm=im",
        "what's=whats where's=wheres okay=k appointment=appt",
    )
    for pair in line.split()
)


def parsed(path: Path) -> tuple[list[str], Lists]:
    """The templates and the lists of a file: a template a line, '@name = a | b' a list, '-' in it nothing."""
    text = path.read_text(encoding="utf-8").replace("\n    ", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    lists = {}
    for line in lines:
        if line.startswith("@"):
            name, _, choices = line[1:].partition(" = ")
            lists[name] = ["" if choice.strip() == "-" else choice.strip() for choice in choices.split("|")]
    return [line for line in lines if not line.startswith("@")], lists


def grown(template: str, lists: Lists, chance: random.Random) -> str:
    """One sentence of the template, its slots filled from the lists; lists may hold slots themselves."""
    text = template
    for _ in range(40):
        changed = _MAYBE.sub(lambda m: chance.choice(m[1].split("|")) if chance.random() < 0.45 else "", text)
        changed = _SLOT.sub(lambda m: chance.choice(lists[m[1]]), changed)
        if changed == text:
            break
        text = changed
    text = re.sub(r"\ba (?=[aeiou](?!ni|se))", "an ", text)
    return re.sub(r"\s+([,.?!])", r"\1", re.sub(r"\s+", " ", text)).strip(" ,")


def typed(text: str, chance: random.Random) -> str:
    """The sentence as one of many people would type it: well, in lower case, in shorthand, with slips."""
    style = chance.random()
    if style < 0.35:
        return text[:1].upper() + text[1:]
    if style < 0.6:
        return text.lower().replace("'", "") if chance.random() < 0.3 else text.lower()
    if style < 0.75:
        return text.lower().rstrip("?.!")
    if style < 0.87:
        return " ".join(_SHORTHAND.get(word, word) for word in text.lower().split())
    if style < 0.96:
        return _slipped(text.lower(), chance)
    return text.upper() if style > 0.985 else text + chance.choice(["!", "!!", "...", " ??", " :)"])


def _slipped(text: str, chance: random.Random) -> str:
    letters = list(text)
    for _ in range(1 + len(letters) // 40):
        at = chance.randrange(max(1, len(letters) - 1))
        kind = chance.random()
        if kind < 0.4 and at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        elif kind < 0.7:
            del letters[at]
        else:
            letters.insert(at, letters[at])
    return "".join(letters)
