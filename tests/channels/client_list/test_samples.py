"""Real exports: every file goes in or is refused with its true reason."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beforehand.channels.client_list.reading import (
    Address,
    ContactRow,
    PersonRow,
    Problem,
    Unreadable,
    Value,
    read,
)
from tests.channels.client_list.files import SAMPLES, text_file

TABLES, CARDS = SAMPLES / "fmt_contacts_csv", SAMPLES / "fmt_vcard"
pytestmark = pytest.mark.skipif(
    not TABLES.is_dir(), reason="no sample exports beside the repository (shared/data)"
)
NOTHING = "nothing to know this contact by: add a name, a phone or an e-mail"


def only(name: str) -> tuple[str, ContactRow]:
    listed = read(TABLES / name)
    (row,) = listed.rows
    assert isinstance(row, ContactRow)
    return listed.make, row


def test_google_contacts_as_exported_now() -> None:
    assert only("google_contacts_new_2024.csv") == (
        "google",
        ContactRow(
            row=1,
            name="Maria Alvarez-Stone",
            first_name="Maria",
            last_name="Alvarez-Stone",
            people=(PersonRow("Maria", "Alvarez-Stone"),),
            phones=(
                Value("Mobile", "(512) 555-0142"),
                Value("Mobile", "+1 512-555-0143"),
                Value("Home", "512.555.0199"),
            ),
            emails=(Value("Home", "maria@example.com"), Value("Work", "m.stone@example.org")),
            address=Address("12 Oak St", "Austin", "TX", "78701", "US"),
            labels=("Buyers 2026",),
            side="buyer",
            notes="Buying w/ spouse",
        ),
    )


def test_google_contacts_as_exported_before() -> None:
    make, row = only("google_contacts_old.csv")
    assert (make, row.name, row.labels) == ("google_old", "Bill O'Neal", ("Sellers",))
    assert (row.phones, row.emails) == (
        (Value("Mobile", "1-415-555-0110"),),
        (Value("", "bill@example.com"),),
    )


def test_outlook_with_88_columns_and_a_spouse() -> None:
    make, row = only("outlook_csv_google_flavour.csv")
    assert (make, row.people) == ("outlook", (PersonRow("Dana", "Whitfield"), PersonRow("Lee", "")))
    assert (row.birthday, row.labels) == (None, ("Seller", "Past client"))
    assert row.address == Address("4 Elm Ct", "Denver", "CO", "80202", "")


def test_outlook_with_a_note_of_two_lines() -> None:
    make, row = only("outlook_desktop_2019.csv")
    assert (make, row.notes, row.birthday) == ("outlook", "Second line\nof a note", date(1979, 12, 28))
    assert row.phones == (Value("Mobile", "+1 206 555 0102"), Value("Business", "+1 206 555 0101"))


def test_hubspot_with_one_row_that_knows_nobody() -> None:
    listed = read(TABLES / "hubspot_contacts_export.csv")
    ana, john, nobody = listed.rows
    assert listed.make == "hubspot"
    assert isinstance(ana, ContactRow)
    assert isinstance(john, ContactRow)
    assert (ana.external_id, ana.labels, ana.owner) == ("101", ("OPEN_DEAL", "customer"), "agent@example.com")
    assert (ana.created_on, john.created_on) == (date(2024, 3, 12), date(2024, 3, 15))
    assert nobody == Problem(3, "", NOTHING)


def test_a_phone_log_is_refused_as_one() -> None:
    with pytest.raises(Unreadable, match="this is a log of calls, not a client list"):
        read(TABLES / "imazing_iphone_call_history.csv")


NAMES_IN_CARDS = {
    "John_Doe_ANDROID.vcf": [
        "john.doe@company.com",
        "jane.doe@company.com",
        "Ñ Ñ Ñ Ñ Ñ",
        "Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ",
        "Ñ Ñ Ñ Ñ",
        "ÑÑÑÑ",
    ],
    "John_Doe_EVOLUTION.vcf": ["Mr. John Richter, James Doe Sr."],
    "John_Doe_MS_OUTLOOK.vcf": ["Mr. John Richter James Doe Sr."],
    "gmail-list.vcf": ["Arnold Smith", "Chris Beatle", "Doug White"],
    "gmail-single.vcf": ["Greg Dartmouth"],
    "gmail-single2.vcf": ["VCard Test"],
    "issue114.vcf": ["Dummy Dummy"],
    "outlook-2003.vcf": ["John Doe III"],
    "outlook-2007.vcf": ["Mr. Michael Angstadt Jr."],
    "thunderbird-MoreFunctionsForAddressBook-extension.vcf": ["John Doe"],
    "issue153.vcf": ["Test Benutzer"],
    "issue64.vcf": [],
    "radicale-1587.vcf": ["Given Family"],
}
FAULTS_IN_CARDS = {
    "John_Doe_ANDROID.vcf": ["EMAIL"],
    "outlook-2003.vcf": ["TEL", "TEL", "TEL"],
    "issue64.vcf": [""],
}


def test_every_card_of_the_samples_goes_in_and_only_true_faults_are_told() -> None:
    names: dict[str, list[str]] = {}
    faults: dict[str, list[str]] = {}
    for path in sorted(CARDS.rglob("*.vcf")):
        rows = list(read(path).rows)
        names[path.name] = [row.name for row in rows if isinstance(row, ContactRow)]
        if found := [row.field for row in rows if isinstance(row, Problem)]:
            faults[path.name] = found
    assert (names, faults) == (NAMES_IN_CARDS, FAULTS_IN_CARDS)


def pieces() -> list[bytes]:
    """The samples without the long pictures in some of them."""
    paths = [*TABLES.glob("*.csv"), *CARDS.rglob("*.vcf")]
    return [path.read_bytes()[:3000] for path in sorted(paths)] if TABLES.is_dir() else [b""]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(
    st.sampled_from(pieces()),
    st.lists(
        st.tuples(
            st.integers(0, 3000),
            st.integers(0, 40),
            st.sampled_from(
                [b"", b'"', b"\n", b"\0", b",", b";", b":", b"=", b"\xe9", b"\xff\xfe", b"BEGIN:VCARD\n"]
            ),
        ),
        max_size=8,
    ),
)
def test_whatever_happens_to_an_export_only_unreadable_is_raised(
    tmp_path: Path, content: bytes, cuts: list[tuple[int, int, bytes]]
) -> None:
    for at, length, put in cuts:
        content = content[:at] + put + content[at + length :]
    try:
        rows = list(read(text_file(tmp_path, content)).rows)
    except Unreadable:
        return
    assert all(row.row >= 1 and (isinstance(row, Problem) or row.name) for row in rows)
