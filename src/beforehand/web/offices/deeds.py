"""What the trail says of each deed, after the name of who did it."""

_DEEDS = {
    "absence.recorded": "wrote down time off",
    "absence.withdrawn": "took time off back",
    "calendar.connected": "connected a calendar",
    "calendar.removed": "removed a calendar",
    "client.added": "took on",
    "client.cadence_set": "changed how often we call",
    "client.edited": "changed the household of",
    "client.ended": "ended the care for",
    "client.handed_over": "handed over",
    "client.hours_set": "changed when to call",
    "client.pause_ended": "ended the pause of",
    "client.paused": "paused the calls to",
    "client.resumed": "took back into care",
    "deal.changed": "changed a deal of",
    "deal.closed": "closed a deal of",
    "deal.opened": "opened a deal for",
    "import.begun": "began an import",
    "import.done": "finished an import",
    "import.stopped": "began an import that stopped",
    "import.undone": "undid an import",
    "meeting.answered": "said whether they met",
    "meeting.asked_again": "took back whether they met",
    "member.added": "added a member",
    "member.hours_set": "set working hours",
    "member.joined": "joined by the one-time link",
    "member.password_changed": "changed the own password",
    "member.placed": "changed a member’s role or team",
    "member.reset": "made a new one-time link",
    "next_call.moved": "moved the next call with",
    "next_call.planned": "planned the next call with",
    "next_call.withdrawn": "took back the next call with",
    "office.cadence_set": "changed the office’s cadence",
    "office.day_closed": "closed the office for a day",
    "office.day_reopened": "took a closed day back",
    "office.opened": "opened the office",
    "office.phone_log_set": "changed how phone logs are read",
    "promise.kept": "kept a promise to",
    "promise.made": "made a promise to",
    "promise.renegotiated": "renegotiated a promise to",
    "promise.withdrawn": "withdrew a promise to",
}


def deed(verb: str) -> str:
    """The words for a dotted verb; one without words of its own is shown as it is written."""
    return _DEEDS.get(verb, verb.replace(".", ": ").replace("_", " "))
