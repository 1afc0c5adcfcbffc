"""A working week as people write and store it, `{"mon": [["09:00", "18:00"]], …}`, as a calendar's minutes."""

from collections.abc import Mapping, Sequence

from beforehand.rules.facts import Week

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WrittenWeek = Mapping[str, Sequence[Sequence[str]]]

AGENT_WEEK: dict[str, list[list[str]]] = {
    **{day: [["09:00", "18:00"]] for day in DAYS[:5]},
    "sat": [["10:00", "16:00"]],
}
CALLING_WEEK: dict[str, list[list[str]]] = {day: [["08:00", "21:00"]] for day in DAYS}


def week(written: WrittenWeek) -> Week:
    """Seven days, Monday first, each its ranges in minutes; ValueError names the day that cannot be."""
    return tuple(tuple(_range(day, pair) for pair in written.get(day, ())) for day in DAYS)


def _range(day: str, pair: Sequence[str]) -> tuple[int, int]:
    start, end = (_minutes(day, text) for text in pair)
    if not start < end:
        raise ValueError(f"{day}: {pair[0]} to {pair[1]} ends before it starts")
    return start, end


def _minutes(day: str, text: str) -> int:
    hour, colon, minute = text.partition(":")
    if not (colon and hour.isdigit() and minute.isdigit() and len(hour) == len(minute) == 2):
        raise ValueError(f"{day}: “{text}” is no time of day; write one like 09:30")
    total = int(hour) * 60 + int(minute)
    if int(minute) > 59 or total > 24 * 60:
        raise ValueError(f"{day}: “{text}” is no time of day; write one like 09:30")
    return total
