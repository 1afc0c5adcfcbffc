"""Every file that broke another parser is read, or refused with its true reason."""

from beforehand.mail.leads import lead
from beforehand.mail.messages import read
from beforehand.rules.captures import Unreadable
from tests.mail.letters import SHARED, letter, needs_shared

pytestmark = needs_shared

NO_MAIL = (
    "This is no e-mail: it has none of the lines From, To, Date, Subject at its top, but begins “{}”; "
    "save the message itself as .eml."
)
JSON = "This is JSON, not an e-mail; choose the message itself, saved as .eml."
FORM = "This is what a form sent, not an e-mail; choose the message itself, saved as .eml."
REFUSED = {
    "fmt_email_mime/PROVENANCE.txt": NO_MAIL.format("DATASET: fmt_email_mime"),
    "fmt_email_mime/django_helpdesk/LICENSE": NO_MAIL.format(
        "Copyright (c) 2008 Ross Poulton (Trading as Jutda),"
    ),
    "fmt_email_mime/mail_parser/LICENSE.txt": NO_MAIL.format("Apache License"),
    "fmt_email_mime/mikel_mail/MIT-LICENSE": NO_MAIL.format("Copyright (c) 2009-2016 Mikel Lindsaar"),
    "fmt_email_mime/postal/MIT-LICENCE": NO_MAIL.format("Copyright 2017-2024 Krystal Hosting Ltd"),
    "fmt_lead_emails/PROVENANCE.txt": NO_MAIL.format(
        "Subjects, sender domains and field labels AUTHENTIC as repor"
    ),
    "fmt_webhooks/PROVENANCE.txt": NO_MAIL.format("DATASET: fmt_webhooks"),
    "fmt_webhooks/anymail/LICENSE": NO_MAIL.format("BSD 3-Clause License"),
    "fmt_webhooks/anymail/inbound.rst": NO_MAIL.format(".. _inbound:"),
    "fmt_webhooks/anymail/postmark-inbound-test-payload-with-raw.json": JSON,
    "fmt_webhooks/anymail/postmark-inbound-test-payload.json": JSON,
    "fmt_webhooks/sendgrid/LICENSE": NO_MAIL.format("MIT License"),
    "fmt_webhooks/sendgrid/default_data.txt": FORM,
    "fmt_webhooks/sendgrid/raw_data.txt": FORM,
    "fmt_webhooks/sendgrid/raw_data_with_attachments.txt": FORM,
}
# What is not "personal".
KINDS = {
    "cpython_test_email/msg_02.txt": "list",
    "cpython_test_email/msg_16.txt": "bounce",
    "cpython_test_email/msg_25.txt": "bounce",
    "cpython_test_email/msg_43.txt": "bounce",
    "mail_parser/mail_malformed_2": "bounce",
    "mail_parser/mail_test_13": "newsletter",
    "mail_parser/mail_test_5": "newsletter",
    "mail_parser/mail_test_6": "newsletter",
    "mikel_mail/error_emails/bad_date_header.eml": "newsletter",
    "mikel_mail/error_emails/empty_in_reply_to.eml": "list",
    "mikel_mail/mime_emails/raw_email_with_mimepart_without_content_type.eml": "automatic",
    "mikel_mail/multipart_report_emails/multipart_report_multiple_status.eml": "bounce",
    "mikel_mail/multipart_report_emails/report_422.eml": "automatic",
    "mikel_mail/plain_emails/raw_email_trailing_dot.eml": "automatic",
    "postal/postfix-bounce.msg": "bounce",
}
BOUNCED = {
    "cpython_test_email/msg_16.txt": "002001c144a6$8752e060$56104586@oxy.edu",
    "cpython_test_email/msg_25.txt": "01040616033903.00962@server",
    "cpython_test_email/msg_43.txt": "edab.7804f5cb8070@python.org",
    "mail_parser/mail_malformed_2": "004801d1fc84$01c934ac$b247f0b7$@infospacemail.com",
    "mikel_mail/multipart_report_emails/multipart_report_multiple_status.eml":
        "4c2a146147ac8_61ff157c4ec1652df@s.h.c.mail",
}  # fmt: skip
# Without a Date or Received line that can be read: most are cut off, three are of 1969 in RFC 2822's own examples.
UNDATED = {
    *(f"cpython_test_email/msg_{n}.txt" for n in (11, 18, 24, 28, 31, 35, 37, 38, 40, 42, 45)),
    "mikel_mail/error_emails/bad_encoded_subject.eml",
    "mikel_mail/error_emails/multiple_content_types.eml",
    "mikel_mail/error_emails/multiple_references_with_one_invalid.eml",
    "mikel_mail/multi_charset/japanese.eml",
    "mikel_mail/rfc2822/example04.eml",
    "mikel_mail/rfc2822/example10.eml",
    "mikel_mail/rfc6532/utf8_headers.eml",
}
# The files hold none, or nothing but attachments, or an attached message.
WITHOUT_TEXT = {
    *(f"cpython_test_email/msg_{n}.txt" for n in ("06", "09", "11", "12", "12a", "18", "24", "28", "37", "46")),
    "django_helpdesk/blank-body-with-attachment.eml",
    *(f"mikel_mail/attachment_emails/attachment_{name}.eml" for name in ("message_rfc822_inline_image", "only_email",
                                                                         "with_quoted_filename")),
    *(f"mikel_mail/error_emails/{name}.eml" for name in ("bad_date_header", "bad_date_header2", "empty_in_reply_to",
                                                         "missing_content_disposition", "must_supply_encoding")),
    "mikel_mail/multi_charset/japanese_attachment_long_name.eml",
    "mikel_mail/multipart_report_emails/multipart_report_multiple_status.eml",
}  # fmt: skip


