"""How long an audit takes and how much memory, against a bare program that parses the same messages.

`python -m benchmarks.audit --raw FOLDER` grows an archive of 200,000 messages from the raw ones in the folder.
"""

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email import message_from_binary_file, policy
from email.utils import format_datetime
from pathlib import Path
from typing import Any

MESSAGES = 200_000
ME = "maya@lindqvist.example"
CLIENTS = 400
_BEGINS = datetime(2024, 1, 1, 14, 0, tzinfo=UTC)
_DAYS = 700
_FIELD = re.compile(
    rb"^(?:From|To|Cc|Bcc|Date|Message-ID|In-Reply-To|References|Sender|Reply-To):[^\n]*\n(?:[ \t][^\n]*\n)*",
    re.IGNORECASE | re.MULTILINE,
)
_PACKED = re.compile(
    rb"^Content-T[^\n]*(?:multipart|base64|quoted|message/|html)", re.IGNORECASE | re.MULTILINE
)
_QUOTED = re.compile(rb"^(>*From )", re.MULTILINE)
_ENVELOPE = re.compile(rb"From [^\n]*\n")


def raw_messages(folder: Path) -> list[bytes]:
    """The raw messages of the folder by name, without an mbox's first line."""
    found = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]
    return [_ENVELOPE.sub(b"", raw, count=1) if raw.startswith(b"From ") else raw for raw in found]


def grow(raws: Sequence[bytes], archive: Path, *, messages: int, least_bytes: int = 0) -> int:
    """Writes an mbox of at least so many messages and bytes, the same each time; gives how many it wrote.

    Each is a raw one, with sender, recipient, date and id of its own, to or from one of 400 clients, and in plain
    text with a first line of its own.
    """
    written = count = 0
    chance = random.Random(7)
    with archive.open("wb", buffering=1 << 20) as file:
        while count < messages or written < least_bytes:
            moment = _BEGINS + timedelta(seconds=chance.randrange(_DAYS * 86_400))
            message = _varied(raws[count % len(raws)], count, chance.randrange(CLIENTS), moment)
            written += file.write(b"From - %s\n" % moment.strftime("%a %b %d %H:%M:%S %Y").encode())
            written += file.write(_QUOTED.sub(rb">\1", message))
            written += file.write(b"\n" if message.endswith(b"\n") else b"\n\n")
            count += 1
    return count


def _varied(raw: bytes, number: int, client: int, moment: datetime) -> bytes:
    end = re.search(rb"\r?\n\r?\n", raw)
    head, body = (raw[: end.end()], raw[end.end() :]) if end else (raw, b"")
    them = f"Client Number{client} <c{client}@mail{client % 7}.example>"
    mine = f"Maya Lindqvist <{ME}>"
    sender, recipient = (mine, them) if number % 2 else (them, mine)
    line_end = "\r\n" if b"\r\n" in head else "\n"
    own = [
        f"From: {sender}",
        f"To: {recipient}",
        f"Date: {format_datetime(moment)}",
        f"Message-ID: <{number}@grown.example>",
    ]
    if not _PACKED.search(head):  # no two are the same, so that nothing is gained by having read one
        body = f"Number {number}.{line_end}".encode() + body
    return "".join(line + line_end for line in own).encode() + _FIELD.sub(b"", head) + body


POLICIES = {"default": policy.default, "compat32": policy.compat32}


def parse_bare(archive: Path, how: str) -> dict[str, int]:
    """What the standard library takes for the least of it: every message whole, its addresses, date and contents.

    With its policy `default` it reads what is in addresses and dates too; with `compat32` it leaves them as text.
    """
    messages = characters = 0
    for raw in _split(archive):
        message = message_from_binary_file(raw, policy=POLICIES[how])
        messages += 1
        for name in ("from", "to", "cc", "date", "message-id", "subject"):
            try:
                characters += len(str(message.get(name, "")))
            except (ValueError, IndexError, AttributeError, TypeError, LookupError):
                continue  # the library breaks on some headers; that costs it nothing here
        for part in message.walk():
            if not part.is_multipart():
                content = part.get_payload(decode=True)
                characters += len(content) if isinstance(content, bytes) else 0
    return {"messages": messages, "characters": characters}


