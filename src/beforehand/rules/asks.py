"""What a message that was understood asks of us, in the words of the clock rules."""

LABELS = ("ask_update", "complaint", "commitment", "request_other", "other")
# Sources of contacts that a person told; all others a channel heard.
BY_PEOPLE = frozenset({"tap", "page", "cli", "calendar", "reached", "relabel"})
_ASKS = {"ask_update": "update", "complaint": "complaint", "request_other": "question"}


def asks_of(label: str) -> str:
    """`update`, `question`, `complaint` or `none`."""
    return _ASKS.get(label, "none")


def label_of(asks: str) -> str:
    """The label that asks so; `other` for `none`."""
    return next((label for label, asked in _ASKS.items() if asked == asks), "other")
