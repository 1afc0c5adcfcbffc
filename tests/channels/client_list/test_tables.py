"""Client lists as CSV and spreadsheets."""

import csv
import io
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
    columns,
    read,
    recognises,
)
from tests.channels.client_list.files import text_file, workbook


def rows_of(
    folder: Path, text: str | bytes, mapping: dict[str, str] | None = None
) -> list[ContactRow | Problem]:
    return list(read(text_file(folder, text), mapping=mapping).rows)


def contact(row: ContactRow | Problem) -> ContactRow:
    assert isinstance(row, ContactRow)
    return row


def refusal(folder: Path, text: str | bytes, mapping: dict[str, str] | None = None) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(text_file(folder, text), mapping=mapping)
    return caught.value


def test_an_unknown_make_is_guessed_by_the_names_of_its_columns(tmp_path: Path) -> None:
    listed = read(
        text_file(
            tmp_path,
            "Client Name,Cell Phone,E-mail,ZIP,Tags\nAna Lopez,512 555 0142,a@b.co,78701,Buyer|VIP\n",
        )
    )
    assert listed.make == "guessed"
    assert listed.mapping == {
        "name": "Client Name",
        "email": "E-mail",
        "mobile": "Cell Phone",
        "postal_code": "ZIP",
        "label": "Tags",
    }
    assert list(listed.rows) == [
        ContactRow(
            row=1,
            name="Ana Lopez",
            first_name="Ana",
            last_name="Lopez",
            people=(PersonRow("Ana", "Lopez"),),
            phones=(Value("Cell Phone", "512 555 0142"),),
            emails=(Value("E-mail", "a@b.co"),),
            address=Address(postal_code="78701"),
            labels=("Buyer", "VIP"),
        )
    ]


@pytest.mark.parametrize(
    "header",
    ["Vorname;Nachname;E-Mail-Adresse", "Nombre;Apellidos;Correo electrónico", "Prénom;Nom;Courriel"],
)
def test_columns_are_guessed_in_german_spanish_and_french(tmp_path: Path, header: str) -> None:
    (row,) = rows_of(tmp_path, f"{header}\nAna;Lopez;a@b.co\n")
    assert (contact(row).first_name, contact(row).last_name, contact(row).emails[0].value) == (
        "Ana",
        "Lopez",
        "a@b.co",
    )


def test_a_mapping_says_what_no_header_says(tmp_path: Path) -> None:
    text = "Who,Reach,Deal\nAna Lopez,512 555 0142,listing\n"
    listed = read(text_file(tmp_path, text), mapping={"name": "Who", "phone": "Reach", "side": "Deal"})
    assert (listed.make, listed.headers) == ("mapped", ("Who", "Reach", "Deal"))
    (row,) = map(contact, listed.rows)
    assert (row.name, row.phones, row.side) == ("Ana Lopez", (Value("Reach", "512 555 0142"),), "listing")


def test_a_mapping_to_what_is_not_there_is_refused_with_what_is(tmp_path: Path) -> None:
    unknown_column = refusal(tmp_path, "Who,Reach\nAna,1\n", {"name": "Name"})
    assert (unknown_column.field, unknown_column.problem) == (
        "mapping",
        "the mapping names a column “Name” that is not there: “Who”, “Reach”",
    )
    unknown_field = refusal(tmp_path, "Who,Reach\nAna,1\n", {"nom": "Who"})
    assert unknown_field.problem.startswith(
        "the mapping names an unknown field “nom”; there are: name, first_name,"
    )


