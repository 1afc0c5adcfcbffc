"""A believable stream of mail between an agent and others: raw messages, the same each time."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

_ASKS = (
    "Any news from the lender?",
    "Have you heard back from the sellers about our offer yet?",
    "I have not heard from you since last week, where do we stand?",
    "Just checking in: is there an update on the appraisal?",
)
_COMPLAINTS = (
    "Honestly I am disappointed, this is the third time that nobody called us back.",
    "We were told Friday and it is Tuesday; this is not what we agreed.",
)
_PROMISES = (
    "I will send you the disclosures by Friday.",
    "I'll call the inspector tomorrow morning and let you know.",
    "You will have the net sheet from me in two days.",
)
_REQUESTS = (
    "Could you send the floor plan of the second house once more?",
    "Can we see the one at Lakeshore Drive on Saturday at ten?",
    "Please forward the contract to my sister, she is a lawyer.",
    "What do you think the roof would cost us?",
)
_REST = (
    "Thank you for the tour yesterday, the kitchen was lovely.",
    "The inspection went well, the report is forty pages long.",
    "We signed everything and dropped the earnest money at the title company.",
    "My husband likes the garden and I like the light in the front room.",
    "The neighbours told us that the school bus stops around the corner.",
    "Our landlord agreed to let us stay until the end of the month.",
    "The appraisal came in at the price, so the lender is happy.",
    "There were eleven people at the open house and two asked for the disclosures.",
    "I attached the pay slips of March and April.",
    "Saturday works for both of us, the afternoon is better.",
)
SENTENCES = (*_ASKS, *_COMPLAINTS, *_PROMISES, *_REQUESTS, *_REST)
_SUBJECTS = ("The offer", "Showing on Saturday", "Inspection report", "Elm Street", "Documents", "Next steps")
_PLACES = ("Elm Street", "Congress Avenue", "Lakeshore Drive", "Oak Hollow", "Barton Hills", "Cedar Lane")
_KNOWN = 0.85
_MARKED = ((0.08, _ASKS), (0.10, _COMPLAINTS), (0.25, _REQUESTS))  # up to which share an inbound one holds it


def letters(
    count: int, *, clients: Sequence[int], ours: str, until: datetime, seed: int = 7
) -> Iterator[bytes]:
    """So many messages of two days, oldest first; 85 of 100 to or from a client, whose address is c{id}@mail.example.

    Of the rest some are newsletters. Half are ours; two in five have an HTML part, half quote what they answer.
    """
    chance = random.Random(seed)
    for number in range(count):
        client = chance.choice(clients) if chance.random() < _KNOWN else 0
        at = until - timedelta(days=2) * (count - number) / count
        address = f"c{client}@mail.example" if client else f"stranger{chance.randrange(4000)}@else.example"
        yield _message(chance, number, seed, ours, address, at.replace(microsecond=0))


def _message(chance: random.Random, number: int, seed: int, ours: str, other: str, at: datetime) -> bytes:
    message = EmailMessage()
    is_ours = chance.random() < 0.5
    people = (f"Agent <{ours}>", f"{other.partition('@')[0].title()} Ortega <{other}>")
    message["From"], message["To"] = people if is_ours else people[::-1]
    message["Subject"] = ("Re: " if chance.random() < 0.6 else "") + chance.choice(_SUBJECTS)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{seed}.{number}.{chance.getrandbits(48):x}@mail.example>"
    message["Received"] = f"from mx.mail.example by in.rivera.example; {format_datetime(at)}"
    signed = " ".join(f"{chance.getrandbits(256):064x}" for _ in range(4))
    message["DKIM-Signature"] = f"v=1; a=rsa-sha256; d=mail.example; s=k1; b={signed}"
    if other.startswith("stranger") and chance.random() < 0.3:
        message["List-Unsubscribe"] = "<https://news.else.example/leave>"
    words = _words(chance, is_ours=is_ours)
    message.set_content(words)
    if chance.random() < 0.4:
        lines = "".join(f"<p style='margin:0'>{line}</p>\n" for line in words.split("\n"))
        message.add_alternative(f"<html><body><div dir='ltr'>{lines}</div></body></html>", subtype="html")
        message.set_boundary(f"{number:032x}")
    return message.as_bytes().replace(b"\n", b"\r\n")


def _words(chance: random.Random, *, is_ours: bool) -> str:
    said = [
        f"{each} {chance.choice(_PLACES)}, {chance.randrange(1, 900)}." for each in chance.sample(_REST, 3)
    ]
    drawn = chance.random()
    marked = next((kind for share, kind in _MARKED if drawn < share), ())
    if is_ours and drawn < 0.2:
        marked = _PROMISES
    if marked:
        said.insert(chance.randrange(len(said) + 1), chance.choice(marked))
    text = (
        f"Hi {'Dana' if is_ours else 'there'},\n\n"
        + " ".join(said)
        + "\n\nBest,\nMaya Lindqvist\n512-555-0142\n"
    )
    if chance.random() < 0.5:
        before = "\n".join(f"> {chance.choice(_REST)}" for _ in range(chance.randrange(3, 12)))
        text += f"\nOn Mon, Nov 16, 2026 at 9:14 AM Bob Ames wrote:\n{before}\n"
    return text
