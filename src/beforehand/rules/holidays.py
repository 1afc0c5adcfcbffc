"""Public holidays, by country and state, from the `holidays` library, which is imported when first asked."""

from datetime import date
from functools import lru_cache


@lru_cache(maxsize=256)
def public_holidays(country: str, state: str, first_year: int, last_year: int) -> frozenset[date]:
    """The public holidays of those years, both included; none where the library knows no such country.

    A state that it does not know counts as none, so the country's own holidays hold.
    """
    import holidays  # a third of a second, so only when an office first needs it

    years = range(first_year, last_year + 1)
    for subdivision in (state, None):
        try:
            return frozenset(holidays.country_holidays(country, subdiv=subdivision or None, years=years))
        except NotImplementedError:  # asking which it knows would load every country of the world
            continue
    return frozenset()
