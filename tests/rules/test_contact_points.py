from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beforehand.rules import area_codes, state_zones
from beforehand.rules.contact_points import (
    address_zone,
    country_code,
    normal_email,
    normal_phone,
    phone_zone,
    state_zone,
)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("(512) 555-0142", "+15125550142"),
        ("512.555.0199", "+15125550199"),
        ("1-415-555-0110", "+14155550110"),
        ("+1 512-555-0143", "+15125550143"),
        ("c: 512 555 0142", "+15125550142"),
        ("(512) 555-0142 cell", "+15125550142"),
        ("\u202a+1 (303) 555\u20110177\u202c", "+13035550177"),
        ("512-555-0142 ext. 7", "+15125550142;ext=7"),
        ("tel:+1-418-656-9254;ext=102", "+14186569254;ext=102"),
        ("1-800-FLOWERS", "+18003569377"),
        ("+44 (0)20 7946 0018", "+442079460018"),
        ("0044 20 7946 0018", "+442079460018"),
    ],
)
def test_a_phone_number_is_read_as_people_write_it(written: str, normal: str) -> None:
    assert normal_phone(written, "US") == normal


@pytest.mark.parametrize(
    "written",
    ["", "911", "67890", "555-0142", "BusinessPhone", "anonymous", "5.12555E+09", "512555014", "9" * 300],
)
def test_what_cannot_be_dialled_from_elsewhere_is_no_number(written: str) -> None:
    assert normal_phone(written, "US") is None


def test_a_number_without_country_needs_the_country_it_is_dialled_from() -> None:
    assert normal_phone("030 901820", "DE") == "+4930901820"
    assert normal_phone("030 901820", "") is None
    assert normal_phone("+49 30 901820", "") == "+4930901820"


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("JOHN@Example.com", "john@example.com"),
        ('"Smith, Pat" <pat@example.org>', "pat@example.org"),
        ("mailto:a@b.co?subject=Hello", "a@b.co"),
        (" <a.b+c@d.example.co.uk>; ", "a.b+c@d.example.co.uk"),
        ("müller@exämple.de", "müller@exämple.de"),
    ],
)
def test_an_email_address_loses_all_but_itself(written: str, normal: str) -> None:
    assert normal_email(written) == normal


@pytest.mark.parametrize(
    "written", ["", "foo", "a@b", "@b.co", "a b@c.de", "a@-b.co", "a@b.co and c@d.co", "a\0b@c.de"]
)
def test_what_has_no_address_in_it_is_none(written: str) -> None:
    assert normal_email(written) is None


@given(st.from_regex(r"(\+?1[ .-]?)?\(?[2-9][0-9]{2}\)?[ .-]?[0-9]{3}[ .-]?[0-9]{4}", fullmatch=True))
def test_an_american_number_is_read_at_once_as_it_is_by_the_library(text: str) -> None:
    assert normal_phone(text, "US") == normal_phone(text, "us")


@given(st.text(max_size=40), st.sampled_from(["US", "DE", "GB", "", "XX"]))
def test_a_normal_form_stays_what_it_is(text: str, country: str) -> None:
    phone, email = normal_phone(text, country), normal_email(text)
    assert phone is None or normal_phone(phone, country) == phone
    assert email is None or normal_email(email) == email


@pytest.mark.parametrize(
    ("e164", "zone"),
    [
        ("+15125550142", "America/Chicago"),
        ("+13035550177", "America/Denver"),
        ("+12085550101", "America/Boise"),
        ("+12425550101", "America/Nassau"),
        ("+442079460018", "Europe/London"),
        ("+4930901820", "Europe/Berlin"),
        ("+18005550142", None),
        ("+18675550142", None),
        ("+61262000000", None),
        ("nonsense", None),
    ],
)
def test_a_number_hints_at_a_zone_only_where_it_can(e164: str, zone: str | None) -> None:
    assert phone_zone(e164) == zone


@pytest.mark.parametrize(
    ("country", "state", "postal_code", "zone"),
    [
        ("US", "TX", "78701", "America/Chicago"),
        ("USA", "Texas", "79901", "America/Denver"),
        ("United States of America", "wa", "", "America/Los_Angeles"),
        ("US", "TN", "", None),
        ("US", "TN", "37402-1234", "America/New_York"),
        ("US", "TN", "37301", None),
        ("US", "IN", "46402", "America/Chicago"),
        ("US", "Atlantis", "", None),
        ("Canada", "Québec", "", "America/Toronto"),
        ("CA", "ON", "p9n 1a1", "America/Winnipeg"),
        ("Germany", "", "", "Europe/Berlin"),
        ("Spain", "Canarias", "", None),
        ("", "TX", "", None),
    ],
)
def test_a_state_tells_its_zone_where_that_is_plain(
    country: str, state: str, postal_code: str, zone: str | None
) -> None:
    assert state_zone(country, state, postal_code) == zone


def test_a_country_is_known_by_its_letters_and_its_names() -> None:
    assert [country_code(text) for text in ("us", "U.S.A.", " United  Kingdom ", "Narnia", "")] == [
        "US",
        "US",
        "GB",
        None,
        None,
    ]


def test_every_zone_in_the_tables_exists() -> None:
    zones = {*area_codes.AREA_CODES.values(), *area_codes.COUNTRIES.values()}
    for table in (state_zones.USUAL, state_zones.BY_PREFIX):
        zones.update(zone for places in table.values() for zone in places.values() if zone)
    assert sorted(zones) == sorted(ZoneInfo(zone).key for zone in zones)


def test_every_state_has_a_zone_or_is_told_by_its_postal_code() -> None:
    for country, names in state_zones.NAMES.items():
        unknown = set(names.values()) - set(state_zones.USUAL[country]) - set(state_zones.BY_PREFIX)
        assert unknown == ({"NU"} if country == "CA" else set())


@pytest.mark.parametrize(
    ("address", "zone"),
    [
        ("4 Elm Ct, Denver, CO 80202", "America/Denver"),
        ("4 Elm Ct, Denver, co", "America/Denver"),
        ("9 Pine Rd, Seattle WA 98101-1234", "America/Los_Angeles"),
        ("418 Alder Ct", None),
        ("4 Elm St", None),
        ("", None),
    ],
)
def test_an_address_on_one_line_tells_its_zone_by_the_state_at_its_end(
    address: str, zone: str | None
) -> None:
    assert address_zone("US", address) == zone