def _split(archive: Path) -> Iterator[Any]:
    from io import BytesIO

    lines: list[bytes] = []
    with archive.open("rb", buffering=1 << 20) as file:
        for line in file:
            if line.startswith(b"From - ") and lines:
                yield BytesIO(b"".join(lines[1:]))
                lines = []
            lines.append(line)
    if lines:
        yield BytesIO(b"".join(lines[1:]))


# A process counts as its own peak what it was forked from: a small one starts the program and tells what it used.
_STARTER = """
import json, os, resource, subprocess, sys
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
done = subprocess.run(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
sys.exit(done.returncode)
"""


def measured(command: Sequence[str]) -> dict[str, Any]:
    """Runs a program on one core; gives seconds, CPU seconds, peak memory in MiB, and what it said last, as JSON."""
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", _STARTER, *command], stdout=subprocess.PIPE)
    if done.returncode:
        raise SystemExit(f"{command} ended with {done.returncode}")
    said, used = done.stdout.splitlines()[-2:]
    cpu_s, peak_mib = json.loads(used)
    return {"s": time.perf_counter() - began, "cpu_s": cpu_s, "peak_mib": peak_mib, "said": json.loads(said)}


def measure(raws: Sequence[bytes], folder: Path, *, messages: int, least_bytes: int = 0) -> dict[str, Any]:
    """Grows an archive in the folder, reads it bare, audits it, and compares; times of the page included."""
    archive = folder / "grown.mbox"
    count = grow(raws, archive, messages=messages, least_bytes=least_bytes)
    beforehand = str(Path(sys.executable).with_name("beforehand"))
    program = [sys.executable, "-m", "benchmarks.audit", "--bare", str(archive), "--policy"]
    bare, barest = (measured([*program, how]) for how in POLICIES)
    audit = measured(
        [beforehand, "audit", str(archive), "--me", ME, "--json", "--out", str(folder / "report.html")]
    )
    size = archive.stat().st_size
    archive.unlink()
    said = audit["said"]
    return {
        "messages": count,
        "megabytes": round(size / 1e6),
        "bare, CPU s": round(bare["cpu_s"], 1),
        "audit, CPU s": round(audit["cpu_s"], 1),
        "audit against bare, CPU": round(audit["cpu_s"] / bare["cpu_s"], 2),
        "audit against bare, time": round(audit["s"] / bare["s"], 2),
        "audit against bare with compat32, CPU": round(audit["cpu_s"] / barest["cpu_s"], 2),
        "audit, messages a second": round(count / audit["s"]),
        "audit, peak memory MiB": round(audit["peak_mib"]),
        "clients": len(said["clients"]),
        "asked first": said["totals"]["asked_first"],
        "problems": len(said["problems"]),
        "bare read": bare["said"]["messages"],
    }


def main() -> None:
    """Prints the figures of one archive as JSON."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.audit", description=__doc__)
    asked.add_argument("--raw", type=Path, help="a folder of raw messages")
    asked.add_argument("--messages", type=int, default=MESSAGES)
    asked.add_argument(
        "--gigabytes", type=float, default=0, help="grow until the archive is at least so large"
    )
    asked.add_argument("--bare", type=Path, help=argparse.SUPPRESS)
    asked.add_argument("--policy", choices=POLICIES, default="default", help=argparse.SUPPRESS)
    words = asked.parse_args()
    if words.bare:
        print(json.dumps(parse_bare(words.bare, words.policy)))
        return
    if words.raw is None or not words.raw.is_dir():
        asked.error("--raw: name a folder of raw messages")
    with tempfile.TemporaryDirectory(prefix="beforehand-audit-") as named:
        least = int(words.gigabytes * 1e9)
        figures = measure(raw_messages(words.raw), Path(named), messages=words.messages, least_bytes=least)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
