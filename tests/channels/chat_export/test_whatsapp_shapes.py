"""Every way in which WhatsApp is known to write the beginning of a message is read back exactly."""

from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from beforehand.channels.chat_export.reading import read
from beforehand.rules.captures import Captured, Problem

ZONE = ZoneInfo("America/New_York")
BEGAN = datetime(2026, 6, 10, 0, 5, 11, tzinfo=ZONE)
SPOKEN = [BEGAN + timedelta(hours=7 * n, minutes=3 * n) for n in range(12)]
SHAPES = list(product(("ymd", "ydm", "dmy", "mdy"), "-/.", (True, False), (True, False), (True, False)))


def line(at: datetime, order: str, separator: str, *, of_24: bool, seconds: bool, dash: bool) -> str:
    parts = {"y": f"{at:%Y}", "m": f"{at:%m}", "d": f"{at:%d}"}
    day = separator.join(parts[part] for part in order)
    time = at.strftime(
        ("%H:%M" if of_24 else "%I:%M") + (":%S" if seconds else "") + ("" if of_24 else " %p")
    )
    return f"{day}, {time} - " if dash else f"[{day}, {time}] "


def test_there_are_96_of_them() -> None:
    assert len(SHAPES) == 96


@pytest.mark.parametrize(("order", "separator", "of_24", "seconds", "dash"), SHAPES)
def test_a_shape_is_read_back_exactly(
    order: str, separator: str, of_24: bool, seconds: bool, dash: bool
) -> None:
    text = "".join(
        line(at, order, separator, of_24=of_24, seconds=seconds, dash=dash)
        + ("Maria Stone" if n % 2 else "Kim")
        + f": message {n}\nand more of it\n"
        for n, at in enumerate(SPOKEN)
    )
    found = list(read(text.encode(), "chat.txt", ours=["Kim"], zone=ZONE.key))
    assert [(each.at, each.direction, each.text) for each in found if isinstance(each, Captured)] == [
        (
            at.replace(second=at.second if seconds else 0).astimezone(UTC),
            "in" if n % 2 else "out",
            f"message {n}\nand more of it",
        )
        for n, at in enumerate(SPOKEN)
    ]
    assert not any(isinstance(each, Problem) for each in found)
