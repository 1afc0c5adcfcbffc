"""The audit as JSON: a contract."""

from datetime import datetime, timedelta

from beforehand.reports.audit.auditing import Audit
from beforehand.reports.audit.figures import Client, Promises, median_wait

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


def document(audit: Audit) -> dict[str, object]:
    """The audit in values that JSON knows: instants in UTC as text, silences in complete days, answers in hours.

    What is not known is None: nobody spoke, nothing was asked, nothing had been heard from us before.
    """
    totals = audit.totals
    return {
        "period": {
            "from": _instant(audit.begins),
            "to": _instant(audit.scope.until if audit.clients else None),
        },
        "clients": [_client(client) for client in audit.clients],
        "totals": {
            "last_spoke": _instant(totals.last_spoke),
            "longest_silence_days": complete_days(totals.longest),
            "asked_first": totals.asked_first,
            "answered_hours_median": _hours(totals.answered),
            "share_of_days_within": _share(totals.days_within, totals.days),
            "promises": _promises(totals.promises),
        },
        "unmatched": audit.unmatched,
        "problems": [
            {"file": each.file, "place": each.place, "problem": each.problem} for each in audit.problems
        ],
    }


def complete_days(length: timedelta | None) -> int | None:
    """The whole days of a silence, None of none."""
    return None if length is None else length // _DAY


def _client(client: Client) -> dict[str, object]:
    return {
        "name": client.name,
        "last_spoke": _instant(client.last_spoke),
        "longest_silence_days": complete_days(client.longest.length if client.longest else None),
        "asked_first": [
            {"at": _instant(ask.at), "silent_days": complete_days(ask.silent), "text": ask.text}
            for ask in client.asked_first
        ],
        "answered_hours_median": _hours(median_wait(client.answers)),
        "share_of_days_within": _share(client.days_within, client.days),
        "promises": _promises(client.promises),
    }


def _promises(promises: Promises) -> dict[str, int]:
    return {"found": promises.found, "followed": promises.followed}


def _instant(at: datetime | None) -> str | None:
    return None if at is None else f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _hours(wait: timedelta | None) -> float | None:
    return None if wait is None else round(wait / _HOUR, 2)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
