"""What listening costs: `python -m benchmarks.listening`, a process that has heard nothing yet. Prints JSON.

How well it hears is measured by `python -m training.judge`, and told in docs/listening.md.
"""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

from benchmarks.mails import SENTENCES, letters

_ROUNDS = 5
_LETTERS = 300


def measure(*, many: int = _LETTERS) -> dict[str, float]:
    """The size of the model, its load, its memory, and the CPU of a sentence and of a letter with what it quotes."""
    from beforehand.listening.hearing import hear, shipped
    from beforehand.listening.model_file import SHIPPED

    at = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
    mail = letters(many, clients=[1], ours="agent@rivera.example", until=at)
    bodies = [_text(raw) for raw in mail]
    before = _own_mib()
    loaded = _cpu_s(shipped)
    memory = _own_mib() - before
    sentence, letter = (
        min(_cpu_s(lambda texts=texts: [hear(text, at=at) for text in texts]) for _ in range(_ROUNDS))
        / len(texts)
        for texts in (SENTENCES, bodies)
    )
    return {
        "file, MB": round(SHIPPED.stat().st_size / 1e6, 2),
        "load, s": round(loaded, 3),
        "memory of the model, MiB": round(memory, 1),
        "a sentence, ms": round(sentence * 1000, 3),
        "a letter, ms": round(letter * 1000, 3),
        "characters of a letter": round(sum(map(len, bodies)) / len(bodies)),
    }


def _text(raw: bytes) -> str:
    body = message_from_bytes(raw, policy=policy.default).get_body(("plain",))
    return str(body.get_content()) if body else ""


def _cpu_s(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _own_mib() -> float:
    """What this process holds in memory by itself."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Anonymous:")) / 1024


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
