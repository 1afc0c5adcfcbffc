"""The audit's plots as SVG paths: a client's days as a strip of patches, the weeks as a line. No words in them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from beforehand.reports.audit.figures import Client, Scope
from beforehand.reports.audit.silences import late_days
from beforehand.reports.audit.weeks import Week
from beforehand.rules.facts import heard_from_us, spoke

STEP = 10  # a day's width; its patch leaves one unit free


@dataclass(frozen=True, slots=True)
class Strip:
    """Paths of one client's days: grounds by tone, then marks; the counts say the same."""

    kept: str
    soon: str
    late: str
    plain: str
    spoke: str
    wrote: str
    asked: str
    days_late: int
    times: tuple[int, int, int]  # days on which we spoke, wrote, were asked first


def strip(client: Client, scope: Scope, *, days: int) -> Strip:
    """The last `days` local days of the audit, oldest first, each judged at its end."""
    zone = ZoneInfo(scope.zone)
    first = scope.until.astimezone(zone).toordinal() - days + 1
    tones = dict(_tones(client, scope, zone, first))
    marks = _marks(client, zone, first)
    by_tone = {tone: [day for day in range(days) if tones.get(day, "plain") == tone] for tone in _TONES}
    by_mark = {mark: sorted(day for day, its in marks.items() if its == mark) for mark in _MARKS}
    return Strip(
        **{tone: "".join(f"M{day * STEP} 0h9v9h-9z" for day in its) for tone, its in by_tone.items()},
        spoke=_circles(by_mark["spoke"]),
        wrote=_circles(by_mark["wrote"]),
        asked="".join(f"M{day * STEP + 4.5} .7l3.8 3.8-3.8 3.8-3.8-3.8z" for day in by_mark["asked"]),
        days_late=len(by_tone["late"]),
        times=(len(by_mark["spoke"]), len(by_mark["wrote"]), len(by_mark["asked"])),
    )


_TONES = ("kept", "soon", "late", "plain")
_MARKS = ("wrote", "spoke", "asked")  # from what weighs least


def _tones(client: Client, scope: Scope, zone: ZoneInfo, first: int) -> Iterator[tuple[int, str]]:
    for silence in client.silences:
        begins = silence.begins.astimezone(zone).toordinal()
        ends = silence.ends.astimezone(zone).toordinal()
        late = late_days(silence, scope.every, zone)
        for day in range(max(begins, first), ends + 1):
            tone = "late" if late.first <= day <= late.last else "soon" if day == late.first - 1 else "kept"
            yield day - first, tone


def _marks(client: Client, zone: ZoneInfo, first: int) -> dict[int, str]:
    marks: dict[int, str] = {}
    asked = {ask.at for ask in client.asked_first}
    for touch in client.touches:
        day = touch.at.astimezone(zone).toordinal() - first
        mark = "spoke" if spoke(touch) else "wrote" if heard_from_us(touch) else ""
        if touch.direction == "in" and touch.at in asked:
            mark = "asked"
        if day >= 0 and mark and (day not in marks or _MARKS.index(mark) > _MARKS.index(marks[day])):
            marks[day] = mark
    return marks


def _circles(days: Iterable[int]) -> str:
    return "".join(f"M{day * STEP + 2} 4.5a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0" for day in days)


@dataclass(frozen=True, slots=True)
class Line:
    """The share of days within as a line over `width` weeks, 100 high with 100 % on top; asks are bars from below.

    `most` is the number of asks of the worst week, which fills the height of the bars.
    """

    width: int
    line: str
    area: str
    asks: str
    most: int


def week_line(weeks: Sequence[Week]) -> Line:
    """One unit a week; a week without any client in care breaks the line."""
    most = max((week.asked_first for week in weeks), default=0)
    line, area = [], []
    for stretch in _stretches(weeks):
        points = [f"{place + 0.5:g} {100 - 100 * share:.4g}" for place, share in stretch]
        line.append("M" + "L".join(points) + ("h.01" if len(points) == 1 else ""))
        area.append(f"M{stretch[0][0] + 0.5:g} 100L{'L'.join(points)}V100z")
    bars = [
        f"M{place + 0.2:g} 100h.6v-{100 * week.asked_first / most:.4g}h-.6z"
        for place, week in enumerate(weeks)
        if week.asked_first
    ]
    return Line(len(weeks), "".join(line), "".join(area), "".join(bars), most)


def _stretches(weeks: Sequence[Week]) -> list[list[tuple[int, float]]]:
    found: list[list[tuple[int, float]]] = [[]]
    for place, week in enumerate(weeks):
        if week.share is None:
            found.append([])
        else:
            found[-1].append((place, week.share))
    return [stretch for stretch in found if stretch]
