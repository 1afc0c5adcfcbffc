"""The clock rules a second time, minute by minute and straight from the text, to hold the engine against.

It shares no code with the engine and reads the document itself. It asks for offsets of whole minutes, as all
the zones of the random cases have.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

VOICE = ("call", "video", "meeting")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ORDER = ("acknowledge", "answer", "promise", "tell", "speak", "hear")
MINUTE = timedelta(minutes=1)


def answer(case):
    return _Case(case).answer()


def instant(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def written(at):
    return None if at is None else at.replace(tzinfo=None).isoformat() + "Z"


def duration(text):
    days, _, clock = text[1:].partition("T")
    hours, _, rest = clock.partition("H") if "H" in clock else ("0", "", clock)
    return timedelta(days=int(days[:-1] or 0), hours=int(hours), minutes=int(rest[:-1] or 0))


def is_open(person, at):
    """Whether the wall clock of a person reads an open time."""
    date, day, clock = wall_clock(person["time_zone"], at)
    ranges = person["hours"].get(day, ())
    if not ranges or date in person.get("closed", ()):
        return False
    return any(start <= clock < end for start, end in ranges)


@lru_cache(maxsize=200_000)
def wall_clock(zone, at):
    local = at.astimezone(ZoneInfo(zone))
    return str(local.date()), DAYS[local.weekday()], f"{local.hour:02}:{local.minute:02}"


class _Case:
    def __init__(self, case):
        self.now = instant(case["now"])
        self.client = case["client"]
        self.agent = case["agent"]
        self.cadence = {key: value and duration(value) for key, value in case["cadence"].items()}
        self.away = [
            (instant(each["from"]), instant(each["until"]), each["cover"])
            for each in self.agent.get("away", [])
        ]
        self.edges = {edge for begin, end, _ in self.away for edge in (begin, end)}
        self.touches = list({touch["id"]: touch for touch in case.get("touches", [])}.values())
        self.promises = case.get("promises", [])
        self.milestones = case.get("milestones", [])

    # Hours

    def agent_open(self, at):
        for begin, end, cover in self.away:
            if begin <= at < end:
                return cover is not None and is_open(cover, at)
        return is_open(self.agent, at)

    def call_open(self, at):
        return is_open(self.client, at) and self.agent_open(at)

    def pull_back(self, base, late, length, opened):
        """Walk back from `late` and stop as soon as an unbroken open stretch is long enough."""
        end = at = late
        while at > base:
            # An absence may begin or end within a minute, so step to the nearest edge.
            before = max(self.edge_before(at), base)
            if opened(before):
                at = before
                if end - at >= length:
                    return end, False
            else:
                end = at = before
        return late, True

    def push(self, start, amount):
        at, left, limit = start, amount, start + timedelta(hours=744)
        while at < limit:
            after = min(self.edge_after(at), limit)
            if self.agent_open(at):
                if after - at >= left:
                    return at + left, False
                left -= after - at
            at = after
        return limit, True

    def edge_before(self, at):
        minute = at.replace(second=0) if at.second else at - MINUTE
        return max([minute, *(edge for edge in self.edges if edge < at)])

    def edge_after(self, at):
        minute = at.replace(second=0) + MINUTE
        return min([minute, *(edge for edge in self.edges if edge > at)])

    # Facts

    def is_void(self, touch):
        return any(other.get("voids") == touch["id"] and not self.is_void(other) for other in self.touches)

    def seen(self):
        for touch in self.touches:
            correction = touch.get("voids") is not None
            dumb = touch.get("automated") or touch["outcome"] == "failed"
            if not correction and not dumb and instant(touch["at"]) <= self.now and not self.is_void(touch):
                yield touch

    def spoke(self, touch):
        return touch["channel"] in VOICE and touch["outcome"] == "spoke"

    def heard(self, touch):
        message = touch["direction"] == "out" and touch["outcome"] in ("sent", "left_message")
        return self.spoke(touch) or message

    def last(self, predicate):
        return max((instant(touch["at"]) for touch in self.seen() if predicate(touch)), default=None)

    # Clocks

    def paused(self):
        return any(
            instant(pause["from"]) <= self.now
            and (pause["until"] is None or self.now < instant(pause["until"]))
            for pause in self.client.get("paused", [])
        )

    def start(self):
        untils = [instant(pause["until"]) for pause in self.client.get("paused", []) if pause["until"]]
        return max([instant(self.client["since"]), *(until for until in untils if until <= self.now)])

    def periodic(self, last, every):
        start, first = self.start(), self.cadence["first_call_within"]
        if last is None:
            return start, start + first
        if last < start:
            return start, max(last + every, start + first)
        return last, last + every

    def clock(self, kind, ref, base, late, length, opened):
        due, no_window = self.pull_back(base, late, length, opened)
        return kind, ref, late, due, no_window, False

    def clocks(self):
        message = self.cadence["message_length"]
        if self.cadence["speak_every"] and not self.paused():
            base, late = self.periodic(self.last(self.spoke), self.cadence["speak_every"])
            yield self.clock("speak", None, base, late, self.cadence["call_length"], self.call_open)
        if self.cadence["hear_every"] and not self.paused():
            base, late = self.periodic(self.last(self.heard), self.cadence["hear_every"])
            yield self.clock("hear", None, base, late, message, self.agent_open)
        for touch in self.seen():
            yield from self.ask_clocks(touch, message)
        for promise in self.promises:
            ends = [instant(promise[key]) for key in ("kept_at", "withdrawn_at") if promise[key]]
            made = instant(promise["made_at"])
            if made <= self.now and not any(end <= self.now for end in ends):
                late = instant(promise["due_at"])
                yield self.clock("promise", promise["id"], made, late, message, self.agent_open)
        for milestone in self.milestones:
            done = milestone["done_at"] and instant(milestone["done_at"])
            told = self.last(lambda touch: self.heard(touch) and not touch.get("holding"))
            if done and done <= self.now and not (told and told >= done):
                late, no_window = self.push(done, duration(milestone["tell_within"]))
                yield "tell", milestone["id"], late, late, no_window, False

    def ask_clocks(self, touch, message):
        asks, at = touch.get("asks", "none"), instant(touch["at"])
        if asks == "none" or touch["direction"] == "out" or (asks != "complaint" and self.spoke(touch)):
            return
        later = [other for other in self.seen() if instant(other["at"]) > at]
        if self.cadence["acknowledge_within"] and not any(self.heard(other) for other in later):
            late = at + self.cadence["acknowledge_within"]
            yield self.clock("acknowledge", touch["id"], at, late, message, self.agent_open)
        counts = self.spoke if asks == "complaint" else self.heard
        if not any(counts(other) and not other.get("holding") for other in later):
            late, no_window = self.push(at, self.cadence["answer_within"])
            yield "answer", touch["id"], late, late, no_window, asks == "complaint"

    def standing(self, clocks):
        if any(complaint for *_, complaint in clocks):
            return "complaint"
        if any(kind == "answer" for kind, *_ in clocks):
            return "asked"
        if any(late < self.now for _, _, late, *_ in clocks):
            return "late"
        end = self.next_date()
        if any(due < end for _, _, _, due, *_ in clocks):
            return "due"
        return "paused" if self.paused() else "in_hand"

    def next_date(self):
        """Try every minute from a day before `now` on for the first one of a later date."""
        zone = self.agent["time_zone"]
        today = wall_clock(zone, self.now)[0]
        at = self.now.replace(second=0) - timedelta(hours=26)
        while wall_clock(zone, at)[0] <= today:
            at += MINUTE
        return at

    def answer(self):
        clocks = sorted(self.clocks(), key=lambda clock: (clock[3], ORDER.index(clock[0]), clock[1] or ""))
        return {
            "last_spoke": written(self.last(self.spoke)),
            "last_heard": written(self.last(self.heard)),
            "standing": self.standing(clocks),
            "clocks": [
                {
                    "kind": kind,
                    "ref": ref,
                    "late_at": written(late),
                    "due_at": written(due),
                    "no_window": no_window,
                }
                for kind, ref, late, due, no_window, _ in clocks
            ],
        }
