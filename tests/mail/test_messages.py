import base64
from datetime import UTC, datetime

import pytest

from beforehand.mail.headers import Address
from beforehand.mail.messages import read
from beforehand.rules.captures import Unreadable
from tests.mail.letters import letter, of_parts, part


def test_a_letter_says_who_wrote_to_whom_when_and_what():
    message = read(
        letter(
            "When is the inspection?\r\n",
            to='"Rivera, Alice" <Alice@Rivera.example>, bob@rivera.example',
            cc="Tia <tia@rivera.example>",
            reply_to="dana@work.example",
            in_reply_to="<first.1@rivera.example>",
            references="<zero.0@rivera.example>\r\n <first.1@rivera.example>",
        )
    )

    assert message.message_id == "CAF1.20260303@mail.example"
    assert message.at == datetime(2026, 3, 3, 15, 15, tzinfo=UTC)
    assert message.sender == Address("Dana Hill", "dana@mail.example")
    assert message.to == (Address("Rivera, Alice", "alice@rivera.example"), Address("", "bob@rivera.example"))
    assert message.cc == (Address("Tia", "tia@rivera.example"),)
    assert message.reply_to == (Address("", "dana@work.example"),)
    assert message.subject == "The inspection"
    assert message.in_reply_to == "first.1@rivera.example"
    assert message.references == ("zero.0@rivera.example", "first.1@rivera.example")
    assert message.text == "When is the inspection?"
    assert message.kind == "personal"
    assert not message.is_encrypted
    assert message.attachments == ()
    assert message.forwarded is None


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Dana Hill <dana@mail.example>", [("Dana Hill", "dana@mail.example")]),
        ("<DANA@Mail.Example>", [("", "dana@mail.example")]),
        ("dana@mail.example (Dana Hill)", [("Dana Hill", "dana@mail.example")]),
        ("Rivera, Alice <alice@rivera.example>", [("Rivera, Alice", "alice@rivera.example")]),
        ('"a@b.example" <dana@mail.example>', [("a@b.example", "dana@mail.example")]),
        ('"Dana \\"D\\" Hill" <dana@mail.example>', [('Dana "D" Hill', "dana@mail.example")]),
        ("=?utf-8?q?J=C3=B6rg?= <j@mail.example>", [("Jörg", "j@mail.example")]),
        (
            "=?utf-8?q?Hill=2C_Dana?= <dana@mail.example>, b@c.example",
            [("Hill, Dana", "dana@mail.example"), ("", "b@c.example")],
        ),
        ("=?utf-8?q?Dana_<dana=40mail.example>?=", [("Dana", "dana@mail.example")]),
        (
            "Buyers: a@b.example, c@d.example; e@f.example",
            [("", "a@b.example"), ("", "c@d.example"), ("", "e@f.example")],
        ),
        ("undisclosed-recipients:;", []),
        ("<mailto:dana@mail.example>", [("", "dana@mail.example")]),
        (
            "dana@mail.example; alice@rivera.example",
            [("", "dana@mail.example"), ("", "alice@rivera.example")],
        ),
        ("Dana dana@mail.example", [("Dana", "dana@mail.example")]),
        ("Pete(A \\) chap) <pete(his)@silly.example(host)>", [("Pete", "pete@silly.example")]),
        ("not an address", []),
        ("<>", []),
        (",,,", []),
    ],
)
def test_addresses_are_found_however_they_are_written(written, found):
    assert [(each.name, each.email) for each in read(letter(to=written)).to] == found


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        ("=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
        ("=?utf-8?q?a_b?=\r\n =?utf-8?q?c?=", "a bc"),
        ("=?utf-8?B?ww==?=\r\n =?utf-8?B?vA==?=", "ü"),
        ("=?iso-8859-1?q?caf=E9?= at noon", "café at noon"),
        ("=?utf-8*en?q?hi?=", "hi"),
        ("=?x-unknown?q?caf=E9?=", "café"),
        ("folded\r\n\tsubject", "folded subject"),
        ("=?utf-8?q?hi=0D=0ABcc:_x@y.example=00?=", "hi Bcc: x@y.example"),
        ("=?utf-8?b?broken", "=?utf-8?b?broken"),
        ("naïve ünïcode", "naïve ünïcode"),
        ("caf\udce9", "café"),
    ],
)
def test_subjects_are_decoded_onto_one_line(written, subject):
    assert read(letter(subject=written)).subject == subject


@pytest.mark.parametrize(
    ("date", "at"),
    [
        ("Tue, 3 Mar 2026 09:15:00 -0600 (CST)", datetime(2026, 3, 3, 15, 15, tzinfo=UTC)),
        ("3 Mar 2026 09:15 GMT", datetime(2026, 3, 3, 9, 15, tzinfo=UTC)),
        ("Tue, 03 Mar 26 09:15:00 EST", datetime(2026, 3, 3, 14, 15, tzinfo=UTC)),
        ("Tue, 3 Mar 2026 23:59:60 -0000", datetime(2026, 3, 3, 23, 59, 59, tzinfo=UTC)),
        ("2026-03-03T09:15:00.25+01:00", datetime(2026, 3, 3, 8, 15, tzinfo=UTC)),
        ("Tue Mar  3 09:15:00 2026", datetime(2026, 3, 3, 9, 15, tzinfo=UTC)),
    ],
)
def test_dates_are_utc_in_whole_seconds(date, at):
    assert read(letter(date=date)).at == at


