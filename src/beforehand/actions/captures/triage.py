"""What a person decides on captures that match nobody, and what the matcher learns from it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery

from beforehand.actions.audit import note
from beforehand.actions.captures.recording import digest_of, log_with, sort_out
from beforehand.actions.contact_points import learn_point
from beforehand.actions.refusals import Refusal
from beforehand.actions.touches import Deed
from beforehand.queries import access
from beforehand.queries.matching import holders, live
from beforehand.records.models import Capture, ContactPoint, IgnoredPoint, Member, WaitingPoint
from beforehand.rules.captures import Point

KEEP_WAITING = timedelta(days=30)
_AT_ONCE = 200
_FORGOTTEN_AT_ONCE = 1000


@transaction.atomic
def give_to_client(*, capture_id: int, point: Point, client_id: int, by: Member, at: datetime) -> int:
    """Says whose a waiting capture is, and teaches the point to that client; how many captures are logged by it.

    A point that several clients share stays theirs: then this capture alone is logged, and nothing is learned.
    """
    capture = _waiting(by, capture_id)
    client = access.held_client(by, client_id)
    if not capture.waiting_points.filter(kind=point[0], value=point[1]).exists():
        raise Refusal("That capture has been decided on already; reload the page.")
    held = holders(by.office_id, [point]).get(point, [])
    if held and not any(one.client_id == client.pk for one in held):
        seen = access.clients(by).filter(pk__in=[one.client_id for one in held]).order_by("pk")
        whose = seen.values_list("name", flat=True).first() or "a colleague’s client"
        raise Refusal(
            f"{point[1]} belongs to {whose} already; choose one of its clients, or change it there."
        )
    if not held:
        learn_point(client=client, point=point, by=by, at=at)
        note("capture.taught", office_id=by.office_id, by=by, at=at, client=client, kind=point[0])
        return match_again(_waiting_for(by.office_id, point), by=by, at=at)
    (holder,) = [one for one in held if one.client_id == client.pk]
    log_with(capture, {client.pk: holder}, stored_deed(capture), by=capture.member, at=at)
    _decided(capture, [point], by, at)
    return 1


@transaction.atomic
def ignore_point(*, point: Point, by: Member, at: datetime) -> int:
    """Never again captures of this point alone; what waits for it is forgotten, and only a hash of it is kept."""
    IgnoredPoint.objects.get_or_create(
        office_id=by.office_id, digest=digest_of(point), defaults={"ignored_at": at, "ignored_by": by}
    )
    captures = list(_waiting_for(by.office_id, point).filter(member__in=access.captures_of(by)))
    if not captures:
        raise access.NotFound
    for capture in captures:
        _forget(capture, [point])
    note("capture.ignored", office_id=by.office_id, by=by, at=at, kind=point[0])
    return len(captures)


@transaction.atomic
def heed_point(*, point: Point, by: Member, at: datetime) -> bool:
    """Takes captures of an ignored point again; whether it was ignored."""
    gone, _ = IgnoredPoint.objects.filter(office_id=by.office_id, digest=digest_of(point)).delete()
    if gone:
        note("capture.heeded", office_id=by.office_id, by=by, at=at, kind=point[0])
    return bool(gone)


@transaction.atomic
def leave_out(*, capture_id: int, by: Member, at: datetime) -> None:
    """Says that a waiting capture has to do with no further client; whom it waited for is forgotten.

    One that is in no ledger is forgotten but for its id, by which it never comes back.
    """
    capture = _waiting(by, capture_id)
    kept = _kept(capture, [(row.kind, row.value) for row in capture.waiting_points.all()])
    capture.waiting_points.all().delete()
    rows = Capture.objects.filter(pk=capture.pk)
    rows.update(points=kept, decided_at=at, decided_by=by, state=Capture.State.LOGGED)
    if not kept:
        rows.update(state=Capture.State.LEFT_OUT, name="", ours="", summary="", body="")


def match_waiting(at: datetime, limit: int = _AT_ONCE) -> int:
    """Logs waiting captures whose point has become one client's in the meantime; how many."""
    same = ContactPoint.objects.filter(
        office_id=OuterRef("office_id"), kind=OuterRef("kind"), value=OuterRef("value")
    )
    one = live(same).order_by().values("value").annotate(n=Count("client", distinct=True)).values("n")
    ids = list(
        WaitingPoint.objects.annotate(n=Subquery(one))
        .filter(n=1)
        .values_list("capture_id", flat=True)[:limit]
    )
    if not ids:
        return 0
    with transaction.atomic():
        return match_again(Capture.objects.filter(pk__in=ids), by=None, at=at)


