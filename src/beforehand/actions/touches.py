"""Writing to the ledger: a contact, and a correction of one."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from beforehand.actions.derivation import rederive
from beforehand.actions.refusals import Refusal
from beforehand.queries import access
from beforehand.queries.derivation import Derived
from beforehand.queries.lessons import RELABELLED, said
from beforehand.records.models import Client, Lesson, Member, NextCall, Person, Promise, Request, Touch
from beforehand.rules.asks import LABELS, asks_of, label_of
from beforehand.rules.facts import ASKS, CHANNELS, DIRECTIONS, OUTCOMES, VOICE

BY_HAND = "tap"
ASK_BESIDE = ".ask"  # ends the external id of what they asked during a contact of the same form
_CLOCK_SKEW = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Deed:
    """What happened, in the words of the clock rules; `happened_at` is when the contact ended."""

    channel: str
    outcome: str
    happened_at: datetime
    direction: str = "out"
    asks: str = "none"
    automated: bool = False
    holding: bool = False
    words: str = ""
    person_id: int | None = None
    seconds: int | None = None
    ask_if_reached: bool = False
    member_id: int | None = None  # whose contact it was, if not of who records it


@dataclass(frozen=True, slots=True)
class Logged:
    """The touch in the ledger, what is now true of its client, and whether the ledger knew the touch already."""

    touch_id: int
    client: Client
    derived: Derived
    was_known: bool


@dataclass(frozen=True, slots=True)
class Relabelled:
    """A contact as it is in the ledger now, and the label that it had before."""

    logged: Logged
    was: str


def check_deed(deed: Deed, *, at: datetime) -> None:
    """Refuses a contact that the clock rules do not know."""
    for word, known in (
        ("direction", DIRECTIONS),
        ("channel", CHANNELS),
        ("outcome", OUTCOMES),
        ("asks", ASKS),
    ):
        value = getattr(deed, word)
        if value not in known:
            raise Refusal(f"“{value}” is no {word}; it is one of {', '.join(known)}.")
    if deed.outcome == "spoke" and deed.channel not in VOICE:
        raise Refusal(f"Nobody speaks by {deed.channel}; log it as sent or received.")
    if deed.asks != "none" and deed.direction == "out":
        raise Refusal("Only the client asks; log what they asked as a contact from them.")
    if deed.happened_at > at + _CLOCK_SKEW:
        raise Refusal("That time is still to come; log a contact once it has happened.")


@transaction.atomic
def log_touch(
    *, client_id: int, deed: Deed, by: Member, at: datetime, source: str, external_id: str | None = None
) -> Logged:
    """Records one contact and derives its client again; the same event (source and external id) is recorded once."""
    check_deed(deed, at=at)
    client = access.held_client(by, client_id)
    if deed.person_id is not None:
        _check_person(client, deed.person_id, deed.outcome)
    return log_held(
        client=client,
        deed=deed,
        by=by,
        at=at,
        source=source,
        external_id=external_id,
    )


def log_held(
    *, client: Client, deed: Deed, by: Member, at: datetime, source: str, external_id: str | None
) -> Logged:
    """As `log_touch`, for a client whom the caller holds and whom `by` need not see: a channel saw the contact.

    The deed's person is one of the client's, as the caller knows.
    """
    try:
        with transaction.atomic():
            touch_id, was_known = _write(client, deed, by, at, source, external_id), False
    except IntegrityError:
        touch_id, was_known = _known(client, source, external_id), True
    return Logged(touch_id, client, rederive([client.pk], at=at)[client.pk], was_known)


@transaction.atomic
def void_touch(*, touch_id: int, by: Member, at: datetime, words: str = "") -> Logged:
    """Takes back a contact recorded by mistake, and what its form said beside it. One voided already stays so."""
    touch = Touch.objects.filter(pk=touch_id, office_id=by.office_id).first()
    if touch is None:
        raise access.NotFound
    client = access.held_client(by, touch.client_id)
    if touch.voids_id is not None:
        raise Refusal("That entry is itself a correction; record the contact again if it did happen.")
    last, is_void = _last_correction(touch)
    if not is_void:
        last = _void(last, by, at, words)
        if touch.source == BY_HAND:
            _take_back_beside(touch, by, at)
    return Logged(last.pk, client, rederive([client.pk], at=at)[client.pk], is_void)


def void_held(touch: Touch, *, by: Member, at: datetime, words: str) -> bool:
    """Takes back a contact of a client whom the caller holds and will derive again; False where it is void already."""
    last, is_void = _last_correction(touch)
    if is_void:
        return False
    _void(last, by, at, words)
    return True


@transaction.atomic
def correct_label(*, touch_id: int, label: str, by: Member, at: datetime) -> Relabelled:
    """Says what an inbound contact really asked: voids it, records it so, and keeps the words as a lesson.

    Said twice, it is said once; what has been corrected otherwise meanwhile is refused.
    """
    touch = Touch.objects.filter(pk=touch_id, office_id=by.office_id, direction="in", voids=None).first()
    if touch is None:
        raise access.NotFound
    if label not in LABELS or label == "commitment":
        meanings = ", ".join(each for each in LABELS if each != "commitment")
        raise Refusal(f"“{label}” is nothing a client can mean; it is one of {meanings}.")
    client = access.held_client(by, touch.client_id)
    last, is_void = _last_correction(touch)
    if is_void:
        logged = _relabelled_so(touch, label, client, at)
    elif asks_of(label) == touch.asks:
        logged = Logged(touch.pk, client, rederive([client.pk], at=at)[client.pk], was_known=True)
    else:
        _void(last, by, at)
        logged = _relabel(touch, label, client, by, at)
    return Relabelled(logged, label_of(touch.asks))


@transaction.atomic
def answer_reached(*, touch_id: int, reached: bool, by: Member, at: datetime) -> Logged:
    """Settles "did you reach them?" of a short call: voids it and records it as what it was."""
    touch = Touch.objects.filter(pk=touch_id, office_id=by.office_id, ask_if_reached=True).first()
    if touch is None:
        raise access.NotFound
    void_touch(touch_id=touch.pk, by=by, at=at)
    deed = replace(_deed_of(touch), outcome="spoke" if reached else "no_answer", person_id=None)
    return log_touch(
        client_id=touch.client_id, deed=deed, by=by, at=at, source="reached", external_id=str(touch.pk)
    )


def _relabel(touch: Touch, label: str, client: Client, by: Member, at: datetime) -> Logged:
    words = said(touch)
    if words:
        Lesson.objects.create(
            office_id=by.office_id,
            words=words[:500],
            heard=label_of(touch.asks),
            label=label,
            taught_at=at,
            taught_by=by,
        )
    deed = replace(_deed_of(touch), asks=asks_of(label), words=touch.words or words)
    return log_held(
        client=client,
        deed=deed,
        by=by,
        at=at,
        source=RELABELLED,
        external_id=str(touch.pk),
    )


def _relabelled_so(touch: Touch, label: str, client: Client, at: datetime) -> Logged:
    """The contact as it was relabelled before, if that is what is said again."""
    rows = Touch.objects.filter(office_id=touch.office_id, source=RELABELLED, external_id=str(touch.pk))
    again = rows.filter(asks=asks_of(label)).first()
    if again is None or _last_correction(again)[1]:
        raise Refusal("That entry has been corrected already; reload the page.")
    return Logged(again.pk, client, rederive([client.pk], at=at)[client.pk], was_known=True)


def _deed_of(touch: Touch) -> Deed:
    """What the touch records; a question of whether they spoke is settled with it."""
    return Deed(
        channel=touch.channel,
        outcome=touch.outcome,
        happened_at=touch.at,
        direction=touch.direction,
        asks=touch.asks,
        automated=touch.automated,
        holding=touch.holding,
        words=touch.words,
        person_id=touch.person_id,
        seconds=touch.seconds,
        member_id=touch.member_id,
    )


def _check_person(client: Client, person_id: int, outcome: str) -> None:
    person = Person.objects.filter(pk=person_id, client=client).first()
    if person is None:
        raise Refusal("That person does not belong to this client’s household.")
    if outcome == "spoke" and not person.is_grown:
        raise Refusal(f"{person.name} is a child: speaking counts with a grown one of the household.")


def _write(client: Client, deed: Deed, by: Member, at: datetime, source: str, external_id: str | None) -> int:
    touch = Touch(
        office_id=client.office_id,
        client=client,
        member_id=deed.member_id or by.pk,
        person_id=deed.person_id,
        at=deed.happened_at.replace(microsecond=0),
        direction=deed.direction,
        channel=deed.channel,
        outcome=deed.outcome,
        asks=deed.asks,
        automated=deed.automated,
        holding=deed.holding,
        seconds=deed.seconds,
        words=deed.words[:500],
        ask_if_reached=deed.ask_if_reached,
        source=source,
        external_id=external_id,
        recorded_at=at,
        recorded_by=by,
    )
    touch.save(force_insert=True)
    if deed.asks != "none":
        Request.objects.create(
            office_id=client.office_id,
            client=client,
            touch=touch,
            owner_id=client.agent_id,
            asked_at=touch.at,
            asks=deed.asks,
            words=touch.words,
        )
    return touch.pk


def _void(touch: Touch, by: Member, at: datetime, words: str = "") -> Touch:
    return Touch.objects.create(
        office_id=by.office_id,
        source="void",
        external_id=str(touch.pk),
        client_id=touch.client_id,
        member=by,
        at=touch.at,
        direction=touch.direction,
        channel=touch.channel,
        outcome=touch.outcome,
        voids=touch,
        words=words[:500],
        recorded_at=at,
        recorded_by=by,
    )


def _take_back_beside(touch: Touch, by: Member, at: datetime) -> None:
    """The ask, the promise and the next call that one form recorded with a contact; what is settled stays."""
    ask_id = f"{touch.external_id}{ASK_BESIDE}"
    for ask in Touch.objects.filter(office_id=touch.office_id, source=BY_HAND, external_id=ask_id):
        last, is_void = _last_correction(ask)
        if not is_void:
            _void(last, by, at)
    form = {"client_id": touch.client_id, "recorded_by_id": touch.recorded_by_id}
    Promise.objects.filter(
        recorded_at=touch.recorded_at, kept_at__isnull=True, withdrawn_at__isnull=True, **form
    ).update(withdrawn_at=at, withdrawn_reason="taken back")
    planned = NextCall.objects.filter(
        made_at__in=(touch.recorded_at, touch.at),  # the second: the form waited for signal
        kept_at__isnull=True,
        moved_at__isnull=True,
        withdrawn_at__isnull=True,
        **form,
    )
    if planned.update(withdrawn_at=at):
        NextCall.objects.filter(client=touch.client_id, moved_at=touch.recorded_at).update(moved_at=None)


def _last_correction(touch: Touch) -> tuple[Touch, bool]:
    """The end of the corrections that void each other from this touch on, and whether the touch is void by them."""
    is_void = False
    while found := Touch.objects.filter(
        office_id=touch.office_id, source="void", external_id=str(touch.pk)
    ).first():
        touch, is_void = found, not is_void
    return touch, is_void


def _known(client: Client, source: str, external_id: str | None) -> int:
    rows = Touch.objects.filter(client=client, source=source, external_id=external_id)
    known = rows.values_list("pk", flat=True).first()
    if known is None:
        raise Refusal("This entry was already used for another client; reload the page and log it again.")
    return known
