"""What an office corrected of the labels that were heard, and where the ear that learned it is kept."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Max

from beforehand.listening.hearing import shipped
from beforehand.listening.model import Model
from beforehand.listening.stripping import strip
from beforehand.records.models import Capture, Lesson, Touch
from beforehand.rules.asks import BY_PEOPLE

RELABELLED = "relabel"


def lessons(office_id: int) -> list[tuple[str, str]]:
    """The words and the right label of each correction, in the order they were taught."""
    rows = Lesson.objects.filter(office_id=office_id).order_by("taught_at", "pk")
    return list(rows.values_list("words", "label"))


def said(touch: Touch) -> str:
    """What the client wrote, as far as it is kept; nothing of a contact that a person told in words of their own."""
    while touch.source == RELABELLED:
        touch = Touch.objects.get(pk=int(str(touch.external_id)))
    if touch.source in BY_PEOPLE:
        return ""
    key = str(touch.external_id).partition("#")[0]
    kept = Capture.objects.filter(office_id=touch.office_id, source=touch.source, external_id=key)
    if body := kept.values_list("body", flat=True).first():
        return strip(body).strip()
    # Of a mail that was heard to ask nothing, the subject alone is kept.
    is_subject = touch.channel == "email" and touch.asks == "none"
    return "" if is_subject else touch.words


def taught() -> Iterable[tuple[int, datetime]]:
    """Each office that has corrected something, and when it last did."""
    rows = Lesson.objects.order_by("office_id").values("office_id").annotate(last=Max("taught_at"))
    return rows.values_list("office_id", "last")


def ear_file(office_id: int) -> Path:
    """Where the model of this office is, if it has one."""
    return settings.DATA / "listening" / f"office-{office_id}.json.gz"


def is_of_this_version(model: Model) -> bool:
    """Whether the model was learned on top of the one that ships now; learning leaves these parts as they were."""
    base = shipped()
    return (model.bias, model.calibration, model.thresholds) == (base.bias, base.calibration, base.thresholds)