def test_columns_that_say_nothing_are_refused_but_can_be_mapped(tmp_path: Path) -> None:
    refused = refusal(tmp_path, "Who,Reach\nAna Lopez,b\n")
    assert refused.problem == (
        "no column here is plainly a name, an e-mail or a phone; say which is which: “Who”, “Reach”"
    )
    assert refused.headers == ("Who", "Reach")
    shown = columns(text_file(tmp_path, "Who,Reach\nAna Lopez,\nBob,b\n"))
    assert [(column.header, column.examples) for column in shown] == [
        ("Who", ("Ana Lopez", "Bob")),
        ("Reach", ("b",)),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty: export the contacts again"),
        (b"\xef\xbb\xbf\r\n", "the file is empty: export the contacts again"),
        (b"\x89PNG\r\n\x1a\n0000", "this is no client list but a picture"),
        (b"%PDF-1.7", "this is no client list but a PDF"),
        (
            b" <!DOCTYPE html><p>Sign in",
            "this is no client list but a web page; open it in a spreadsheet and save it as .xlsx or .csv",
        ),
        (b'[{"name": "Ana"}]', "this is no client list but JSON; export the contacts as CSV or vCard"),
        (b"BEGIN:VCALENDAR\n", "this is no client list but a calendar; export the contacts as CSV or vCard"),
        (b"\x01\x02\x03\x04" * 40, "this is no text: export the contacts as CSV, XLSX or vCard"),
        (b"PK\x03\x04junk", "this is no workbook we can read: save the list as .xlsx or .csv"),
        (b"Ana Lopez,a@b.co\nBob,b@c.co\n", "there is no header: put a first row that names the columns"),
        (
            b"Call type,Date,Duration,Number\n",
            "this is a log of calls, not a client list: take it in as a phone log",
        ),
    ],
)
def test_what_is_no_client_list_is_refused_with_its_true_reason(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    assert refusal(tmp_path, content).problem == reason
    assert not recognises(text_file(tmp_path, content))


def test_a_row_with_nothing_to_know_a_contact_by_is_a_problem_and_an_empty_one_is_not(tmp_path: Path) -> None:
    assert rows_of(tmp_path, "Name,Phone,City\n,,Austin\n,,\nAna,,\n") == [
        Problem(1, "", "nothing to know this contact by: add a name, a phone or an e-mail"),
        ContactRow(row=3, name="Ana", first_name="Ana", people=(PersonRow("Ana", ""),)),
    ]


def test_a_row_without_a_name_is_called_by_company_then_email_then_phone(tmp_path: Path) -> None:
    text = "Name,Company,Email,Phone\n,Acme,a@b.co,\n,,a@b.co,5125550142\n,,,5125550142\n"
    assert [contact(row).name for row in rows_of(tmp_path, text)] == ["Acme", "a@b.co", "5125550142"]


def test_a_bad_value_costs_itself_and_says_how_to_write_it(tmp_path: Path) -> None:
    text = "Name,E-mail,Phone,Birthday\nAna,foo,12,12/31/203\nBob,b@c.co,5.12555E+09,0/0/00\n"
    ana, *problems, bob, cut = rows_of(tmp_path, text)
    assert (contact(ana).emails, contact(ana).phones, contact(ana).birthday) == ((), (), None)
    assert problems == [
        Problem(1, "Phone", "“12” is no phone number; write +1 512 555 0142"),
        Problem(1, "E-mail", "“foo” is no e-mail address; write name@example.com"),
        Problem(1, "Birthday", "“12/31/203” is no date; write 2026-12-31"),
    ]
    assert contact(bob).birthday is None
    assert cut == Problem(
        2, "Phone", "“5.12555E+09” has lost digits: format the column as text and export again"
    )


def test_several_values_in_a_cell_are_split(tmp_path: Path) -> None:
    phones, emails = "512 555 0142 ::: tel:+15125550143;ext=7 / 5125550144", "a@b.co; c@d.co,e@f.co"
    text = f'Name,Phone,Email\nAna,"{phones}","{emails}"\n'
    (row,) = map(contact, rows_of(tmp_path, text))
    assert [phone.value for phone in row.phones] == ["512 555 0142", "tel:+15125550143;ext=7", "5125550144"]
    assert [email.value for email in row.emails] == ["a@b.co", "c@d.co", "e@f.co"]


def test_a_row_with_more_cells_than_columns_is_not_taken_a_shorter_one_is(tmp_path: Path) -> None:
    assert rows_of(tmp_path, "Name,City,Email\nAna,Austin, TX,a@b.co\nBob\n,,,,\n") == [
        Problem(1, "", "4 cells for 3 columns: put values that hold a comma in quotation marks"),
        ContactRow(row=2, name="Bob", first_name="Bob", people=(PersonRow("Bob", ""),)),
    ]


def test_a_quotation_mark_never_closed_costs_its_row_alone(tmp_path: Path) -> None:
    found = rows_of(tmp_path, 'Name,Notes\nAna,"open\nBob,fine\nCid,fine')
    assert found[0] == Problem(
        1, "", "a quotation mark opens in this row and is not closed: close it or take it out"
    )
    assert [(contact(row).row, contact(row).name) for row in found[1:]] == [(2, "Bob"), (3, "Cid")]


def test_a_header_again_in_the_middle_titles_above_it_and_nul_bytes_are_passed_over(tmp_path: Path) -> None:
    text = "My clients\n\nName,Email\nAna,a@b.co\nName,Email\nB\0ob,b@c.co\n"
    assert [(contact(row).row, contact(row).name) for row in rows_of(tmp_path, text)] == [
        (1, "Ana"),
        (3, "Bob"),
    ]


def test_the_first_line_may_name_the_delimiter(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "\ufeffsep=|\r\nName|Notes\r\nAna|a,b,c,d\r\n")
    assert contact(row).notes == "a,b,c,d"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024-03-12 09:14", date(2024, 3, 12)),
        ("2024-03-12T23:59:00Z", date(2024, 3, 12)),
        ("3/15/2024 2:30 PM", date(2024, 3, 15)),
        ("15.3.24", date(2024, 3, 15)),
        ("March 15th, 2024", date(2024, 3, 15)),
        ("15-Mar-2024", date(2024, 3, 15)),
        ("20240315", date(2024, 3, 15)),
        ("0000-00-00", None),
    ],
)
def test_a_date_is_read_as_exports_write_it(tmp_path: Path, written: str, meant: date | None) -> None:
    (row,) = rows_of(tmp_path, f'Name,Created\nAna,"{written}"\n')
    assert contact(row).created_on == meant


