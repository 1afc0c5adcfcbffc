"""What templates say: times, spans and words of the trade, in plain English and the reader's zone."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone

from beforehand.playbooks.packs import pack
from beforehand.records.models import Member
from beforehand.rules import spoken_time
from beforehand.web.seats import this_moment

register = template.Library()


@register.filter
def moment(at: datetime) -> str:
    """Today, 5 pm."""
    return spoken_time.moment(at, this_moment(), timezone.get_current_timezone_name())


@register.filter
def day(at: datetime) -> str:
    """Today, tomorrow, Thursday, Mon 30 Nov."""
    return spoken_time.day(at, this_moment(), timezone.get_current_timezone_name())


@register.filter
def hour(at: datetime, zone: str = "") -> str:
    """5 pm, in the reader's zone or in the one given."""
    return spoken_time.hour(at, zone or timezone.get_current_timezone_name())


@register.filter
def ago(at: datetime) -> str:
    """40 min ago."""
    return spoken_time.ago(at, this_moment())


@register.filter
def days(span: timedelta | None) -> str:
    """7 days."""
    return "" if span is None else spoken_time.span_days(span)


@register.filter
def look_up(words: Mapping[str, Any], key: str) -> Any:
    """The word of a key, or the key itself where the pack has none."""
    return words.get(key, key.replace("_", " "))


@register.filter
def phone(value: str) -> str:
    """+15125550142 as (512) 555-0142; numbers of other countries as they are."""
    if value.startswith("+1") and len(value) == len("+15125550142") and value[1:].isdigit():
        return f"({value[2:5]}) {value[5:8]}-{value[8:]}"
    return value


@register.filter
def look_up_stage(stage: str, member: Member) -> str:
    """The title of a stage in the pack of the member's office."""
    found = pack(member.office.pack).stage(stage)
    return found.title if found else stage.replace("_", " ")


@register.filter
def first_word(name: str) -> str:
    """The first name of somebody."""
    return name.partition(" ")[0]
