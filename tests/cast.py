"""The cast that the tests know: Rivera Homes, and Hill Realty across the street, which must see nothing of it."""

from datetime import UTC, datetime
from typing import Any

from beforehand.actions import clients, members, offices
from beforehand.actions.touches import Deed, log_touch
from beforehand.records.models import Client, Member, Team

AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # a Tuesday, 9:00 in Chicago
OPENED = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)  # three weeks before, a Monday
PASSWORD = "a cup of tea at nine"


class Cast:
    """Alice the broker, Bob an agent, Tia his assistant, Lea a lead with Max in her team; Charlie is of Hill Realty.

    They came together at OPENED; `at` is the moment of the story.
    """

    def __init__(self, at: datetime = AT) -> None:
        self.at = at
        self.alice = _office("Rivera Homes", "alice@rivera.example", "Alice Rivera")
        self.charlie = _office("Hill Realty", "charlie@hill.example", "Charlie Hill")
        self.bob = self.join("bob@rivera.example", Member.Role.AGENT, "Bob Ames")
        self.tia = self.join("tia@rivera.example", Member.Role.ASSISTANT, "Tia Reed", assists=[self.bob])
        self.lea = self.join("lea@rivera.example", Member.Role.LEAD, "Lea Moss", team="North")
        self.max = self.join("max@rivera.example", Member.Role.AGENT, "Max Ito", team="North")

    def join(
        self, email: str, role: str, name: str, *, team: str = "", assists: list[Member] | None = None
    ) -> Member:
        """A new member of Rivera Homes who has used the one-time link."""
        member, token = members.add_member(email=email, role=role, name=name, by=self.alice, at=OPENED)
        members.accept_invitation(token=token, password=PASSWORD, at=OPENED)
        if team or assists:
            members.place(
                member=member, role=role, team_name=team, assists=assists or [], by=self.alice, at=OPENED
            )
        return Member.objects.select_related("user", "office", "team").get(pk=member.pk)

    def client_of(self, agent: Member, name: str = "Dana Ortega", **given: Any) -> Client:
        """A client that `agent` takes on, a buyer who is searching unless said otherwise, at `at` or the cast's."""
        words: dict[str, Any] = {"side": "buyer", "stage": "searching", "at": self.at} | given
        return clients.add_client(name=name, agent=agent, by=words.pop("by", agent), **words)

    def spoke(self, client: Client, *, at: datetime | None = None) -> None:
        """Its agent and the client spoke at `at`, or just now, and it was written down at once."""
        deed = Deed(channel="call", outcome="spoke", happened_at=at or self.at)
        log_touch(client_id=client.pk, deed=deed, by=client.agent, at=at or self.at, source="page")
        client.refresh_from_db()

    @property
    def team(self) -> Team:
        """Lea's."""
        return Team.objects.get(office=self.alice.office_id, name="North")


def _office(name: str, email: str, broker: str) -> Member:
    return offices.open_office(
        name=name,
        email=email,
        password=PASSWORD,
        country="US",
        state="TX",
        zone="America/Chicago",
        broker_name=broker,
        at=OPENED,
    )
