"""Who is behind one name."""

import pytest

from beforehand.channels.client_list.households import couple, household, straight


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("Dana & Luis Ortega", ["Dana Ortega", "Luis Ortega"]),
        ("Dana and Luis de la Vega", ["Dana de la Vega", "Luis de la Vega"]),
        ("Dana Ortega & Luis Pena", ["Dana Ortega", "Luis Pena"]),
        ("Dana/Luis Ortega", ["Dana Ortega", "Luis Ortega"]),
        ("Smith, Pat & Lee", ["Pat Smith", "Lee Smith"]),
        ("Pat Smith", ["Pat Smith"]),
        ("Smith, Pat", ["Pat Smith"]),
        ("Pat & Lee", ["Pat & Lee"]),
        ("Smith & Sons Realty", ["Smith & Sons Realty"]),
        ("A/C Repair", ["A/C Repair"]),
        ("Mr. & Mrs. John Smith", ["Mr. & Mrs. John Smith"]),
        ("Ana, Luis & Mia Ortega", ["Ana, Luis & Mia Ortega"]),
        ("John Smith, Jr.", ["John Smith, Jr."]),
        ("Cher", ["Cher"]),
    ],
)
def test_a_name_is_split_only_where_it_is_plain(name: str, people: list[str]) -> None:
    assert [person.name for person in household(name)] == people


def test_two_first_names_in_one_column_share_the_last() -> None:
    assert [person.name for person in couple("Pat & Lee", "Smith")] == ["Pat Smith", "Lee Smith"]
    assert [person.name for person in couple("Pat & Lee", "Smith/Jones")] == ["Pat Smith", "Lee Jones"]
    assert [person.name for person in couple("Pat & Lee", "Realty LLC")] == ["Pat & Lee Realty LLC"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Smith, Pat", "Pat Smith"),
        ("Smith, Jr.", "Smith, Jr."),
        ("Acme, Inc", "Acme, Inc"),
        ("  Pat   Lee ", "Pat Lee"),
    ],
)
def test_a_name_is_put_as_one_says_it(written: str, said: str) -> None:
    assert straight(written) == said