def shared(*folders: str) -> dict[str, bytes]:
    found = (file for folder in folders for file in sorted((SHARED / folder).rglob("*")) if file.is_file())
    return {str(file.relative_to(SHARED)): file.read_bytes() for file in found}


def test_each_raw_file_is_read_or_refused_with_its_true_reason():
    refused = {}
    for name, raw in shared("fmt_email_mime", "fmt_lead_emails", "fmt_webhooks").items():
        try:
            message = read(raw)
        except Unreadable as reason:
            refused[name] = reason.problem
        else:
            assert len(message.external_id) == 64, name
            message.text.encode()

    assert refused == REFUSED


def test_what_the_raw_files_are_is_known():
    messages = {
        name.removeprefix("fmt_email_mime/"): read(raw)
        for name, raw in shared("fmt_email_mime").items()
        if name not in REFUSED
    }

    assert len(messages) == 116
    assert {name: each.kind for name, each in messages.items() if each.kind != "personal"} == KINDS
    assert {name: each.bounced for name, each in messages.items() if each.bounced} == BOUNCED
    assert {name for name, each in messages.items() if each.at is None} == UNDATED
    assert {name for name, each in messages.items() if not each.text} == WITHOUT_TEXT


def test_the_bodies_of_replies_come_through_unchanged():
    bodies = shared("fmt_email_replies")
    assert len(bodies) > 300
    for name, raw in bodies.items():
        body = raw.decode("utf-8", "replace").replace("\x00", "")
        expected = body.replace("\r\n", "\n").replace("\r", "\n").strip("\n \t\ufeff")
        text = read(letter(body, content_type="text/plain; charset=utf-8")).text
        assert text.splitlines() == expected.splitlines(), name


def test_each_portal_passes_somebody_on():
    leads = {name: lead(read(raw)) for name, raw in shared("fmt_lead_emails").items() if name not in REFUSED}

    assert {name: (each.portal, each.name, each.points) for name, each in leads.items()} == {
        "fmt_lead_emails/realtor_com.eml": (
            "realtor.com",
            "Jordan Example",
            (("email", "jordan@example.com"), ("phone", "+15175550123")),
        ),
        "fmt_lead_emails/zillow_convo.eml": (
            "Zillow",
            "Casey Example",
            (("email", "0abc123relaytoken@convo.zillow.com"),),
        ),
    }