def test_whether_the_day_comes_first_is_judged_over_the_column(tmp_path: Path) -> None:
    european = rows_of(tmp_path, "Name,Created,Birthday\nAna,3/4/2024,1/2/1980\nBob,31/12/2024,12/28/79\n")
    assert [(contact(row).created_on, contact(row).birthday) for row in european] == [
        (date(2024, 4, 3), date(1980, 1, 2)),
        (date(2024, 12, 31), date(1979, 12, 28)),
    ]


def test_a_spouse_column_brings_the_second_person(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "First name,Last name,Spouse\nDana,Ortega,Luis Pena\n")
    assert contact(row).name == "Dana Ortega"
    assert contact(row).people == (PersonRow("Dana", "Ortega"), PersonRow("Luis", "Pena"))


def test_a_workbook_is_read_with_its_numbers_as_written(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, [["My clients"], ["Name", "Phone", "Zip"], ["Ana", 5125550142.0, 78701], [None], ["Bob"]]
    )
    first, second = map(contact, read(path).rows)
    assert (first.phones, first.address) == ((Value("Phone", "5125550142"),), Address(postal_code="78701"))
    assert (second.row, second.name) == (3, "Bob")
    assert list(read(path).rows) == [first, second]


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="the workbook is empty"):
        read(workbook(tmp_path, []))


def test_a_table_of_a_thousand_columns_is_no_client_list(tmp_path: Path) -> None:
    assert (
        refusal(tmp_path, "Name" + ",x" * 1000).problem
        == "1001 columns are more than the 1000 of any client list"
    )


CELLS = st.text(st.characters(codec="cp1252", exclude_categories=["C"]), max_size=12).map(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    rows=st.lists(st.tuples(CELLS.filter(bool), CELLS), min_size=1, max_size=5),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]),
)
def test_a_list_reads_the_same_in_any_delimiter_and_encoding(
    tmp_path: Path, rows: list[tuple[str, str]], delimiter: str, encoding: str
) -> None:
    def written(mark: str) -> str:
        out = io.StringIO()
        csv.writer(out, delimiter=mark, quoting=csv.QUOTE_ALL).writerows(
            [("Last name", "Notes"), *rows, ("é", "é")]
        )
        return out.getvalue()

    plain = rows_of(tmp_path, written(","))
    assert len(plain) >= 1
    assert rows_of(tmp_path, written(delimiter).encode(encoding)) == plain


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"Name,Phone,Created\n", b"BEGIN:VCARD\nFN:A\n", b"PK\x03\x04"]),
)
def test_whatever_the_bytes_only_unreadable_is_raised(tmp_path: Path, noise: bytes, start: bytes) -> None:
    path = text_file(tmp_path, start + noise)
    try:
        found = list(read(path).rows)
    except Unreadable:
        return
    assert all(row.row >= 1 and (isinstance(row, Problem) or row.name) for row in found)
