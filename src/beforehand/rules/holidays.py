"""Public holidays, by country and state, from the `holidays` library, which is imported when first asked."""

from datetime import date
from functools import lru_cache


@lru_cache(maxsize=256)
def public_holidays(country: str, state: str, first_year: int, last_year: int) -> frozenset[date]:
    """The public holidays of those years, both included; none where the library knows no such country.

    A state that it does not know counts as none, so the country's own holidays hold.
    """
    import holidays  # a third of a second, so only when an office first needs it

    supported = holidays.list_supported_countries()
    if country not in supported:
        return frozenset()
    subdivision = state if state in supported[country] else None
    years = range(first_year, last_year + 1)
    return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=years))
