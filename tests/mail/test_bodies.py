import base64

import pytest

from beforehand.mail.html import text_of_html
from beforehand.mail.messages import read
from tests.mail.letters import letter, of_parts, part


@pytest.mark.parametrize(
    ("body", "fields", "text"),
    [
        ("caf=C3=A9 =\r\nnoir", {"content_transfer_encoding": "quoted-printable"}, "café noir"),
        (base64.b64encode("café".encode()), {"content_transfer_encoding": "BASE64"}, "café"),
        (b"Y2Fmw6!\r\nkg*bm9pcg", {"content_transfer_encoding": "base64"}, "café noir"),
        (b"caf\xe9", {"content_type": "text/plain; charset=iso-8859-1"}, "café"),
        (b"caf\xe9", {"content_type": "text/plain; charset=us-ascii"}, "café"),
        (b"\x93caf\xe9\x94", {"content_type": "text/plain; charset=iso-8859-1"}, "“café”"),
        ("café".encode(), {"content_type": "text/plain; charset=no-such"}, "café"),
        ("café".encode(), {"content_type": "text/plain; charset=punycode"}, "café"),
        (b"\xbd\xba\xc6\xbc\xc7\xd8", {"content_type": "text/plain; charset=ks_c_5601-1987"}, "스티해"),
        (b"+2AA-x", {"content_type": "text/plain; charset=utf-7"}, "\ufffdx"),
        (b"a\x00b", {}, "ab"),
        (b"begin 644 a.txt\n#8V%T\n \nend\n", {"content_transfer_encoding": "x-uuencode"}, "cat"),
        (
            "A line \r\nthat flows\r\nand one that does not\r\n> quoted \r\n> too\r\n-- \r\nDana",
            {"content_type": "text/plain; format=flowed"},
            "A line that flows\nand one that does not\n> quoted too\n-- \nDana",
        ),
        ("Ein Wo \r\nrt", {"content_type": "text/plain; format=flowed; delsp=yes"}, "Ein Wort"),
    ],
)
def test_bodies_are_decoded_whatever_they_claim(body, fields, text):
    assert read(letter(body, **fields)).text == text


def test_of_alternatives_the_plain_one_is_read():
    raw = of_parts(
        part("text/html", "<p>Rich</p>"),
        part("text/plain", "Plain"),
        kind="alternative",
    )

    assert read(raw).text == "Plain"


def test_of_alternatives_the_written_page_is_read_where_the_plain_one_is_empty():
    raw = of_parts(part("text/plain", " \r\n"), part("text/html", "<p>Rich</p>"), kind="alternative")

    assert read(raw).text == "Rich"


def test_a_letter_that_has_a_name_is_still_the_letter():
    message = read(letter("Hello", content_type="text/plain; name=letter.txt"))

    assert (message.text, message.attachments) == ("Hello", ())


def test_text_around_an_attachment_is_one_text():
    raw = of_parts(part("text/plain", "Above"), part("image/png", "x"), part("text/plain", "Below"))

    assert read(raw).text == "Above\nBelow"


def test_a_boundary_that_begins_like_another_does_not_end_it():
    inner = (
        b'Content-Type: multipart/alternative; boundary="=_b2"\r\n\r\n--=_b2\r\n\r\nInside\r\n--=_b2--\r\n'
    )

    assert read(of_parts(inner)).text == "Inside"


@pytest.mark.parametrize("content_type", ["multipart/mixed", "multipart/mixed; boundary=other"])
def test_parts_are_found_where_the_boundary_is_not_told(content_type):
    raw = letter("--=_x\r\nContent-Type: text/plain\r\n\r\nFound\r\n--=_x--\r\n", content_type=content_type)

    assert read(raw).text == "Found"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<div>One</div><div><br></div><div>Two<br>Three</div>", "One\n\nTwo\nThree"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<p class=MsoNormal>One</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>Two</p>", "One\n\nTwo"),
        (
            "Hi<div class=gmail_quote>On Tue, Dana wrote:"
            "<blockquote class=gmail_quote>a<blockquote type=cite>b</blockquote></blockquote></div>",
            "Hi\nOn Tue, Dana wrote:\n> a\n> > b",
        ),
        ('<blockquote style="margin:0 0 0 40px;border:none">only indented</blockquote>', "only indented"),
        ('Yes<hr id="stopSpelling">From: Dana', "Yes\n________________________________\nFrom: Dana"),
        ('Yes<div id="divRplyFwdMsg">From: Dana</div>', "Yes\n________________________________\nFrom: Dana"),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        (
            "<table><tr><td>First Name:</td><td>Jo</td></tr><tr><td>Last</td></tr></table>",
            "First Name: Jo\nLast",
        ),
        ("<pre>a\n  b</pre>", "a\n  b"),
        (
            "<style>x</style><script>y</script><title>z</title>seen<i style='display: none'>not <b>this</b></i>!",
            "seen!",
        ),
        ("<!-- no -->a &amp; b&#8217;s\u200b", "a & b’s"),
        ("<b>unclosed <i>tags", "unclosed tags"),
        ("no tags", "no tags"),
        ("", ""),
    ],
)
def test_a_written_page_is_read_as_a_person_sees_it(markup, text):
    assert text_of_html(markup) == text


def test_the_page_itself_may_tell_its_charset():
    raw = letter(b'<meta http-equiv=x content="text/html; charset=iso-8859-2">\xb3', content_type="text/html")

    assert read(raw).text == "ł"
