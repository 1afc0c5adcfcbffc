"""Which client somebody means by a number or a name."""

from django.db.models import QuerySet

from beforehand.records.models import Client
from beforehand.rules.names import folded


def named(clients: QuerySet[Client], text: str) -> list[Client]:
    """The clients of that number, else of exactly that name, else those whose household has all its words.

    Case and accents do not count.
    """
    text = text.strip()
    if text.isascii() and text.isdigit():
        return list(clients.filter(pk=int(text))) if len(text) < 19 else []
    words = folded(text).split()
    if not words:
        return []
    rows = clients
    for word in words:
        rows = rows.filter(search__contains=word)
    found = list(rows.order_by("name", "pk").prefetch_related("people"))
    same = [client for client in found if folded(client.name) == " ".join(words)]
    return same or [client for client in found if set(words) <= _words(client)]


def _words(client: Client) -> set[str]:
    return {word for name in (client.name, *map(str, client.people.all())) for word in folded(name).split()}
