"""Random cases of every kind, crowded around the clock changes where such engines go wrong."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

ODD_MOMENTS = (
    ("America/New_York", "2026-03-08T07:00:00Z"),
    ("America/New_York", "2026-11-01T06:00:00Z"),
    ("Europe/London", "2026-03-29T01:00:00Z"),
    ("Europe/London", "2026-10-25T01:00:00Z"),
    ("Australia/Lord_Howe", "2026-04-04T15:00:00Z"),
    ("Australia/Lord_Howe", "2026-10-03T15:30:00Z"),
    ("America/Havana", "2026-03-08T05:00:00Z"),
    ("America/Havana", "2026-11-01T05:00:00Z"),
    ("Africa/Cairo", "2026-04-23T22:00:00Z"),
    ("Africa/Cairo", "2026-10-29T21:00:00Z"),
    ("Asia/Beirut", "2026-03-28T22:00:00Z"),
    ("Asia/Beirut", "2026-10-24T21:00:00Z"),
    ("America/Sao_Paulo", "2018-02-18T02:00:00Z"),
    ("America/Sao_Paulo", "2018-11-04T03:00:00Z"),
    ("America/St_Johns", "2006-10-29T02:31:00Z"),
    ("Pacific/Apia", "2011-12-30T10:00:00Z"),
    ("Pacific/Kwajalein", "1993-08-21T12:00:00Z"),
    ("Africa/Casablanca", "2026-02-15T02:00:00Z"),
    ("Asia/Kathmandu", "1985-12-31T18:30:00Z"),
    ("Asia/Kolkata", "2026-06-10T12:00:00Z"),
)
STEADY_ZONES = ("Asia/Kolkata", "Asia/Dubai", "America/Phoenix", "Pacific/Honolulu", "UTC")

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_HOURS = (
    [],
    [["00:00", "24:00"]],
    [["09:00", "12:00"], ["13:00", "18:00"]],
    [["08:30", "12:00"], ["11:00", "17:30"]],
    [["10:00", "10:20"]],
    [["22:00", "24:00"], ["00:00", "02:15"]],
    [["00:00", "00:45"], ["01:30", "03:00"], ["23:15", "24:00"]],
    [["17:00", "21:00"]],
)
CHANNELS = ("call", "video", "meeting", "text", "chat", "email", "letter", "social", "page")
VOICE = CHANNELS[:3]


def quick(examples):
    """Settings of the everyday run: the same examples every time."""
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def thorough(examples):
    """Settings of the long run: new examples every time."""
    return settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )


def at(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def cases(*, steady=False):
    """Documents of the shape of the shared cases; `steady` ones live where no clock changes.

    Each is made from one number: to draw every field by itself would take longer than all the checks.
    """
    return st.integers(0, 2**48).map(lambda seed: _Maker(random.Random(seed), steady=steady).case())


class _Maker:
    """Makes the parts of one case by chance, around a moment at which the clocks of a zone change."""

    def __init__(self, chance, *, steady):
        self.chance = chance
        zone, moment = chance.choice(ODD_MOMENTS)
        other, _ = chance.choice(ODD_MOMENTS)
        self.zones = STEADY_ZONES if steady else (zone, zone, other)
        self.now = datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) + self.days(-6, 6)

    def days(self, least, most):
        return timedelta(minutes=self.chance.randint(least * 1440, most * 1440))

    def around(self, before, after):
        """An instant so many days before or after `now`, at times with odd seconds, at times just `now`."""
        if self.chance.random() < 0.05:
            return at(self.now)
        seconds = self.chance.choice([0, 0, 0, 1, 59])
        return at(self.now + self.days(-before, after) + timedelta(seconds=seconds))

    def or_none(self, make, odds=0.4):
        return make() if self.chance.random() < odds else None

    def some(self, make, most, letter=None):
        made = [make() for _ in range(self.chance.randint(0, most))]
        return [{"id": f"{letter}{n}", **each} for n, each in enumerate(made)] if letter else made

    def hours(self):
        if self.chance.random() < 0.5:
            return dict.fromkeys(DAYS, self.chance.choice(DAY_HOURS[1:4]))
        return {day: self.chance.choice(DAY_HOURS) for day in DAYS}

    def person(self):
        return {
            "time_zone": self.chance.choice(self.zones),
            "hours": self.hours(),
            "closed": self.some(lambda: (self.now + self.days(-8, 8)).date().isoformat(), 2),
        }

    def interval(self):
        begin = self.now + self.days(-15, 8)
        return {"from": at(begin), "until": at(begin + timedelta(minutes=self.chance.randint(1, 12 * 1440)))}

    def pause(self):
        return self.interval() | ({"until": None} if self.chance.random() < 0.2 else {})

    def absence(self):
        return {**self.interval(), "cover": self.or_none(self.person, 0.6)}

    def touch(self):
        choice = self.chance.choice
        direction, channel = choice(["out", "in"]), choice(CHANNELS)
        spoke = ["spoke"] * 4 if channel in VOICE else []
        return {
            "at": self.around(12, 2),
            "direction": direction,
            "channel": channel,
            "outcome": choice(["sent", "left_message", "no_answer", "received", "failed", *spoke]),
            "asks": choice(["none", "update", "question", "complaint"]) if direction == "in" else "none",
            "automated": self.chance.random() < 0.15,
            "holding": self.chance.random() < 0.2,
            "voids": None,
        }

    def touches(self):
        touches = self.some(self.touch, 9, "t")
        for number, touch in enumerate(touches):
            # Only one with a lesser number is voided, so that no ring comes about.
            if number and self.chance.random() < 0.25:
                touch["voids"] = f"t{self.chance.randrange(number)}"
        self.chance.shuffle(touches)
        return touches

    def promise(self):
        return {
            "made_at": self.around(6, 1),
            "due_at": self.around(4, 8),
            "kept_at": self.or_none(lambda: self.around(3, 3)),
            "withdrawn_at": self.or_none(lambda: self.around(3, 3)),
        }

    def milestone(self):
        return {
            "done_at": self.or_none(lambda: self.around(6, 1), 0.8),
            "tell_within": self.chance.choice(["PT2H", "PT8H", "P1DT1M"]),
        }

    def cadence(self):
        choice = self.chance.choice
        return {
            "speak_every": choice(["P7D", "P4DT12H", "P1D", "PT3H", None]),
            "hear_every": choice(["P7D", "P4DT12H", "P1D", "PT3H", None]),
            "acknowledge_within": choice(["PT2H", "P2D", None]),
            "first_call_within": choice(["PT2H", "P1D", "P2D"]),
            "answer_within": choice(["PT30M", "PT4H", "PT12H", "P12D"]),
            "call_length": choice(["PT5M", "PT30M", "PT4H"]),
            "message_length": choice(["PT5M", "PT1H"]),
        }

    def case(self):
        return {
            "now": at(self.now),
            "client": {**self.person(), "since": self.around(9, 1), "paused": self.some(self.pause, 2)},
            "agent": {**self.person(), "away": self.some(self.absence, 3)},
            "cadence": self.cadence(),
            "touches": self.touches(),
            "promises": self.some(self.promise, 2, "p"),
            "milestones": self.some(self.milestone, 2, "m"),
        }
