"""Client lists as vCards."""

from datetime import date
from pathlib import Path

import pytest

from beforehand.channels.client_list.reading import (
    Address,
    ContactRow,
    PersonRow,
    Problem,
    Value,
    columns,
    read,
)
from tests.channels.client_list.files import text_file


def rows_of(folder: Path, *lines: str | bytes) -> list[ContactRow | Problem]:
    content = b"\r\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    listed = read(text_file(folder, content, "clients.vcf"))
    assert (listed.make, listed.headers) == ("vcard", ())
    return list(listed.rows)


def card(folder: Path, *lines: str | bytes) -> ContactRow:
    (row,) = rows_of(folder, "BEGIN:VCARD", *lines, "END:VCARD")
    assert isinstance(row, ContactRow)
    return row


def test_a_card_of_a_phone_is_read_whole(tmp_path: Path) -> None:
    assert card(
        tmp_path,
        "VERSION:3.0",
        "N:Ortega;Dana;Maria;;",
        "FN:Dana Ortega",
        "ORG:Acme\\, Inc;Sales",
        "item1.TEL;type=pref:+1 512 555 0143",
        "item1.X-ABLabel:_$!<Main>!$_",
        "TEL;TYPE=CELL,VOICE:(512) 555-0142",
        "TEL;TYPE=HOME;TYPE=FAX:512 555 0199",
        "EMAIL;TYPE=INTERNET,HOME:dana@example.com",
        "ADR;TYPE=WORK:;;1 Work Way;Austin;TX;78701;USA",
        "ADR;TYPE=HOME:;Apt 4;4 Elm Ct;Denver;CO;80202;USA",
        "CATEGORIES:My Contacts,Seller,VIP",
        "BDAY:1980-03-22",
        "NOTE:First line\\nsecond\\, and",
        "  folded",
        "item2.X-ABRELATEDNAMES:Luis",
        "item2.X-ABLabel:_$!<Spouse>!$_",
        "UID:urn:uuid:abc-1",
    ) == ContactRow(
        row=1,
        name="Dana Ortega",
        first_name="Dana",
        last_name="Ortega",
        people=(PersonRow("Dana", "Ortega"), PersonRow("Luis", "")),
        phones=(Value("Main", "+1 512 555 0143"), Value("cell", "(512) 555-0142")),
        emails=(Value("home", "dana@example.com"),),
        address=Address("Apt 4, 4 Elm Ct", "Denver", "CO", "80202", "USA"),
        labels=("Seller", "VIP"),
        birthday=date(1980, 3, 22),
        notes="First line\nsecond, and folded",
        company="Acme, Inc",
        external_id="abc-1",
    )


def test_quoted_printable_with_soft_line_breaks_and_charset_is_decoded(tmp_path: Path) -> None:
    row = card(
        tmp_path,
        "VERSION:2.1",
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Mu=C3=B1oz;Jos=C3=A9",
        "FN;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Jos=E9 Mu=F1oz",
        "NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0A=",
        "two: three=",
        "",
        "TEL;CELL;PREF:5125550142",
    )
    assert (row.name, row.last_name, row.notes) == ("José Muñoz", "Muñoz", "one\ntwo: three")
    assert row.phones == (Value("cell", "5125550142"),)


def test_each_line_has_its_own_encoding_and_a_fold_may_fall_within_a_character(tmp_path: Path) -> None:
    row = card(tmp_path, b"N:Mu\xc3\r\n \xb1oz;Jos\xc3\xa9", b"ORG:Caf\xe9", "TEL:5125550142")
    assert (row.last_name, row.company) == ("Muñoz", "Café")


def test_a_card_in_utf_16_is_read(tmp_path: Path) -> None:
    text = "BEGIN:VCARD\r\nFN:José\r\nEND:VCARD\r\n"
    (row,) = read(text_file(tmp_path, text, encoding="utf-16")).rows
    assert isinstance(row, ContactRow)
    assert row.name == "José"


def test_pictures_are_passed_over_however_they_are_folded(tmp_path: Path) -> None:
    row = card(
        tmp_path,
        "PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQ",
        " AQSkZJRgABAQ",
        "unfoldedAAAA/+==",
        "",
        "FN:Ana",
        "item1.PHOTO;ENCODING=b:AAAA",
        "TEL:5125550142",
    )
    assert (row.name, row.phones, row.notes) == ("Ana", (Value("", "5125550142"),), "")


def test_version_four_writes_numbers_as_links_and_quotes_its_parameters(tmp_path: Path) -> None:
    row = card(
        tmp_path,
        "VERSION:4.0",
        "FN:Simon",
        'TEL;VALUE=uri;TYPE="voice,work";PREF=1:tel:+1-418-656-9254;ext=102',
        'ADR;LABEL="Suite: 5; Main":;;2875 Laurier;Quebec;QC;G1V 2M2;Canada',
        "RELATED;TYPE=spouse;VALUE=text:Ana",
    )
    assert row.phones == (Value("work", "+1-418-656-9254;ext=102"),)
    assert row.address == Address("2875 Laurier", "Quebec", "QC", "G1V 2M2", "Canada")
    assert row.people == (PersonRow("Simon", ""), PersonRow("Ana", ""))


@pytest.mark.parametrize("written", ["--0203", "--02-03", "1604-02-03"])
def test_a_birthday_without_a_year_is_kept_as_a_note(tmp_path: Path, written: str) -> None:
    row = card(tmp_path, "FN:Ana", f"BDAY:{written}")
    assert (row.birthday, row.notes) == (None, "Birthday: 02-03")


def test_a_card_within_a_card_is_not_a_contact(tmp_path: Path) -> None:
    row = card(tmp_path, "FN:Ana", "AGENT:", "BEGIN:VCARD", "FN:Bob", "END:VCARD", "TEL:5125550142")
    assert (row.name, row.phones) == ("Ana", (Value("", "5125550142"),))


def test_a_broken_card_costs_itself_alone(tmp_path: Path) -> None:
    cut, problem, nothing, group, last, unended = rows_of(
        tmp_path,
        "BEGIN:VCARD",
        "FN:Ana",
        "begin:vcard",
        "VERSION:3.0",
        "end:vcard",
        "BEGIN:VCARD",
        "KIND:group",
        "FN:Everybody",
        "END:VCARD",
        "BEGIN:VCARD",
        "FN:Bob",
    )
    assert (cut.row, problem) == (
        1,
        Problem(1, "END", "this card has no end: export it again if something is missing"),
    )
    assert nothing == Problem(2, "", "nothing to know this contact by: add a name, a phone or an e-mail")
    assert group == Problem(3, "KIND", "this card is a group; its people come in by their own cards")
    assert isinstance(last, ContactRow)
    assert (last.name, unended.row) == ("Bob", 4)


def test_cards_have_no_columns_to_map(tmp_path: Path) -> None:
    assert columns(text_file(tmp_path, "BEGIN:VCARD\nFN:Ana\nEND:VCARD")) == ()
