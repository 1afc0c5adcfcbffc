"""Public holidays by country and state."""

from datetime import date

from beforehand.rules.holidays import public_holidays

THANKSGIVING = date(2026, 11, 26)
SAN_JACINTO = date(2026, 4, 21)  # in Texas alone


def test_a_state_adds_its_own_holidays_to_the_countrys():
    texas, usa = public_holidays("US", "TX", 2026, 2026), public_holidays("US", "", 2026, 2026)
    assert THANKSGIVING in texas
    assert THANKSGIVING in usa
    assert SAN_JACINTO in texas
    assert SAN_JACINTO not in usa


def test_a_state_the_library_does_not_know_has_the_countrys_holidays():
    assert public_holidays("US", "Texas!", 2026, 2026) == public_holidays("US", "", 2026, 2026)


def test_a_country_the_library_does_not_know_has_none():
    assert public_holidays("XX", "", 2026, 2026) == frozenset()


def test_both_years_are_included_and_no_other():
    years = {day.year for day in public_holidays("DE", "BY", 2025, 2027)}
    assert years == {2025, 2026, 2027}
