"""The taps: what an agent says of a contact in one word, in the words of the ledger."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tap:
    """One choice: its word on the page, its icon, and the touch it means; `said` is the sentence after it."""

    value: str
    label: str
    icon: str
    channel: str
    outcome: str
    said: str
    direction: str = "out"
    asks: str = "none"


TAPS = (
    Tap("spoke", "We spoke", "phone-call", "call", "spoke", "you spoke with {name}"),
    Tap("left_news", "Left the news", "voicemail", "call", "left_message", "you left {name} the news"),
    Tap("no_answer", "No answer", "phone-missed", "call", "no_answer", "no answer from {name}"),
    Tap("texted", "Texted", "message-square", "text", "sent", "you texted {name}"),
    Tap("emailed", "E-mailed", "mail", "email", "sent", "you e-mailed {name}"),
    Tap("met", "Met", "footprints", "meeting", "spoke", "you met {name}"),
)
FROM_THEM = (
    Tap("they_called", "They called, we spoke", "phone-call", "call", "spoke", "{name} called you", "in"),
    Tap("they_rang", "They rang, I missed it", "phone-missed", "call", "no_answer",
        "{name} rang", "in", "question"),
    Tap("they_texted", "They texted", "message-square", "text", "received", "{name} texted you", "in"),
    Tap("they_emailed", "They e-mailed", "mail", "email", "received", "{name} e-mailed you", "in"),
)  # fmt: skip
BY_VALUE = {tap.value: tap for tap in (*TAPS, *FROM_THEM)}
