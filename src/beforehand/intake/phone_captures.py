"""What a member's own phone tells through their personal address."""

from collections.abc import Mapping
from datetime import datetime

from beforehand.actions import capture_addresses
from beforehand.channels.phone_capture.reading import Phone, read
from beforehand.intake.captures import take
from beforehand.intake.phone_logs import thresholds
from beforehand.records.models import CaptureAddress
from beforehand.rules.captures import Captured

KIND = CaptureAddress.Kind.PHONE


def take_told(fields: Mapping[str, object], *, address: CaptureAddress, at: datetime) -> Captured:
    """Records the contact that the fields tell of, once; raises the channel's FieldFault before anything is kept."""
    member = address.member
    phone = Phone(str(member.pk), member.zone, member.office.country, thresholds(member.office))
    captured = read(fields, phone=phone, at=at)
    take(captured, member=member, at=at)
    capture_addresses.used(capture_address_id=address.pk, at=at)
    return captured