@pytest.mark.parametrize(
    "date",
    [
        "",
        "soon",
        "Tue, 3 Mar 0000 09:15:00 +0000",
        "Tue, 3 Mar 9999 09:15:00 +0000",
        "Tue, 31 Feb 2026 09:15:00 +0000",
        "Tue, 3 Mar 2026 09:15:00 -9959",
        "Tue, 3 Mar 2026 99:99:99 +0000",
        "1 Jan 1970 00:00:00 +0000",
    ],
)
def test_an_impossible_date_gives_way_to_the_top_received_line(date):
    received = (
        "from a by b; Wed, 4 Mar 2026 10:00:00 +0100\r\nreceived: from c by a; Wed, 4 Mar 2026 08:00:00 +0100"
    )

    assert read(letter(date=date, received=received)).at == datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    assert read(letter(date=date)).at is None


def test_a_message_is_the_same_wherever_it_is_kept():
    sent = letter(x_gmail_labels="Sent", bcc="secret@mail.example")
    kept = b"From alice@rivera.example Tue Mar  3 15:15:00 2026\n" + letter(
        received="from a by b; Tue, 3 Mar 2026 15:15:09 +0000"
    ).replace(b"\r\n", b"\n")

    assert read(sent).external_id == read(kept).external_id
    assert len(read(sent).external_id) == 64
    assert read(sent).external_id != read(letter(message_id="<CAF2.20260303@mail.example>")).external_id


@pytest.mark.parametrize("useless", ["", "<>", "<1@localhost>", "<@>", "<unknown>", "<x@y>", "a b c"])
def test_a_message_id_that_others_may_have_does_not_make_two_messages_one(useless):
    first = read(letter(message_id=useless))

    assert first.external_id == read(letter("Other.", message_id=useless, received="x")).external_id
    assert (
        first.external_id
        != read(letter(message_id=useless, date="Tue, 3 Mar 2026 09:15:01 -0600")).external_id
    )
    assert first.external_id != read(letter(message_id=useless, to="bob@rivera.example")).external_id
    assert first.external_id != read(letter(message_id=useless, subject="Another")).external_id


def test_without_a_date_the_body_tells_messages_without_ids_apart():
    assert (
        read(letter("One.", message_id="", date="")).external_id
        != read(letter("Two.", message_id="", date="")).external_id
    )


def test_attachments_are_named_and_never_decoded_into_the_text():
    message = read(
        of_parts(
            part("text/plain; charset=utf-8", "Here is the offer.\r\n"),
            part(
                "application/pdf; name=offer.pdf",
                base64.b64encode(b"%PDF"),
                content_transfer_encoding="base64",
            ),
            part(
                "text/plain",
                "not shown",
                content_disposition="attachment; filename*=utf-8''Notizen%20%C3%BC.txt",
            ),
            part("image/png", "x", content_disposition='inline; filename*0="long "; filename*1="name.png"'),
        )
    )

    assert message.text == "Here is the offer."
    assert message.attachments == ("offer.pdf", "Notizen ü.txt", "long name.png")


@pytest.mark.parametrize(
    "raw",
    [
        of_parts(
            part("application/pgp-encrypted", "Version: 1"),
            part("application/octet-stream", "x"),
            kind="encrypted",
        ),
        letter("AAAA", content_type="application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m"),
        letter("-----BEGIN PGP MESSAGE-----\r\n\r\nhQEM\r\n-----END PGP MESSAGE-----\r\n"),
    ],
)
def test_what_is_encrypted_says_so_and_has_no_text(raw):
    assert read(raw).is_encrypted
    assert read(raw).text == ""


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "This message is empty; fetch or save it again."),
        (b" \r\n\r\n", "This message is empty; fetch or save it again."),
        (b"%PDF-1.7\n", "This is a PDF, not an e-mail; save the message itself as .eml."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            "This is a message in Outlook's own format (.msg); open it in Outlook and save it as .eml.",
        ),
        (
            b"<!DOCTYPE html><p>From: a@b.example",
            "This is a web page, not an e-mail; save the message as .eml.",
        ),
        (b"\x00\x01\x02", "This is no e-mail but bytes that are no text; save the message as .eml."),
        (
            b'--x\r\nContent-Disposition: form-data; name="to"\r\n\r\na@b.c',
            "This is what a form sent, not an e-mail; choose the message itself, saved as .eml.",
        ),
        (
            b"Dear diary\n\nFrom: me",
            "This is no e-mail: it has none of the lines From, To, Date, Subject at its top, "
            "but begins “Dear diary”; save the message itself as .eml.",
        ),
    ],
)
def test_what_is_no_message_is_refused_with_its_reason(raw, reason):
    with pytest.raises(Unreadable) as refused:
        read(raw)
    assert refused.value.problem == reason


def test_a_missing_blank_line_costs_no_words():
    message = read(b"From: a@b.example\nSubject: Hi\nI forgot the empty line.\n\nBye\n")

    assert (message.subject, message.text) == ("Hi", "I forgot the empty line.\n\nBye")


def test_lines_may_end_as_old_machines_ended_them():
    message = read(b"From: a@b.example\rSubject: Hi\r\rHello\rthere\r")

    assert (message.subject, message.text) == ("Hi", "Hello\nthere")


@pytest.mark.parametrize("fields", [{"x_gmail_labels": "Important,Drafts"}, {"x_unsent": "1"}])
def test_what_was_never_sent_is_a_draft(fields):
    assert read(letter(**fields)).is_draft
    assert not read(letter()).is_draft
