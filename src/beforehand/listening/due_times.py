"""When something was promised for."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


def due(text: str, *, at: datetime, zone: str) -> datetime | None:
    """When the promise in the text falls due, in UTC, or None if it does not say."""
    if not re.search(r"\btomorrow\b", text, re.IGNORECASE):
        return None
    local = at.astimezone(ZoneInfo(zone)) + timedelta(days=1)
    return local.replace(hour=17, minute=0, second=0, microsecond=0).astimezone(UTC)
