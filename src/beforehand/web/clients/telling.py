"""The story of a client and the call sheet, as rows of plain words for the templates."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from beforehand.playbooks.packs import Pack
from beforehand.queries.clients import Asked, Sheet, Told
from beforehand.rules import spoken_time
from beforehand.rules.facts import VOICE
from beforehand.rules.next_calls import NextCall, is_missed
from beforehand.rules.reasons import HEARD_IN
from beforehand.rules.weeks import DAYS
from beforehand.web.members import week_words
from beforehand.web.touches.labels import CHOICES, Choices

_BY = {
    "call": "by phone",
    "video": "by video",
    "meeting": "in person",
    "text": "by text",
    "chat": "by chat",
    "email": "by e-mail",
    "letter": "by letter",
    "social": "on social media",
    "page": "on their page",
}
_TEXTS = {"email", "telephony", "phone_capture"}  # channels whose messages are captures
_SOURCES = {
    "phone_log": "from the phone log",
    "phone_capture": "from the phone",
    "telephony": "from the telephone line",
    "calendar": "from the calendar",
    "whatsapp": "from WhatsApp",
    "messenger": "from Messenger",
    "instagram": "from Instagram",
    "cli": "from the command line",
    "reached": "from the phone log",
    "relabel": "set right",
}
_ASKED = {"update": "asked for news", "question": "asked", "complaint": "complained"}
_WORDLESS = {"no_answer": "They rang and did not reach you", "left_message": "They left a voicemail"}
_MARKS = {"ask": "they asked", "spoke": "spoke", "wrote": "wrote", "missed": "no answer"}
_LONG_S = 60


@dataclass(frozen=True, slots=True)
class SayRow:
    """One row of the call sheet: what to know, with a quote, a chip, and the deed that settles it."""

    label: str
    text: str
    quote: str = ""
    chip: str = ""
    chip_tone: str = ""
    tone: str = ""
    promise_id: int | None = None
    next_call_id: int | None = None
    touch_id: int | None = None
    choices: Choices = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the story."""

    id: int
    at: datetime
    when: str
    kind: str
    who: str
    text: str
    note: str
    chip: str
    can_void: bool
    has_text: bool  # of a message, kept if the office keeps texts
    choices: Choices


def say_rows(sheet: Sheet, *, now: datetime, zone: str) -> list[SayRow]:
    """What to know before ringing, the most pressing first; times in the reader's `zone`."""
    rows = [_asked_row(asked, sheet, now, zone) for asked in sheet.asked]
    rows.append(_last_row(sheet, now, zone))
    for owed in sheet.owed:
        late = owed.due_at < now
        by = spoken_time.moment(owed.due_at, now, zone)
        rows.append(
            SayRow(
                "You owe them",
                f"{owed.text} (promised {spoken_time.day(owed.made_at, now, zone)})",
                chip=f"was due {by}" if late else f"by {by}",
                chip_tone="late" if late else "soon",
                promise_id=owed.id,
            )
        )
    if (call := sheet.next_call) is not None:
        label = "Agreed call" if call.is_agreed else "Planned call"
        chip = "missed" if is_missed(NextCall(call.made_at, call.at), None, now) else ""
        when = spoken_time.moment(call.at, now, zone)
        rows.append(SayRow(label, when, chip=chip, chip_tone="late", next_call_id=call.id))
    rows.append(_before_you_ring(sheet, now))
    if sheet.client.notes:
        rows.append(SayRow("Notes", sheet.client.notes))
    return rows


def story_lines(sheet: Sheet, *, now: datetime, zone: str) -> list[Line]:
    """The story, newest first."""
    return [_line(told, now, zone) for told in sheet.story]


def quilt_days(sheet: Sheet, *, now: datetime, zone: str) -> list[dict[str, object]]:
    """The quilt's days for the page, each with its words."""
    today = now.astimezone(ZoneInfo(zone)).date()
    tones = {"kept": "within the week", "soon": "due", "late": "quiet too long", "plain": "before our care"}
    return [
        {
            "tone": patch.tone if patch.tone != "plain" else "",
            "mark": patch.mark,
            "today": patch.day == today,
            "title": f"{patch.day:%a} {patch.day.day} {patch.day:%b}: {_MARKS.get(patch.mark) or tones[patch.tone]}",
        }
        for patch in sheet.patches
    ]


def quilt_label(sheet: Sheet) -> str:
    """The quilt in one sentence."""
    tones = Counter(patch.tone for patch in sheet.patches)
    asks = sum(patch.mark == "ask" for patch in sheet.patches)
    said = f" They asked on {asks} of them." if asks else ""
    return (
        f"{len(sheet.patches)} days: {tones['kept']} within the week, {tones['soon']} due, "
        f"{tones['late']} quiet too long.{said}"
    )


