"""A WhatsApp chat as captures, from the text that its phone exports."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from beforehand.channels.chat_export.dates import DateOrder, Order, WallClock, day_of
from beforehand.channels.chat_export.header_lines import Message, is_known_half, messages
from beforehand.channels.chat_export.notices import Said, understood
from beforehand.channels.chat_export.people import Contacts, Exporter, Parties, parties, title_of
from beforehand.channels.chat_export.stored import BROKEN, Stored, lines
from beforehand.rules.call_lengths import Thresholds, connected
from beforehand.rules.captures import Captured, Point, Problem, Unreadable
from beforehand.rules.names import folded

SOURCE = "whatsapp"
DATES = "dates"  # the place of a Problem that leaves nothing out
_MOST_SENDERS = 2000
_MOST_HALVES = 20
_SELDOM_HALF = 20  # what fewer than one in twenty have after the time is something else


@dataclass(slots=True)
class _Survey:
    """What the whole file must say before its first line can be read."""

    dates: DateOrder = field(default_factory=DateOrder)
    first: Message | None = None
    senders: dict[str, None] = field(default_factory=dict)
    halves: Counter[str] = field(default_factory=Counter)
    messages: int = 0


@dataclass(slots=True)
class Chat:
    """A chat that is ready to be read: who is who, and the order of its dates."""

    text: Stored
    title: str
    parties: Parties
    contacts: Contacts
    by: Exporter
    order: Order
    doubt: Problem | None
    _counts: Counter[str] = field(default_factory=Counter)
    _minute: str = ""

    def captures(self) -> Iterator[Captured | Problem]:
        """The contacts of the chat in its order, in constant memory; its second pass."""
        if self.doubt is not None:
            yield self.doubt
        clock = WallClock(ZoneInfo(self.by.zone))
        number = 0
        try:
            for message in messages(lines(self.text)):
                number = message.line
                if found := self._read(message, clock):
                    yield found
        except BROKEN:
            fault = "The chat breaks off here: the file is damaged or was not copied whole; export it again."
            yield Problem(f"line {number + 1}", fault)

    def _read(self, message: Message, clock: WallClock) -> Captured | Problem | None:
        day = day_of(message.date, self.order)
        if day is None:
            fault = (
                f"“{message.separator.join(message.date)}” is no date in the order of the others; "
                "enter this one by hand."
            )
            return Problem(f"line {message.line}", fault)
        hour, minute, second = message.time
        local = datetime.combine(day, time(hour, minute, max(second, 0)))
        at = clock.moment(local)
        said = understood(message.text)
        sender = message.sender or self._caller(said)
        if not sender or said.kind in ("notice", "deleted"):
            return None
        written = f"{local:%Y-%m-%dT%H:%M}" + (f":{second:02}" if second >= 0 else "")
        return self._captured(sender, said, at, written)

    def _caller(self, said: Said) -> str:
        """Who called, where a notice tells of a missed call and names nobody: the other, if there is only one."""
        alone = len(self.parties.others) == 1
        return self.parties.others[0] if said.kind == "call" and said.seconds is None and alone else ""

    def _captured(self, sender: str, said: Said, at: datetime, written: str) -> Captured:
        is_ours = sender in self.parties.ours
        others = self.parties.others if is_ours else (sender,)
        points = tuple(dict.fromkeys(point for other in others for point in self.contacts.points(other)))
        channel, outcome, asks, ask_if_reached = _judged(said, is_ours=is_ours, thresholds=self.by.thresholds)
        return Captured(
            source=SOURCE,
            external_id=self._id(points, is_ours=is_ours, written=written, same=said.same),
            at=at + timedelta(seconds=said.seconds or 0),
            direction="out" if is_ours else "in",
            channel=channel,
            outcome=outcome,
            points=points,
            name=others[0] if len(others) == 1 else "",
            ours=sender if is_ours else next(iter(sorted(self.parties.ours)), ""),
            text=said.words,
            seconds=said.seconds if said.kind == "call" else None,
            asks=asks,
            ask_if_reached=ask_if_reached,
        )

    def _id(self, points: tuple[Point, ...], *, is_ours: bool, written: str, same: str) -> str:
        """The same in every export of this chat; others may join a group later, so its title stands for them."""
        if written[:16] != self._minute:
            self._minute, self._counts = written[:16], Counter()
        in_group = is_ours and len(self.parties.others) != 1
        other = f"group:{folded(self.title)}" if in_group else ":".join(points[0] if points else ())
        known = "|".join((SOURCE, other, "out" if is_ours else "in", written, same))
        self._counts[known] += 1
        known += f"|{self._counts[known]}"
        return sha256(known.encode("utf-8", "replace")).hexdigest()


def chat(text: Stored, title: str, by: Exporter) -> Chat:
    """Surveys a chat once; Unreadable where there is none in it, or where it does not say who is who."""
    try:
        survey = _surveyed(text)
    except BROKEN as fault:
        raise Unreadable(f"{text.name} cannot be read to its end ({fault}); export the chat again.") from None
    if survey.first is None:
        raise Unreadable(f"{text.name} holds no messages of a WhatsApp chat; export the chat again.")
    halves = [half for half, count in survey.halves.items() if count * _SELDOM_HALF > survey.messages]
    if len(halves) > 1:
        raise Unreadable(
            f"The times of this chat say “{halves[0]}” and “{halves[1]}”, and which of them is the morning is not "
            "known; set the phone to 24 hours and export the chat again."
        )
    order, others = survey.dates.found(by.zone)
    title = title_of(title)
    return Chat(
        text=text,
        title=title,
        parties=parties(survey.senders, title, by.ours),
        contacts=Contacts(SOURCE, by.country),
        by=by,
        order=order,
        doubt=_doubt(survey, order, others, by.zone),
    )


def _surveyed(text: Stored) -> _Survey:
    survey = _Survey()
    for message in messages(lines(text)):
        survey.first = survey.first or message
        survey.messages += 1
        survey.dates.hear(message.date, message.separator, message.half)
        if len(survey.halves) < _MOST_HALVES and not is_known_half(message.half):
            survey.halves[message.half] += 1
        is_new = message.sender and message.sender not in survey.senders
        if is_new and len(survey.senders) < _MOST_SENDERS and understood(message.text).kind != "notice":
            survey.senders[message.sender] = None
    return survey


def _doubt(survey: _Survey, order: Order, others: tuple[Order, ...], zone: str) -> Problem | None:
    example = survey.dates.doubtful
    if survey.first is None or example is None or not others:
        return None
    days = [day for each in (order, *others) if (day := day_of(example, each))]
    written = survey.first.separator.join(example)
    could = " or ".join(f"{day.day} {day:%B %Y}" for day in dict.fromkeys(days))
    return Problem(
        DATES,
        f"No date of this chat says whether its days or its months come first; “{written}” could be {could}. It was "
        f"read as {days[0].day} {days[0]:%B %Y}, as is usual in {zone}. If that is wrong, undo this import and export "
        "the chat again when there is a message from after the 12th of a month.",
    )


def _judged(said: Said, *, is_ours: bool, thresholds: Thresholds) -> tuple[str, str, str, bool]:
    """Channel, outcome, what it asks, and whether only the member knows if they spoke."""
    if said.kind != "call":
        return said.channel, "sent" if is_ours else "received", "none", False
    if said.seconds is None:
        return said.channel, "no_answer", "none" if is_ours else "question", False
    outcome, ask_if_reached = connected("out" if is_ours else "in", said.seconds, thresholds)
    return said.channel, outcome, "none", ask_if_reached
