"""Whatever bytes come, reading them ends soon: with a message, or with a reason."""

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beforehand.mail.contacts import captured
from beforehand.mail.leads import lead
from beforehand.mail.messages import read
from beforehand.rules.captures import Unreadable
from tests.mail.letters import SHARED, letter, of_parts, part

ZILLOW = {"from": "A <x@convo.zillow.com>", "subject": "A is requesting information about 1 Main St"}
FORWARD = {"subject": "Fwd: x"}
PAGE = {"content_type": "text/html"}
MIXED = {"content_type": "multipart/mixed; boundary=b"}
N = 30_000


def read_all_of_it(raw: bytes) -> None:
    """Ask for everything that can be asked of a message; no error but Unreadable may come out."""
    try:
        message = read(raw)
    except Unreadable:
        return
    assert len(message.external_id) == 64
    assert "\n" not in message.subject
    assert "\x00" not in message.text
    message.text.encode()
    message.subject.encode()
    if message.forwarded:
        message.forwarded.text.encode()
    lead(message)
    if message.at:
        captured(message, ours={"alice@rivera.example"})


def nested(depth: int) -> bytes:
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth)
    )
    return (
        b"From: a@b.example\r\n"
        + opened
        + b"\r\nhello"
        + b"".join(b"\r\n--b%d--" % n for n in reversed(range(depth)))
    )


HOSTILE = {
    "nested parts": nested(1000),
    "messages in messages": b"From: a@b.example\r\nContent-Type: message/rfc822\r\n\r\n" * 300,
    "many parts": letter(b"--b\r\n\r\nx\r\n" * N, **MIXED),
    "boundaries on one line": letter(b"--b " * N, **MIXED),
    "boundaries that are none": letter(b"\n--bx" * N, **MIXED),
    "open quotes": letter(to='"' * N),
    "open comments": letter(to="(" * N),
    "open brackets": letter(to="<" * N),
    "backslashes": letter(to='"' + "\\" * N),
    "commas": letter(to="a," * N),
    "at signs": letter(to="a@b.c." * N),
    "colons": letter(to="a:" * N),
    "encoded words": letter(subject="=?utf-8?q?a?= " * N),
    "half encoded words": letter(subject="=?a?q?" * N),
    "folds": letter(subject="\r\n " * N + "x"),
    "references": letter(references="<a@b " * N),
    "parameters": letter(content_type="text/plain" + "; a=b" * N),
    "parameters of spaces": letter(content_type="text/plain;" + " " * N),
    "a date of digits": letter(date="1" * N),
    "a date of comments": letter(date="Mon, 1 Jan 2001 00:00:00 +0000 " + "(" * N),
    "flowing lines": letter("a \r\n" * N, content_type="text/plain; format=flowed"),
    "broken base64": letter(b"A!" * N, content_transfer_encoding="base64"),
    "lines without colons": b"From: a@b.example\n" + b"a\n" * N,
    "fields without end": b"From: a@b.example\n" + b"A: b\n" * N,
    "tags": letter("<" * N, **PAGE),
    "blockquotes": letter("<blockquote>a" * N, **PAGE),
    "attributes": letter("<a " + "".join(f"a{n}=1 " for n in range(N)) + ">x", **PAGE),
    "open paragraphs": letter("<p>a" * N, **PAGE),
    "lines in <pre>": letter("<pre>" + "<b>a</b>\n" * N, **PAGE),
    "style": letter("<div style='" + "display " * N + "'>x", **PAGE),
    "meta": letter("<meta " * N, **PAGE),
    "dividers": letter("________________\nFrom: a@b.example\n" * N, **FORWARD),
    "quote marks": letter("> " * N, **FORWARD),
    "dashes": letter("-" * N, **FORWARD),
    "forward heads": letter("---------- Forwarded message ----------\n" + "From: a\n\n" * N, **FORWARD),
    "tags in a subject": letter(subject="[a] " * N),
    "answers in a subject": letter(subject="Re: " * N),
    "says": letter("a says: \n" * N, **ZILLOW),
    "a long comment": letter("Comment:\n" + "1\n" * N, **ZILLOW),
    "escapes to other charsets": letter(b"\x1b$B" * N, content_type="text/plain; charset=iso-2022-jp"),
    "a codec of the square": letter(b"a-" * N, content_type="text/plain; charset=punycode"),
    "a codec that is none": letter(b"a", content_type='text/plain; charset="../../x\\0"'),
    "calendar lines": of_parts(part("text/calendar", "METHOD" * N)),
    "no letters": b"\x00" * N,
    "line ends": b"\r\n" * N,
    "carriage returns": b"From: a@b.example" + b"\r" * N,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_the_time_it_takes_does_not_grow_with_the_square(name):
    began = time.process_time()
    read_all_of_it(HOSTILE[name])
    assert time.process_time() - began < 2.0  # quadratic, these take a minute


def _seeds() -> list[bytes]:
    folders = [SHARED / name for name in ("fmt_email_mime", "fmt_lead_emails")]
    found = [file.read_bytes() for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]
    small = [raw for raw in found if len(raw) < 6000]
    return small or [letter(), of_parts(part("text/html", "<p>Hi</p>"), part("message/rfc822", letter()))]


SEEDS = _seeds()
BITS = [
    *(
        b"\r\n",
        b"\n\n",
        b"--",
        b"=?utf-8?b?",
        b"?=",
        b"\x00",
        b"\xff",
        b'"',
        b"<",
        b":",
        b"boundary=",
        b"base64",
    ),
    *(b"multipart/mixed", b"; charset=utf-16", b"message/rfc822", b"Date: ", b"From: ", b"Fwd: "),
    b"- Forwarded message -\nFrom: a\nDate: 1\n\n",
]


@given(st.sampled_from(SEEDS), st.integers(0, 2**32))
@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_a_damaged_message_is_read_or_refused(seed, number):
    chance = random.Random(number)
    raw = bytearray(seed)
    for _ in range(chance.randint(1, 12)):
        at = chance.randint(0, len(raw))
        upto = at + chance.randint(0, 40)
        raw[at:upto] = chance.choice([b"", chance.choice(BITS), chance.randbytes(3), bytes(raw[at:upto]) * 3])
    read_all_of_it(bytes(raw))


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_any_bytes_are_read_or_refused(raw):
    read_all_of_it(raw)
    read_all_of_it(b"From: " + raw)
    read_all_of_it(b"From: a@b.example\nContent-Type: " + raw)
