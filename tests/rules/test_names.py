"""Names and what people type to find them."""

import pytest

from beforehand.rules.names import folded, searchable


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("José  Núñez", "jose nunez"),
        ("MÜLLER", "muller"),
        ("Weiß", "weiss"),
        ("Jose\u0301", "jose"),
        ("\u00a0Ana\tMaría ", "ana maria"),
        ("Ngô Đình", "ngo đinh"),
        ("", ""),
    ],
)
def test_case_accents_and_white_space_do_not_count(name, plain):
    assert folded(name) == plain


def test_a_search_finds_words_addresses_and_the_digits_of_phones():
    text = searchable(["Dana Ortega", "+1 (512) 555-0112", "418 Alder Ct", "", "dana@example.com"])
    assert text == "dana ortega +1 (512) 555-0112 418 alder ct dana@example.com 15125550112"
