"""What the audit says in sentences: the finding first, then each part's own."""

from datetime import timedelta

from beforehand.reports.audit.auditing import Audit
from beforehand.reports.audit.documents import complete_days
from beforehand.reports.audit.figures import Ask, median_wait
from beforehand.reports.audit.wording import cadence_long, counted, days_long, spelled, wait_long


def headline(audit: Audit) -> str:
    """The finding: how many clients had to ask, and the longest silence."""
    if not audit.clients:
        return "Nobody here looks like a client yet."
    asked = sum(bool(client.asked_first) for client in audit.clients)
    every = len(audit.clients)
    longest = audit.totals.longest or timedelta(0)
    silence = f"The longest silence was {days_long(longest)}."
    if not asked:
        return (
            f"None of {every:,} clients had to ask. {silence}"
            if every > 1
            else f"Nobody had to ask. {silence}"
        )
    if every == 1:
        return f"Your one client had to ask. {silence}"
    return f"{spelled(asked).capitalize()} of {every:,} clients had to ask. {silence}"


def lead(audit: Audit) -> str:
    """What the finding means, kindly."""
    within = audit.totals.days_within == audit.totals.days
    every = cadence_long(audit.scope.every)
    if not audit.clients:
        return (
            "A client is somebody with whom there was an exchange, something from each side, on two days or more. "
            "Give your own list with --clients, and check that --me names all your addresses and numbers."
        )
    if not audit.totals.asked_first and not within:
        return (
            "That is what all this is for. The silences below are where the first one might have to, and where "
            "a few lines are enough."
        )
    if within:
        return f"Every client heard from you within {every}, every day. That is rare: keep it so."
    return (
        "This is no verdict on anybody’s care. It is what a busy inbox hides: days pass, and the client "
        "who hears nothing cannot know how much is being done."
    )


def answers(audit: Audit) -> str:
    """How fast questions were answered, and how many were not."""
    waits = [wait for client in audit.clients for wait in client.answers]
    open_asks = sum(client.unanswered for client in audit.clients)
    half = median_wait(waits)
    if half is None:
        said = "Nobody’s question was found." if not open_asks else "No question was answered yet."
    else:
        said = f"Half of {counted(len(waits), 'question')} had an answer within {wait_long(half)}."
        said = f"The one question had its answer after {wait_long(half)}." if len(waits) == 1 else said
    if open_asks:
        said += f" {counted(open_asks, 'question still waits', 'questions still wait')} for one."
    return said


def promises(audit: Audit) -> str:
    """How many promises were found, and after how many something came."""
    totals = audit.totals.promises
    still = f" {counted(totals.open, 'more is', 'more are')} still open." if totals.open else ""
    if not totals.found:
        return "No promise was found whose time has come." + still
    if totals.found == totals.followed == 1:
        return "One promise found, and a word of yours followed it in time." + still
    if totals.followed == totals.found:
        return (
            f"{counted(totals.found, 'promise')} found, and a word of yours followed every one in time."
            + still
        )
    followed = (
        f"A word of yours followed {totals.followed:,} of them in time."
        if totals.followed
        else "Nothing followed in time."
    )
    return f"{counted(totals.found, 'promise')} found. {followed}{still}"


def foresight(audit: Audit) -> str:
    """How many of the asks a weekly list would have come before, and what it would have cost."""
    asks = [ask for client in audit.clients for ask in client.asked_first]
    words = sum(late.words for client in audit.clients for late in client.overdue)
    ahead = [ask.at - ask.due_at for ask in asks if ask.due_at]
    said = ""
    if asks:
        half = median_wait(ahead)
        said = f"{_part(len(ahead), len(asks))} somebody asked, a word had been due before"
        if not ahead:
            said = f"No word had been due before {_any_of(len(asks))} somebody asked"
        said += f", typically {days_long(half)} earlier. " if half else ". "
    if not words:
        return said + "No word was missing."
    more = counted(words, "more call or message", "more calls and messages")
    a_week = _a_week(words / max(1, len(audit.weeks)))
    return (
        f"{said}To keep everybody within {cadence_long(audit.scope.every)} would have taken {more}: {a_week}."
    )


def silence_of(ask: Ask) -> str:
    """How long it had been quiet when they asked."""
    if ask.silent is None:
        return "nothing heard before"
    days = complete_days(ask.silent) or 0
    return f"{counted(days, 'day')} quiet"


def _a_week(share: float) -> str:
    if share < 0.75:
        return f"about one every {spelled(max(2, round(1 / share)))} weeks"
    return f"about {spelled(round(share))} a week"


def _part(part: int, whole: int) -> str:
    if whole == 1:
        return "The one time"
    if part == whole:
        return f"Each of the {spelled(whole)} times"
    return f"{spelled(part).capitalize()} of the {spelled(whole)} times"


def _any_of(whole: int) -> str:
    return "the one time" if whole == 1 else f"any of the {spelled(whole)} times"