def match_again(captures: QuerySet[Capture], *, by: Member | None, at: datetime) -> int:
    """Logs those of the waiting captures that are surely somebody's by now; how many. The rest goes on waiting."""
    done = 0
    held = captures.filter(state=Capture.State.WAITING).order_by("pk").select_for_update(of=("self",))
    for capture in held.select_related("member__office").prefetch_related("waiting_points"):
        points = [(row.kind, row.value) for row in capture.waiting_points.all()]
        known = holders(capture.office_id, points)
        clients, shared = sort_out(points, known)
        if clients:
            log_with(capture, clients, stored_deed(capture), by=capture.member, at=at)
            _decided(capture, [point for point in points if point in known and point not in shared], by, at)
            done += 1
    return done


@transaction.atomic
def forget_waiting(*, before: datetime) -> int:
    """Forgets captures that nobody decided on by then; how many. What is in the ledger stays there."""
    rows = Capture.objects.filter(state=Capture.State.WAITING, received_at__lt=before).order_by("pk")
    captures = list(rows.select_for_update()[:_FORGOTTEN_AT_ONCE])
    for capture in captures:
        _forget(capture, [(row.kind, row.value) for row in capture.waiting_points.all()])
    return len(captures)


def stored_deed(capture: Capture) -> Deed:
    """The contact that a kept capture is."""
    return Deed(
        channel=capture.channel,
        outcome=capture.outcome,
        happened_at=capture.at,
        direction=capture.direction,
        asks=capture.asks,
        automated=capture.automated,
        words=capture.summary,
        seconds=capture.seconds,
        ask_if_reached=capture.ask_if_reached,
    )


def _waiting(by: Member, capture_id: int) -> Capture:
    rows = Capture.objects.filter(
        pk=capture_id, office_id=by.office_id, state=Capture.State.WAITING, member__in=access.captures_of(by)
    )
    capture = rows.select_related("member__office").select_for_update(of=("self",)).first()
    if capture is None:
        raise access.NotFound
    return capture


def _waiting_for(office_id: int, point: Point) -> QuerySet[Capture]:
    ids = WaitingPoint.objects.filter(office_id=office_id, kind=point[0], value=point[1]).values("capture_id")
    return Capture.objects.filter(pk__in=ids, state=Capture.State.WAITING)


def _decided(capture: Capture, points: Collection[Point], by: Member | None, at: datetime) -> None:
    """These points wait no more; a capture of which none waits is in the ledger."""
    _drop(capture, points)
    state = (
        Capture.State.WAITING
        if WaitingPoint.objects.filter(capture=capture).exists()
        else Capture.State.LOGGED
    )
    Capture.objects.filter(pk=capture.pk).update(state=state, decided_at=at, decided_by=by)


def _forget(capture: Capture, points: Collection[Point]) -> None:
    """As `_decided`, but the points go from the capture too, and one that has none any more goes whole."""
    _drop(capture, points)
    kept = _kept(capture, points)
    if not kept:
        capture.delete()
        return
    is_waiting = WaitingPoint.objects.filter(capture=capture).exists()
    state = Capture.State.WAITING if is_waiting else Capture.State.LOGGED
    Capture.objects.filter(pk=capture.pk).update(state=state, points=kept)


def _kept(capture: Capture, points: Collection[Point]) -> list[list[str]]:
    return [point for point in capture.points if tuple(point) not in points]


def _drop(capture: Capture, points: Collection[Point]) -> None:
    rows = WaitingPoint.objects.filter(capture=capture).values_list("pk", "kind", "value")
    WaitingPoint.objects.filter(pk__in=[pk for pk, *point in rows if tuple(point) in points]).delete()
