"""The one road from a channel to the ledger: the words are understood, then the capture is recorded."""

from dataclasses import replace
from datetime import datetime, timedelta

from beforehand.actions.captures.recording import Recorded, Understood, record
from beforehand.actions.consent import heed_stop
from beforehand.intake.ears import Ear, ear_of
from beforehand.records.models import Member
from beforehand.rules.asks import asks_of
from beforehand.rules.captures import Captured
from beforehand.rules.consent import stop_word

# What was asked a month before Beforehand heard of it does not wait for an answer any more.
FRESH = timedelta(days=30)


def take(captured: Captured, *, member: Member, at: datetime) -> Recorded:
    """Understands and records one capture of this member's channel; what is known already changes nothing."""
    # A sender's clock may run ahead of ours; what has been received has happened.
    captured = replace(captured, at=min(captured.at, at).replace(microsecond=0))
    if _is_their_text(captured):
        heed_stop(captured=captured, office_id=member.office_id, at=at)
    return record(captured=captured, understood=understood(captured, member, at), by=member, at=at)


def understood(captured: Captured, member: Member, at: datetime, hear: Ear | None = None) -> Understood:
    """What the words of an inbound capture mean in this member's office; nothing without words, or automated."""
    if not captured.text.strip() or captured.automated:
        return Understood()
    if _is_their_text(captured) and stop_word(captured.text):
        return Understood()  # it asks for nothing but what heed_stop does
    hear = hear or ear_of(member.office_id)
    heard = hear(captured.text, at=captured.at, zone=member.zone)
    asks = asks_of(heard.label)
    if captured.direction == "out" or asks == "none" or captured.at < at - FRESH:
        return Understood(label=heard.label, probability=heard.probability)
    return Understood(heard.label, heard.probability, asks, heard.words)


def _is_their_text(captured: Captured) -> bool:
    return captured.channel == "text" and captured.direction == "in"
