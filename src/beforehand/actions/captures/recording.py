"""Records what a channel received: in the ledger where its client is known, else to wait for a person."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from beforehand.actions.derivation import rederive
from beforehand.actions.imports.corrections import restore
from beforehand.actions.touches import Deed, check_deed, log_held
from beforehand.queries.matching import Holder, holders
from beforehand.records.models import Capture, Client, IgnoredPoint, Member, Touch, WaitingPoint
from beforehand.rules.captures import Captured, Point

# What comes in by files alone: each line of a log or of a chat is one client's.
_LOGS = {"phone_log", "whatsapp", "messenger", "instagram"}
_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Understood:
    """What listening made of the words: its label and how sure it is, what they ask, and the line that is kept."""

    label: str = ""
    probability: float | None = None
    asks: str = "none"
    words: str = ""


Hear = Callable[[Captured], Understood]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a capture; `capture_id` is None where nobody wants captures of its address."""

    capture_id: int | None
    state: str  # of Capture.State, or "ignored"
    client_ids: tuple[int, ...] = ()
    was_known: bool = False


@transaction.atomic
def record(*, captured: Captured, understood: Understood, by: Member, at: datetime) -> Recorded:
    """Keeps the capture once, by its office, source and external id, and logs it with every client it was with.

    A point that several clients share is never guessed: for it the capture waits. One of nobody's points alone waits
    too, unless the office ignores them. Of an ignored point nothing is kept, whoever else it was with.
    """
    deed = deed_of(captured, understood)
    check_deed(deed, at=at)
    if (known := _known(by.office_id, captured)) is not None:
        _take_over(captured, deed, by, at)
        return known
    found = holders(by.office_id, captured.points)
    clients, waiting = sort_out(captured.points, found)
    unwanted = ignored(
        by.office_id, [each for each in captured.points if each in waiting or each not in found]
    )
    waiting = [each for each in waiting if each not in unwanted]
    if not clients and not waiting:
        return Recorded(None, "ignored")
    captured = replace(captured, points=tuple(each for each in captured.points if each not in unwanted))
    try:
        with transaction.atomic():
            capture = _keep(captured, understood, waiting, by, at)
    except IntegrityError:  # another worker was first
        return _known(by.office_id, captured) or Recorded(None, "ignored")
    log_with(capture, clients, deed, by=by, at=at)
    return Recorded(capture.pk, capture.state, tuple(clients))


def deed_of(captured: Captured, understood: Understood) -> Deed:
    """The contact that the capture is; where listening hears no ask, that which the channel knows of stands."""
    asks = captured.asks if understood.asks == "none" or captured.automated else understood.asks
    return Deed(
        channel=captured.channel,
        outcome=captured.outcome,
        happened_at=captured.at,
        direction=captured.direction,
        asks=asks if captured.direction == "in" else "none",
        automated=captured.automated,
        words=understood.words or captured.summary,
        seconds=captured.seconds,
        ask_if_reached=captured.ask_if_reached,
    )


def sort_out(
    points: Sequence[Point], found: Mapping[Point, list[Holder]]
) -> tuple[dict[int, Holder], list[Point]]:
    """The clients it was surely with, and the points that wait: those shared, or all where it was with nobody known."""
    sure = {held[0].client_id: held[0] for point in points if len(held := found.get(point, [])) == 1}
    # Of several holders one may be sure by another point: of a mail to both his addresses, say.
    shared = [
        point
        for point in points
        if len(held := found.get(point, [])) > 1 and not any(one.client_id in sure for one in held)
    ]
    return sure, shared if sure or shared else list(points)


def log_with(
    capture: Capture, clients: Mapping[int, Holder], deed: Deed, *, by: Member, at: datetime
) -> None:
    """Writes the contact to the ledger of each of the clients, once."""
    held = Client.objects.filter(pk__in=clients).order_by("pk").select_for_update(of=("self",))
    if capture.source in _LOGS:
        # A later import may have brought it to whoever had the number then: there it stays.
        same = Touch.objects.filter(
            office_id=capture.office_id, source=capture.source, external_id=capture.external_id
        )
        if same.exclude(client__in=clients).exists():
            return
    for client in held.only("office_id", "agent_id"):
        holder = clients[client.pk]
        person_id = None if deed.outcome == "spoke" else holder.person_id
        logged = log_held(
            client=client,
            deed=replace(deed, person_id=person_id),
            by=by,
            at=at,
            source=capture.source,
            external_id=touch_key(capture.source, capture.external_id, client.pk),
        )
        # An archive may have brought it before, and may have been undone since.
        if logged.was_known and restore(Touch.objects.filter(pk=logged.touch_id), by=by, at=at):
            rederive([client.pk], at=at)


def touch_key(source: str, external_id: str, client_id: int) -> str:
    """The external id of the touch that a contact is for one client, by whatever road it comes."""
    return external_id if source in _LOGS else f"{external_id}#{client_id}"


def digest_of(point: Point) -> str:
    """The keyed hash by which an ignored address is known."""
    return salted_hmac("beforehand.ignored", "\0".join(point), algorithm="sha256").hexdigest()


def ignored(office_id: int, points: Collection[Point]) -> set[Point]:
    """Those of the points that somebody has said to ignore."""
    rows = IgnoredPoint.objects.filter(office_id=office_id)
    if len(points) > _AT_ONCE:
        said = set(rows.values_list("digest", flat=True))
        return {point for point in points if digest_of(point) in said}
    digests = {digest_of(point): point for point in points}
    return {digests[digest] for digest in rows.filter(digest__in=digests).values_list("digest", flat=True)}


def _kept(office_id: int, captured: Captured) -> QuerySet[Capture]:
    return Capture.objects.filter(
        office_id=office_id, source=captured.source, external_id=captured.external_id
    )


def _known(office_id: int, captured: Captured) -> Recorded | None:
    row = _kept(office_id, captured).values_list("pk", "state").first()
    return Recorded(*row, was_known=True) if row else None


def _take_over(captured: Captured, deed: Deed, by: Member, at: datetime) -> None:
    """Has a capture that only a file had brought be the channel's, whatever becomes of the import."""
    for capture in _kept(by.office_id, captured).filter(imported_by__isnull=False).select_for_update():
        Capture.objects.filter(pk=capture.pk).update(imported_by=None)
        if capture.state != Capture.State.LEFT_OUT:
            clients, _ = sort_out(captured.points, holders(by.office_id, captured.points))
            log_with(capture, clients, deed, by=by, at=at)


def _keep(
    captured: Captured, understood: Understood, waiting: Sequence[Point], by: Member, at: datetime
) -> Capture:
    capture = Capture.objects.create(
        office_id=by.office_id,
        member=by,
        source=captured.source,
        external_id=captured.external_id,
        state=Capture.State.WAITING if waiting else Capture.State.LOGGED,
        at=captured.at,
        direction=captured.direction,
        channel=captured.channel,
        outcome=captured.outcome,
        seconds=captured.seconds,
        automated=captured.automated,
        ask_if_reached=captured.ask_if_reached,
        asks=deed_of(captured, understood).asks,
        label=understood.label,
        probability=understood.probability,
        points=[list(point) for point in captured.points],
        name=captured.name[:160],
        ours=captured.ours[:254],
        summary=(understood.words or captured.summary)[:200],
        body=captured.text if by.office.keeps_bodies else "",
        received_at=at,
    )
    WaitingPoint.objects.bulk_create(
        WaitingPoint(office_id=by.office_id, capture=capture, kind=kind, value=value)
        for kind, value in waiting
    )
    return capture
