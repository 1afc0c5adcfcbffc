"""Phone logs as the tests write them, and how they read them back."""

from pathlib import Path

from beforehand.channels.phone_log.reading import read
from beforehand.channels.phone_log.records import PhoneRecord, Problem

SAMPLES = Path(__file__).parents[3].parent / "shared" / "data"
CHICAGO = "America/Chicago"
# 2026-06-11 16:00:00.250 UTC
AT_MS = 1781193600250


def backup(folder: Path, inside: str, root: str = "smses") -> Path:
    path = folder / f"{root}.xml"
    path.write_text(f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<{root}>{inside}</{root}>")
    return path


def element(name: str, inside: str = "", /, **attributes: object) -> str:
    written = " ".join(f'{attribute}="{value}"' for attribute, value in attributes.items())
    return f"<{name} {written}>{inside}</{name}>"


def call(**changes: object) -> str:
    return element(
        "call",
        **{"number": "+15125550142", "duration": 95, "date": AT_MS, "type": 1, "presentation": 1} | changes,
    )


def sms(**changes: object) -> str:
    return element(
        "sms", **{"address": "+15125550142", "date": AT_MS, "type": 1, "body": "Any news?"} | changes
    )


def everything(path: Path, zone: str = CHICAGO) -> list[PhoneRecord | Problem]:
    return list(read(path, zone=zone).records)


def records(path: Path, zone: str = CHICAGO) -> list[PhoneRecord]:
    found = everything(path, zone)
    assert [item for item in found if isinstance(item, Problem)] == []
    return [item for item in found if isinstance(item, PhoneRecord)]


def calls(folder: Path, *written: str) -> list[PhoneRecord]:
    return records(backup(folder, "".join(written), "calls"))


def messages(folder: Path, *written: str) -> list[PhoneRecord]:
    return records(backup(folder, "".join(written)))
