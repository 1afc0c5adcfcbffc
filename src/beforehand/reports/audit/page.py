"""The audit as one HTML page that needs nothing else: no script, no picture, no address to fetch from."""

import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from django.template import Context, Engine
from django.utils.safestring import mark_safe

from beforehand.reports.audit import telling
from beforehand.reports.audit.auditing import Audit
from beforehand.reports.audit.figures import Ask, Client, median_wait
from beforehand.reports.audit.plots import STEP, strip, week_line
from beforehand.reports.audit.wording import (
    Dates,
    cadence_long,
    counted,
    days_long,
    often,
    percent,
    spelled,
    wait_long,
)

IN_DETAIL = 12
QUILT_ROWS = 40
_QUILT_DAYS = (28, 42, 84)
PROBLEMS = 200
_ANSWER_STEPS = (
    ("within an hour", timedelta(hours=1)),
    ("within 4 hours", timedelta(hours=4)),
    ("within a day", timedelta(days=1)),
    ("within 3 days", timedelta(days=3)),
    ("later", timedelta.max),
)
_FONT = re.compile(r'url\("\.\./fonts/([\w-]+\.woff2)"\)')


def page(audit: Audit) -> str:
    """The whole page as text; everything that came from outside is escaped."""
    dates = Dates(audit.scope.zone, audit.begins or audit.scope.until, audit.scope.until)
    told = _Telling(audit, dates)
    values: dict[str, Any] = {
        "style": mark_safe(_style()),  # noqa: S308 - our own files
        "headline": telling.headline(audit),
        "lead": telling.lead(audit),
        "period": f"{dates.whole(audit.begins)} to {dates.whole(audit.scope.until)}" if audit.begins else "",
        "cadence": cadence_long(audit.scope.every),
        "clients": counted(len(audit.clients), "client"),
        "figures": told.figures(),
        "quiet": told.quiet(),
        "longest": told.longest(),
        "asked": told.asked(),
        "asked_more": max(0, sum(bool(client.asked_first) for client in audit.clients) - IN_DETAIL),
        "answers": telling.answers(audit),
        "answer_steps": told.answer_steps(),
        "promises": telling.promises(audit),
        "promise_rows": told.promise_rows(),
        "quilt": told.quilt(),
        "weeks": told.weeks(),
        "foresight": telling.foresight(audit),
        "foreseen": told.foreseen(),
        "everybody": told.everybody(),
        "left_out": told.left_out(),
        "problems": audit.problems[:PROBLEMS],
        "more_problems": max(0, len(audit.problems) - PROBLEMS),
    }
    template = Engine(autoescape=True).from_string(_file("page.html"))
    return str(template.render(Context(values, use_l10n=False, use_tz=False)))


