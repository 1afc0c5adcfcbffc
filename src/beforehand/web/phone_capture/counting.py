"""How often somebody may come in a minute."""

from django.core.cache import cache


def is_too_often(who: str, *, most: int, at_minute: int) -> bool:
    """Counts one more in this minute; whether it is more than may be."""
    key = f"often:{who}:{at_minute}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) > most
    except ValueError:  # it went in between: the cache is full
        return False


def was_too_often(who: str, *, most: int, at_minute: int) -> bool:
    """Whether it was as often as may be already, without counting."""
    seen: int = cache.get(f"often:{who}:{at_minute}", 0)
    return seen >= most
