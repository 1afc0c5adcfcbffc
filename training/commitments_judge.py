"""How well promises are heard in mails nobody here wrote: `python -m training.commitments_judge`.

Judges only: no row of ../shared/data trains anything.
"""

import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path

from beforehand.listening.commitments import find
from training.commitments import SEED
from training.commitments_sentences import sentences

SHARED = Path(__file__).parents[1].parent / "shared" / "data" / "intent" / "dev" / "intent_dev.jsonl"
RESAMPLES = 2000
Row = tuple[bool, bool, str]  # promised, heard, text


def figures(rows: Sequence[tuple[bool, bool]]) -> tuple[float, float, float]:
    """Precision, recall and F1; each 0 where it has no meaning."""
    hit = sum(truth and heard for truth, heard in rows)
    heard, truth = sum(heard for _, heard in rows), sum(truth for truth, _ in rows)
    precision, recall = hit / heard if heard else 0.0, hit / truth if truth else 0.0
    return precision, recall, 2 * hit / (heard + truth) if heard + truth else 0.0


def interval(rows: Sequence[tuple[bool, bool]]) -> tuple[float, float]:
    """The middle 95 % of F1 over rows drawn again with replacement."""
    chance = random.Random(SEED)
    cells = {(t, h): sum(row == (t, h) for row in rows) for t in (True, False) for h in (True, False)}
    drawn = []
    for _ in range(RESAMPLES):
        again = chance.choices(list(cells), weights=list(cells.values()), k=len(rows))
        drawn.append(figures(again)[2])
    drawn.sort()
    return drawn[int(RESAMPLES * 0.025)], drawn[int(RESAMPLES * 0.975)]


def shared_rows(*sources: str) -> dict[str, list[Row]]:
    """The rows of the shared data, heard, by source; of all sources if none is named."""
    by_source: dict[str, list[Row]] = {}
    for line in SHARED.read_text("utf-8").splitlines():
        row = json.loads(line)
        if sources and row["source"] not in sources:
            continue
        by_source.setdefault(row["source"], []).append(
            (row["label"] == "commitment", _heard(row["text"]), row["text"])
        )
    return by_source


def _heard(text: str) -> bool:
    return find(text, at=None, zone="UTC") is not None


def main() -> int:
    say = sys.stdout.write
    if not SHARED.exists():
        say(f"{SHARED} is not here: clone the shared data beside this repository.\n")
        return 1
    by_source = shared_rows()
    mails = by_source["bc3"]
    say("| rows | promises | precision | recall | F1 | 95 % |\n| --- | --- | --- | --- | --- | --- |\n")
    fresh = [
        (truth, find(text, at=None, zone="UTC") is not None, text)
        for text, truth in sentences(1500, seed=SEED + 1)
    ]
    everything = [row for rows in by_source.values() for row in rows]
    for name, rows in (("bc3, e-mail", mails), ("all sources", everything), ("our own, other seed", fresh)):
        pairs = [row[:2] for row in rows]
        precision, recall, f1 = figures(pairs)
        low, high = interval(pairs)
        promised = sum(truth for truth, _ in pairs)
        say(f"| {name}, {len(rows)} | {promised} | {precision:.2f} | {recall:.2f} | {f1:.2f} ")
        say(f"| {low:.2f} to {high:.2f} |\n")
    for source, rows in sorted(by_source.items()):
        wrong = [text for truth, heard, text in rows if heard and not truth]
        say(f"\n{source}: {len(wrong)} of {len(rows)} heard that are labelled otherwise\n")
        say("".join(f"  {text[:160]!r}\n" for text in wrong[:6]))
    say(
        "\nmissed\n"
        + "".join(f"  {text[:160]!r}\n" for truth, heard, text in everything if truth and not heard)
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