@dataclass(frozen=True, slots=True)
class _Telling:
    """The parts of the page as plain rows of words."""

    audit: Audit
    dates: Dates

    def figures(self) -> list[dict[str, str]]:
        audit, totals = self.audit, self.audit.totals
        if not audit.clients:
            return []
        asked = sum(bool(client.asked_first) for client in audit.clients)
        times = f", {often(totals.asked_first)} in all" if asked else ""
        answered = "–" if totals.answered is None else wait_long(totals.answered).replace("minute", "min")
        answered = answered.removesuffix("s") if answered.endswith("mins") else answered
        found = totals.promises.found
        return [
            _figure(
                "Clients who had to ask", f"{asked:,}", f"of {len(audit.clients):,}{times}", late=asked > 0
            ),
            _figure("Longest silence", days_long(totals.longest or timedelta(0)), self._longest_of()),
            _figure("Half of all answers came within", answered, "questions, asks and missed calls"),
            _figure(
                "Promises followed by a word", percent(totals.promises.followed, found), f"of {found:,} found"
            ),
            _figure(
                f"Days within {cadence_long(audit.scope.every)} of a word",
                percent(totals.days_within, totals.days),
                f"of {totals.days:,} days of care",
            ),
        ]

    def _longest_of(self) -> str:
        found = [client for client in self.audit.clients if client.longest]
        client = max(found, key=lambda each: each.longest.length if each.longest else timedelta(0))
        return client.name

    def quiet(self) -> dict[str, Any]:
        """Who has heard nothing for longer than the cadence as the archive ends, the longest silence first."""
        every = self.audit.scope.every
        late = [client for client in self.audit.clients if client.quiet and client.quiet.length > every]
        late.sort(key=lambda client: client.quiet.length if client.quiet else every, reverse=True)
        rows = [
            {
                "name": client.name,
                "since": self.dates.weekday(client.quiet.begins),
                "long": days_long(client.quiet.length),
            }
            for client in late
            if client.quiet
        ]
        return {
            "rows": rows[:IN_DETAIL],
            "more": max(0, len(rows) - IN_DETAIL),
            "count": len(rows),
            "gone": self._gone(),
        }

    def _gone(self) -> dict[str, Any]:
        """Those with whom contact ended a while before the archive does: over, or forgotten."""
        found = [client for client in self.audit.clients if client.quiet is None]
        found.sort(key=lambda client: client.last_contact, reverse=True)
        names = [f"{client.name} (last on {self.dates.at(client.last_contact)})" for client in found]
        return {
            "count": counted(len(found), "client"),
            "names": names[:IN_DETAIL],
            "more": max(0, len(found) - IN_DETAIL),
        }

    def longest(self) -> list[dict[str, Any]]:
        """The longest silences, a bar each; `part` and `limit` of a hundred, the limit being the cadence."""
        every = self.audit.scope.every
        found = [(client, client.longest) for client in self.audit.clients if client.longest]
        found = [(client, silence) for client, silence in found if silence.length > every]
        found.sort(key=lambda pair: pair[1].length, reverse=True)
        whole = found[0][1].length if found else every
        return [
            {
                "name": client.name,
                "from": self.dates.at(silence.begins),
                "to": self.dates.at(silence.ends),
                "long": days_long(silence.length),
                "is_open": silence.is_open,
                "is_now": silence is client.quiet,
                "part": f"{100 * (silence.length / whole):.4g}",
                "limit": f"{100 * (every / whole):.4g}",
            }
            for client, silence in found[:IN_DETAIL]
        ]

    def asked(self) -> list[dict[str, Any]]:
        found = [client for client in self.audit.clients if client.asked_first][:IN_DETAIL]
        return [
            {
                "name": client.name,
                "times": often(len(client.asked_first)),
                "asks": [self._ask(ask) for ask in client.asked_first[-3:]],
                "earlier": max(0, len(client.asked_first) - 3),
            }
            for client in found
        ]

    def _ask(self, ask: Ask) -> dict[str, str]:
        return {
            "at": self.dates.weekday(ask.at),
            "text": ask.text,
            "silent": telling.silence_of(ask),
            "due": self.dates.weekday(ask.due_at) if ask.due_at else "",
        }

    def answer_steps(self) -> list[dict[str, Any]]:
        waits = [wait for client in self.audit.clients for wait in client.answers]
        counts, below = [], timedelta(-1)
        for label, limit in _ANSWER_STEPS:
            counts.append((label, sum(below < wait <= limit for wait in waits)))
            below = limit
        most = max((count for _, count in counts), default=0) or 1
        return [
            {"label": label, "count": count, "part": f"{100 * count / most:.4g}"}
            for label, count in counts
            if waits
        ]

    def promise_rows(self) -> list[dict[str, str]]:
        """The clients to whom something was promised and not followed."""
        missed = [client for client in self.audit.clients if client.promises.followed < client.promises.found]
        missed.sort(key=lambda client: client.promises.followed - client.promises.found)
        return [
            {
                "name": client.name,
                "found": str(client.promises.found),
                "followed": str(client.promises.followed),
            }
            for client in missed[:IN_DETAIL]
        ]

    def quilt(self) -> dict[str, Any]:
        """The last four, six or twelve weeks, as many as the audit needs."""
        scope, begins = self.audit.scope, self.audit.begins or self.audit.scope.until
        needed = (self.dates.local(scope.until) - self.dates.local(begins)).days + 1
        days = next((each for each in _QUILT_DAYS if each >= needed), _QUILT_DAYS[-1])
        oldest = scope.until - timedelta(days=days)
        shown = [client for client in self.audit.clients if client.cares[-1].ends > oldest]
        first = oldest + timedelta(days=1)
        step = 14 if days == _QUILT_DAYS[-1] else 7
        return {
            "days": days,
            "weeks": spelled(days // 7),
            "rows": [self._quilt_row(client, days) for client in shown[:QUILT_ROWS]],
            "width": days * STEP - 1,
            "ticks": [self.dates.at(first + timedelta(days=each)) for each in range(0, days, step)],
            "from": self.dates.whole(first),
            "to": self.dates.whole(scope.until),
            "more": max(0, len(shown) - QUILT_ROWS),
        }

    def _quilt_row(self, client: Client, days: int) -> dict[str, Any]:
        paths = strip(client, self.audit.scope, days=days)
        spoke, wrote, asked = paths.times
        said = [
            counted(spoke, "day") + " on which you spoke" if spoke else "",
            counted(wrote, "day") + " on which you wrote" if wrote else "",
            f"asked first on {counted(asked, 'day')}" if asked else "",
            f"quiet too long on {counted(paths.days_late, 'day')}"
            if paths.days_late
            else "never quiet too long",
        ]
        return {"name": client.name, "paths": paths, "label": "; ".join(filter(None, said))}

    def weeks(self) -> dict[str, Any]:
        found = self.audit.weeks[-104:]
        line = week_line(found)
        rows = [
            {
                "monday": self.dates.day(week.monday),
                "share": percent(week.days_within, week.days),
                "asked": week.asked_first,
            }
            for week in found
        ]
        labels = [row["monday"] for row in rows]
        ends = [labels[0], labels[len(labels) // 2], labels[-1]] if len(labels) > 2 else labels
        return {"line": line, "rows": rows, "ends": ends, "is_cut": len(self.audit.weeks) > len(found)}

    def foreseen(self) -> list[dict[str, str]]:
        """The asks before which a word had been due, the longest lead first."""
        found = [
            (client.name, ask) for client in self.audit.clients for ask in client.asked_first if ask.due_at
        ]
        found.sort(key=lambda pair: _lead(pair[1]), reverse=True)
        return [
            {
                "name": name,
                "due": self.dates.weekday(ask.due_at) if ask.due_at else "",
                "asked": self.dates.weekday(ask.at),
                "ahead": days_long(_lead(ask)),
            }
            for name, ask in found[:IN_DETAIL]
        ]

    def everybody(self) -> list[dict[str, str]]:
        return [
            {
                "name": client.name,
                "spoke": self._or_dash(client.last_spoke),
                "contact": self.dates.at(client.last_contact),
                "longest": days_long(client.longest.length) if client.longest else "–",
                "asked": str(len(client.asked_first) or "–"),
                "answered": wait_long(half) if (half := median_wait(client.answers)) is not None else "–",
                "within": percent(client.days_within, client.days),
                "promises": f"{client.promises.followed} of {client.promises.found}"
                if client.promises.found
                else "–",
            }
            for client in self.audit.clients
        ]

    def _or_dash(self, at: datetime | None) -> str:
        return self.dates.at(at) if at else "–"

    def left_out(self) -> list[str]:
        audit = self.audit
        with_others = (
            "with people who do not count as clients" if audit.unmatched != 1 else "with somebody else"
        )
        said = [
            (audit.unmatched, f"{counted(audit.unmatched, 'contact')} {with_others}"),
            (
                audit.automated,
                counted(
                    audit.automated, "newsletter or automatic message", "newsletters and automatic messages"
                ),
            ),
            (
                audit.undecided,
                counted(audit.undecided, "meeting or call", "meetings and calls")
                + " of which nobody knows whether you spoke; counted as if not",
            ),
            (audit.misdated, f"{counted(audit.misdated, 'contact')} dated in the future"),
        ]
        return [words for count, words in said if count]


def _lead(ask: Ask) -> timedelta:
    return ask.at - ask.due_at if ask.due_at else timedelta(0)


def _figure(label: str, figure: str, note: str, *, late: bool = False) -> dict[str, str]:
    return {"label": label, "figure": figure, "note": note, "tone": "late" if late else ""}


def _file(name: str) -> str:
    return files("beforehand.reports.audit").joinpath(name).read_text("utf-8")


@cache
def _style() -> str:
    """The product's own tokens and type, then the page's; the fonts inside."""
    static = files("beforehand").joinpath("web", "static")

    def inside(found: re.Match[str]) -> str:
        font = static.joinpath("fonts", found[1]).read_bytes()
        return f"url(data:font/woff2;base64,{b64encode(font).decode()})"

    return _FONT.sub(inside, static.joinpath("css", "tokens.css").read_text("utf-8")) + _file("page.css")
