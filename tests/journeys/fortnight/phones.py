"""The telephones of the story: what they keep and how they export it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import quoteattr

_OVERLAP = timedelta(days=3)  # an export reaches so far back, over those of the evenings before
_IN, _OUT, _MISSED = 1, 2, 3


@dataclass
class Phone:
    """A phone whose log is exported as Android backups are, in a file for calls and one for texts."""

    calls: list[tuple[datetime, str]] = field(default_factory=list)
    texts: list[tuple[datetime, str]] = field(default_factory=list)

    def call(self, at: datetime, number: str, name: str, *, seconds: int, inbound: bool) -> None:
        kind = _IN if inbound and seconds else _MISSED if inbound else _OUT
        self.calls.append(
            (
                at,
                f'<call number="{number}" duration="{seconds}" date="{at.timestamp():.0f}000" type="{kind}" '
                f"contact_name={quoteattr(name)} />",
            )
        )

    def text(self, at: datetime, number: str, name: str, words: str, *, inbound: bool) -> None:
        kind = _IN if inbound else _OUT
        self.texts.append(
            (
                at,
                f'<sms protocol="0" address="{number}" date="{at.timestamp():.0f}000" type="{kind}" '
                f'body={quoteattr(words)} read="1" status="-1" contact_name={quoteattr(name)} />',
            )
        )

    def export(self, folder: Path, at: datetime) -> list[Path]:
        """The calls and texts of the last three days."""
        folder.mkdir(parents=True)
        written = []
        for name, outer, lines in (("calls", "calls", self.calls), ("sms", "smses", self.texts)):
            recent = [line for when, line in lines if at - _OVERLAP < when <= at]
            path = folder / f"{name}.xml"
            body = "\n".join(recent)
            path.write_text(
                f'<?xml version="1.0"?>\n<{outer} count="{len(recent)}">\n{body}\n</{outer}>\n', "utf-8"
            )
            written.append(path)
        return written