def deal_sentence(sheet: Sheet, words: Pack) -> str:
    """Side, address, stage and agent in one line."""
    parts = []
    for deal in sheet.deals:
        if deal.closed_at is None:
            stage = words.stage(deal.stage)
            side = words.sides.get(deal.side, deal.side)
            parts += [side, deal.address, (stage.title if stage else deal.stage).lower()]
    parts.append(f"agent {sheet.client.agent.name}")
    return " · ".join(part for part in parts if part)


def hours_sentence(week: dict[str, list[list[str]]] | None) -> str:
    """A calling week in words: 8 am to 9 pm every day, or each day that has hours."""
    if week is None:
        return "any day between 8 am and 9 pm"
    hours = {day: week_words.words(week.get(day, [])) for day in DAYS}
    if len(set(hours.values())) == 1:
        return f"every day {hours['mon']}"
    return "; ".join(f"{week_words.NAMES[day]} {words}" for day, words in hours.items() if words)


def _asked_row(asked: Asked, sheet: Sheet, now: datetime, zone: str) -> SayRow:
    label = "They complained" if asked.asks == "complaint" else "They asked"
    chip = "told that we will answer" if asked.is_acknowledged else "waiting"
    by = _BY.get(asked.channel, "") if asked.words else _WORDLESS.get(asked.outcome, "They wrote")
    if asked.words and asked.is_heard:
        by = f"heard in their {HEARD_IN.get(asked.channel, 'message')}"
    return SayRow(
        label,
        f"{by}, {spoken_time.ago(asked.asked_at, now)}",
        quote=asked.words,
        chip=chip,
        chip_tone="late",
        tone="late",
        touch_id=asked.touch_id,
        choices=CHOICES[asked.asks],
    )


def _last_row(sheet: Sheet, now: datetime, zone: str) -> SayRow:
    spoke_at = sheet.client.last_spoke_at
    if spoke_at is None:
        return SayRow("Last spoke", "Not yet.")
    told = next((t for t in sheet.story if t.at == spoke_at and t.outcome == "spoke" and not t.is_void), None)
    words = f": {told.words}" if told and told.words else ""
    person = f" with {told.person}" if told and told.person else ""
    return SayRow("Last spoke", f"{_upper_first(spoken_time.moment(spoke_at, now, zone))}{person}{words}")


def _before_you_ring(sheet: Sheet, now: datetime) -> SayRow:
    there = spoken_time.hour(now, sheet.zone)
    local = now.astimezone(ZoneInfo(sheet.zone))
    guess = (
        f" ({sheet.zone.split('/')[-1].replace('_', ' ')}, {sheet.zone_source})" if sheet.zone_source else ""
    )
    hours = hours_sentence(sheet.week)
    return SayRow("Before you ring", f"It is {there} there, {local:%A}{guess}. Call {hours}.")


def _line(told: Told, now: datetime, zone: str) -> Line:
    who, text = _words(told)
    when = _upper_first(spoken_time.day(told.at, now, zone))
    hour = spoken_time.hour(told.at, zone)
    return Line(
        id=told.id,
        at=told.at,
        when=f"{when} {hour}" if when in {"Today", "Yesterday"} else when,
        kind=_kind(told),
        who=who,
        text=text,
        note=told.words,
        chip=_SOURCES.get(told.source, ""),
        can_void=not told.is_void,
        has_text=told.source in _TEXTS and told.outcome in {"sent", "received"},
        choices=CHOICES[told.asks] if told.direction == "in" and not (told.is_void or told.automated) else (),
    )


def _kind(told: Told) -> str:
    if told.is_void:
        return "void"
    if told.asks != "none":
        return "ask"
    if told.outcome == "spoke":
        return "spoke"
    return "missed" if told.outcome in {"no_answer", "failed"} else "wrote"


def _words(told: Told) -> tuple[str, str]:
    person = told.person or "They"
    by = _BY.get(told.channel, "")
    if told.asks != "none" and told.outcome != "no_answer":
        return f"{person} {_ASKED[told.asks]}", by
    if told.outcome == "spoke":
        length = f", {told.seconds // 60} min" if told.seconds and told.seconds >= _LONG_S else ""
        with_whom = f" with {told.person}" if told.person else ""
        met = "You met" if told.channel == "meeting" else "You spoke"
        called = "; they called" if told.direction == "in" and told.channel in VOICE else ""
        return f"{met}{with_whom}", f"{by if told.channel == 'video' else ''}{length}{called}".lstrip(", ")
    if told.direction == "in":
        return _from_them(told, person, by)
    return "You", {
        "left_message": "left the news on their voicemail",
        "no_answer": "called; no answer"
        + (", or a short word: did you reach them?" if told.ask_if_reached else ""),
        "sent": f"wrote {by}" + (" that you will come back to them" if told.holding else ""),
        "failed": f"tried {by}; it did not arrive",
        "received": f"noted something {by}",
    }[told.outcome]


def _from_them(told: Told, person: str, by: str) -> tuple[str, str]:
    if told.outcome == "no_answer":
        return f"{person} rang", "and did not reach you" if told.asks != "none" else "for a moment"
    if told.outcome == "left_message":
        return person, "left a voicemail"
    return person, f"wrote {by}"


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]
