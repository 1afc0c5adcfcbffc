"""A contact while it is gathered: what is sound is kept, what is not becomes a problem of its row."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from beforehand.channels.client_list.dates import read_date
from beforehand.channels.client_list.households import couple, household, straight
from beforehand.channels.client_list.rows import Address, ContactRow, PersonRow, Problem, Value
from beforehand.channels.client_list.values import fault_of_email, fault_of_phone, is_nothing, shown


@dataclass(slots=True)
class Draft:
    """The parts of one contact as written; `rows` says what came of them."""

    row: int
    name: str = ""
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    spouse: str = ""
    company: str = ""
    phones: list[Value] = field(default_factory=list)
    emails: list[Value] = field(default_factory=list)
    address: Address | None = None
    labels: tuple[str, ...] = ()
    side: str = ""
    stage: str = ""
    birthday: date | None = None
    created_on: date | None = None
    notes: str = ""
    external_id: str = ""
    owner: str = ""
    problems: list[Problem] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def add_phones(self, where: str, values: Iterable[Value]) -> None:
        """Take the values that can be phone numbers, each once."""
        self._add(where, values, self.phones, fault_of_phone)

    def add_emails(self, where: str, values: Iterable[Value]) -> None:
        """Take the values that are e-mail addresses, each once."""
        self._add(where, values, self.emails, fault_of_email)

    def _add(
        self, where: str, values: Iterable[Value], to: list[Value], fault_of: Callable[[str], str | None]
    ) -> None:
        for value in values:
            if fault := fault_of(value.value):
                self.problems.append(Problem(self.row, where, fault))
            elif value.value not in self.taken:
                self.taken.add(value.value)
                to.append(value)

    def date(self, where: str, text: str, *, day_first: bool, newest_short_year: int) -> date | None:
        """The date of a cell, None where it has none; what is no date becomes a problem."""
        if is_nothing(text):
            return None
        try:
            return read_date(text, day_first=day_first, newest_short_year=newest_short_year)
        except ValueError:
            fault = f"“{shown(text)}” is no date; write 2026-12-31"
            self.problems.append(Problem(self.row, where, fault))
            return None

    def rows(self) -> Iterator[ContactRow | Problem]:
        """The contact, then its problems; problems alone where there is nothing to know the contact by."""
        if called := self._called():
            people = self._people()
            first = people[0] if people else PersonRow("", "")
            yield ContactRow(
                row=self.row,
                name=called,
                first_name=first.first_name,
                last_name=first.last_name,
                people=people,
                phones=tuple(self.phones),
                emails=tuple(self.emails),
                address=self.address,
                labels=self.labels,
                side=self.side or None,
                stage=self.stage or None,
                birthday=self.birthday,
                notes=self.notes.replace("\r\n", "\n").replace("\r", "\n"),
                created_on=self.created_on,
                company=self.company,
                external_id=self.external_id,
                owner=self.owner,
            )
        else:
            fault = "nothing to know this contact by: add a name, a phone or an e-mail"
            yield Problem(self.row, "", fault)
        yield from self.problems

    def _people(self) -> tuple[PersonRow, ...]:
        people: tuple[PersonRow, ...] = ()
        if self.first_name or self.last_name:
            people = couple(self.first_name, self.last_name)
        if self.name and self.name != self.company and len(people) < 2:
            whole = household(self.name)
            people = whole if len(whole) > 1 or not people else people
        if self.spouse and len(people) == 1:
            second = household(self.spouse)[0]
            if second.name not in (people[0].name, people[0].first_name):
                people = (*people, second)
        return people

    def _called(self) -> str:
        name = " ".join(f"{self.first_name} {self.middle_name} {self.last_name}".split())
        if self.name and not (name and self.name.startswith(f"{self.last_name},")):
            name = " ".join(self.name.split()) if name else straight(self.name)
        reached = [value.value for value in (*self.emails[:1], *self.phones[:1])]
        return next((text for text in (name, self.company, *reached) if text), "")
