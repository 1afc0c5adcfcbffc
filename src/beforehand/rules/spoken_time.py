"""Times as people say them, in the listener's zone: today, 5 pm; tomorrow, 9:30 am; Thu, 3 pm; Mon 30 Nov, 3 pm."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


def hour(at: datetime, zone: str) -> str:
    """The time of day, such as 5 pm or 11:15 am."""
    local = at.astimezone(ZoneInfo(zone))
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes} {'am' if local.hour < 12 else 'pm'}"


def day(at: datetime, now: datetime, zone: str) -> str:
    """The day as seen from `now`: today, tomorrow, yesterday, a weekday within the next six days, else its date."""
    local, today = (instant.astimezone(ZoneInfo(zone)).date() for instant in (at, now))
    days = (local - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    if 1 < days < 7:
        return local.strftime("%A")
    year = f" {local.year}" if local.year != today.year else ""
    return f"{local.strftime('%a')} {local.day} {local.strftime('%b')}{year}"


def moment(at: datetime, now: datetime, zone: str) -> str:
    """Day and time of day, such as today, 5 pm."""
    return f"{day(at, now, zone)}, {hour(at, zone)}"


def ago(at: datetime, now: datetime) -> str:
    """How long ago, in one unit: just now, 40 min ago, 3 h ago, 6 days ago."""
    gone = now - at
    if gone < timedelta(minutes=1):
        return "just now"
    if gone < timedelta(hours=1):
        return f"{gone // timedelta(minutes=1)} min ago"
    if gone < timedelta(days=1):
        return f"{gone // timedelta(hours=1)} h ago"
    return f"{span_days(gone)} ago"


def span_days(span: timedelta) -> str:
    """A span in whole days, and 'less than a day' where it has none."""
    days = span // timedelta(days=1)
    if days < 1:
        return "less than a day"
    return "1 day" if days == 1 else f"{days} days"
