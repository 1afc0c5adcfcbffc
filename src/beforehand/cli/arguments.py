"""What commands take: an office by its name, a member by their e-mail address, an instant."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from beforehand.queries import seats
from beforehand.records.models import Member, Office

office_option = click.option(
    "--office", "office_name", metavar="NAME", help="Which office; may be left out where there is one."
)

_YEARS = range(
    1970, 2200
)  # the clocks reckon some years to and fro, which the ends of the calendar do not allow


class Instant(click.ParamType[datetime]):
    """A moment in ISO 8601, to the second; one without an offset comes back without, to be read in a zone."""

    name = "instant"

    def __init__(self, *, naive: bool = False) -> None:
        self.naive = naive

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            moment = datetime.fromisoformat(value).replace(microsecond=0)
        except ValueError:
            self.fail(f"{value!r} is no instant; write it as 2027-01-31T09:00:00Z", param, ctx)
        if moment.utcoffset() is None and not self.naive:
            self.fail(f"{value!r} has no offset; write it as 2027-01-31T09:00:00Z", param, ctx)
        if moment.year not in _YEARS:
            self.fail(
                f"{value!r} is out of reach; its year is one of {_YEARS[0]} to {_YEARS[-1]}", param, ctx
            )
        return moment if moment.tzinfo is None else moment.astimezone(UTC)


def now() -> datetime:
    """This moment, in UTC and whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def in_zone(moment: datetime, zone: str) -> datetime:
    """The moment in UTC; one without an offset is read on the clocks of `zone`."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def chosen_office(name: str | None) -> Office:
    """The office of that name, or the only one; wrong usage where neither tells it."""
    known = seats.offices()
    if not known:
        raise click.UsageError("There is no office yet; open one with `beforehand office new`.")
    named = [office for office in known if name is None or office.name.casefold() == name.strip().casefold()]
    if len(named) == 1:
        return named[0]
    listed = ", ".join(f"“{office.name}”" for office in known)
    if name is None:
        raise click.UsageError(f"There are several offices; say which with --office: {listed}.")
    if named:
        raise click.UsageError(f"Several offices are named “{name}”; rename one to tell them apart.")
    raise click.UsageError(f"--office: “{name}” is none of {listed}.")


def chosen_member(office: Office, email: str, option: str = "--agent") -> Member:
    """The member of that office with that e-mail address; wrong usage where there is none."""
    known = seats.members(office)
    found = next((member for member in known if member.user.email == email.strip().lower()), None)
    if found is None:
        listed = ", ".join(member.user.email for member in known)
        raise click.UsageError(f"{option}: “{email}” has no seat in {office.name}; it is one of {listed}.")
    return found
