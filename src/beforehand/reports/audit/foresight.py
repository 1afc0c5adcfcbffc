"""What would have been due when: the clock rules asked about each silence, as if they had been watching."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from beforehand.reports.audit.silences import Silence
from beforehand.rules.clock import derive
from beforehand.rules.facts import Cadence, Calendar, ClientFacts, Facts, Responsible, Touch
from beforehand.rules.weeks import AGENT_WEEK, week

_A_MESSAGE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A silence longer than the cadence: when a word was due, and how many words would have kept it within."""

    silence: Silence
    due_at: datetime
    words: int


class Watch:
    """An agent with the usual hours of `AGENT_WEEK` who owes every client a word within `every`."""

    def __init__(self, *, every: timedelta, zone: str) -> None:
        self._every = every
        self._calendar = Calendar(zone, week(AGENT_WEEK))
        self._agent = Responsible(self._calendar)
        self._cadence = Cadence(
            speak_every=None,
            hear_every=every,
            acknowledge_within=None,
            first_call_within=every,
            answer_within=timedelta(hours=4),
            call_length=_A_MESSAGE,
            message_length=_A_MESSAGE,
        )

    def look(self, silence: Silence) -> Overdue | None:
        """When the word that ended, or should have ended, this silence was due; None if it came within the cadence."""
        if silence.length <= self._every:
            return None
        word = Touch("word", silence.begins, "out", "email", "sent")
        client = ClientFacts(self._calendar, silence.begins)
        answer = derive(Facts(client, self._agent, self._cadence, [word]), silence.begins)
        return Overdue(silence, answer.clocks[0].due_at, silence.length // self._every)
