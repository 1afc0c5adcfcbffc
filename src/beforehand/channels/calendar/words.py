"""How people meet, by the words of an event: in a room, on a screen or by telephone."""

import re
from typing import Literal

Channel = Literal["meeting", "video", "call"]

_SCREEN = (
    r"zoom|google meet|meet\.google|ms teams|microsoft teams|teams (?:call|meeting)|teams\.(?:microsoft|live)|"
    r"webex|skype|facetime|whereby|gotomeeting|bluejeans|jitsi|video|online|virtual"
)
_VIDEO = re.compile(rf"\b(?:{_SCREEN})", re.IGNORECASE)
_CALL = re.compile(
    r"\b(?:call|calls|calling|phone|telephone|tel|ring|dial|dial-in|llamada|anruf)\b", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_NUMBER = re.compile(r"(?:tel:)?\+?[\d\s().,#*-]{7,}", re.IGNORECASE)
_MEETING_LINK = re.compile(
    r"https?://[^\s<>\"]*(?:zoom\.us|meet\.google\.com|teams\.microsoft\.com|teams\.live\.com|webex\.com|whereby\.com"
    r"|gotomeeting\.com|meet\.jit\.si|bluejeans\.com)/",
    re.IGNORECASE,
)
_CANCELED = re.compile(r"\s*(?:canceled|cancelled)(?: event)?\s*:", re.IGNORECASE)


def channel_of(title: str, location: str, *, has_link: bool) -> Channel:
    """What the title says, else the place; a link counts only where there is no place.

    Calendars add a link to a video call to every invitation, to a walk through a house too.
    """
    if found := _said(title):
        return found
    place = _ADDRESS.sub("", location).strip(" ,;")
    if _NUMBER.fullmatch(place):
        return "call"
    if found := _said(place):
        return found
    if place:
        return "meeting"
    return "video" if has_link or location.strip() else "meeting"


def holds_meeting_link(text: str) -> bool:
    """Tell whether the text has the address of a video call."""
    return _MEETING_LINK.search(text) is not None


def says_canceled(title: str) -> bool:
    """Tell whether the title begins as Outlook has it of a meeting that was called off."""
    return _CANCELED.match(title) is not None


def _said(text: str) -> Channel | None:
    if _VIDEO.search(text):
        return "video"
    return "call" if _CALL.search(text) else None
