"""Whether a report is the provider's own."""

import pytest

from beforehand.channels.telephony.signing import is_signed, signature

URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
FIELDS = {
    "CallSid": ["CA1234567890ABCDE"],
    "Digits": ["1234"],
    "From": ["+14158675309"],
    "To": ["+18005551212"],
    "Caller": ["+14158675309"],
}
KNOWN = "RSOYDt4T1cUTdK1PDd93/VVr8B8="  # of the provider's own library, with the token 12345


def test_a_signature_is_that_of_the_provider_s_own_library() -> None:
    assert signature("12345", URL, FIELDS.items()) == KNOWN
    assert is_signed(KNOWN, "12345", URL, FIELDS.items())


def test_the_order_of_the_fields_does_not_matter_and_one_value_sent_twice_counts_once() -> None:
    doubled = {name: [*values, *values] for name, values in reversed(FIELDS.items())}
    assert is_signed(KNOWN, "12345", URL, doubled.items())


@pytest.mark.parametrize(
    ("secret", "url", "fields"),
    [
        ("12346", URL, FIELDS),
        ("12345", URL + "1", FIELDS),
        ("12345", URL.replace("https", "http"), FIELDS),
        ("12345", URL, FIELDS | {"Digits": ["12345"]}),
        ("12345", URL, FIELDS | {"More": ["1"]}),
    ],
)
def test_another_token_address_or_word_is_not_signed(secret: str, url: str, fields: dict) -> None:
    assert not is_signed(KNOWN, secret, url, fields.items())


@pytest.mark.parametrize("given", ["", "x", "é", KNOWN.lower()])
def test_no_other_signature_will_do(given: str) -> None:
    assert not is_signed(given, "12345", URL, FIELDS.items())


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("https://calls.example/x", "https://calls.example:443/x"),
        ("https://calls.example:443/x", "https://calls.example/x"),
        ("https://calls.example:8443/x", "https://calls.example/x"),
        ("http://calls.example/x", "http://calls.example:80/x"),
        ("http://[::1]:8000/x", "http://[::1]/x"),
    ],
)
def test_the_port_may_be_signed_or_not(ours: str, theirs: str) -> None:
    assert is_signed(signature("12345", theirs, FIELDS.items()), "12345", ours, FIELDS.items())
