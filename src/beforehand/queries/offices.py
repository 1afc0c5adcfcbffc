"""What there is to see of an office: whether it is set up, its terms, its closed days, its trail."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from beforehand.playbooks.packs import pack
from beforehand.records.models import AuditEntry, ClosedDay, Member, Office, OfficeCadence
from beforehand.rules.cadence import Terms

_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class StageTerms:
    """What a stage owes its clients, in days; None where there is no such clock. `since` None: the pack's own."""

    stage: str
    title: str
    is_weekly: bool
    speak_days: int | None
    hear_days: int | None
    opening_days: int | None
    closing_days: int | None
    reason: str
    since: datetime | None


def is_set_up() -> bool:
    """Whether there is an office, a sample one too; before that every page leads to the first run."""
    return Office.objects.exists()


def first_run_is_open() -> bool:
    """Whether nobody has opened an office of their own here; a sample office does not count."""
    return not Office.objects.filter(is_sample=False).exists()


def sample_broker() -> Member | None:
    """The broker of the sample office, with the user who signs in, where there is one."""
    rows = Member.objects.filter(office__is_sample=True, role=Member.Role.BROKER, left_at__isnull=True)
    return rows.select_related("user", "office").order_by("pk").first()


def terms(office: Office, *, now: datetime) -> list[StageTerms]:
    """The cadence of every stage as it holds at `now`, in the order of the pack: one statement."""
    rows = OfficeCadence.objects.filter(office=office, side="*", holds_from__lte=now)
    newest = {row.stage: row for row in rows.order_by("holds_from", "pk")}
    found = []
    for stage in pack(office.pack).stages:
        row = newest.get(stage.name)
        held = Terms(**row.terms) if row else stage.terms
        found.append(
            StageTerms(
                stage=stage.name,
                title=stage.title,
                is_weekly=stage.weekly,
                speak_days=_days(held.speak_every),
                hear_days=_days(held.hear_every),
                opening_days=_days(held.opening_week_speak_every),
                closing_days=_days(held.closing_week_speak_every),
                reason=row.reason if row else "",
                since=row.holds_from if row and row.recorded_by_id else None,
            )
        )
    return found


def closed_days(office: Office, *, since: date) -> list[ClosedDay]:
    """The office's own closed days from `since` on, soonest first."""
    return list(ClosedDay.objects.filter(office=office, day__gte=since).order_by("day"))


def trail(office: Office) -> QuerySet[AuditEntry]:
    """Every deed of the office, newest first, with its actor and its client."""
    rows = AuditEntry.objects.filter(office=office).select_related("by", "client")
    return rows.order_by("-at", "-pk")


def _days(seconds: int | None) -> int | None:
    return None if seconds is None else max(1, round(seconds / _DAY_S))
