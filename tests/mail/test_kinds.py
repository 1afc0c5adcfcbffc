import pytest

from beforehand.mail.messages import read
from tests.mail.letters import DANA, letter, of_parts, part

GROUP = {
    "x_google_group_id": "42",
    "precedence": "list",
    "list_id": "<info.rivera.example>",
    "mailing_list": "list info@rivera.example; contact info+owners@rivera.example",
}
ANSWER = {"in_reply_to": "<first.1@rivera.example>"}


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("personal", {}),
        ("personal", {"auto_submitted": "no"}),
        ("personal", {"x_mailer": "Mailgun", "x_sg_eid": "abc"}),
        ("personal", {"list_unsubscribe": "<https://tool.example/u>", **ANSWER}),
        ("personal", {"feedback_id": "1.us-east-1.x:AmazonSES", "list_unsubscribe": ""}),
        (
            "personal",
            {
                **GROUP,
                "list_post": "<mailto:info@rivera.example>",
                "list_unsubscribe": "<mailto:x@y.example>",
            },
        ),
        ("personal", {"disposition_notification_to": DANA}),
        ("personal", {"from": "Systemax <sales@systems.example>"}),
        ("personal", {"from": "Web <no-reply@forms.example>", "reply_to": DANA}),
        ("list", {**GROUP, "list_post": "<mailto:info@googlegroups.com>"}),
        ("list", {**GROUP, "subject": "Re: [team] Lunch"}),
        ("list", {"list_post": "<mailto:talk@lists.example>", "list_id": "<talk.lists.example>"}),
        ("list", {"x_mailman_version": "2.1", "precedence": "list"}),
        ("list", {"list_id": "Realtors <r.lists.example>"}),
        ("newsletter", {"list_unsubscribe": "<https://news.example/u>"}),
        ("newsletter", {"precedence": "bulk"}),
        ("newsletter", {"x_campaign": "spring"}),
        ("newsletter", {"list_id": "<n.example>", "list_unsubscribe": "<https://n.example/u>", **ANSWER}),
        ("newsletter", {"feedback_id": "a:b:c:mailer"}),
        ("newsletter", {"x_gmail_labels": "Spam,Unread"}),
        ("automatic", {"auto_submitted": "auto-replied"}),
        ("automatic", {"auto_submitted": "auto-replied (vacation)", "precedence": "bulk"}),
        ("automatic", {"auto_submitted": "auto-generated"}),
        ("automatic", {"x_auto_response_suppress": "All"}),
        ("automatic", {"x_autoreply": "yes"}),
        ("automatic", {"precedence": "auto_reply"}),
        ("automatic", {"subject": "Automatic reply: The inspection"}),
        ("automatic", {"subject": "Abwesenheitsnotiz: Besichtigung"}),
        ("automatic", {"return_path": "<>"}),
        ("automatic", {"from": "DocuSign <no-reply@docusign.example>"}),
        ("automatic", {"from": "do_not_reply@bank.example"}),
        ("automatic", {"from": "notifications@tool.example", "reply_to": "noreply@other.example"}),
        ("bounce", {"from": "Mail Delivery <MAILER-DAEMON@mx.example>", "return_path": "<>"}),
        ("bounce", {"x_failed_recipients": "dana@mail.example"}),
    ],
)
def test_the_headers_tell_what_sort_of_mail_it_is(kind, fields):
    assert read(letter(**fields)).kind == kind


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("; method=REQUEST", "invitation"),
        ("; method=reply", "invitation"),
        ("; method=CANCEL", "invitation"),
        ("; method=PUBLISH", "personal"),
        ("", "personal"),
    ],
)
def test_an_invitation_is_one_by_its_method(method, kind):
    raw = of_parts(part("text/plain", "See you"), part(f"text/calendar{method}", "BEGIN:VCALENDAR\r\n"))

    assert read(raw).kind == kind


def test_an_invitation_may_tell_its_method_inside():
    raw = of_parts(
        part("text/calendar", "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n"), auto_submitted="auto-generated"
    )

    assert read(raw).kind == "invitation"


def _report(action: str, *, returned: bytes) -> bytes:
    return of_parts(
        part("text/plain", "Your message could not be delivered."),
        part(
            "message/delivery-status", f"Reporting-MTA: dns; mx\r\n\r\nAction: {action}\r\nStatus: 5.1.1\r\n"
        ),
        returned,
        kind='report; report-type="delivery-status"',
        **{"from": "MAILER-DAEMON@mx.example", "auto_submitted": "auto-replied"},
    )


@pytest.mark.parametrize("carrier", ["message/rfc822", "text/rfc822-headers"])
def test_a_failed_delivery_tells_which_message_came_back(carrier):
    returned = part(carrier, b"Subject: Hi\r\nMessage-ID: <mine.7@rivera.example>\r\n\r\nHi")
    message = read(_report("failed", returned=returned))

    assert (message.kind, message.bounced) == ("bounce", "mine.7@rivera.example")
    assert message.forwarded is None


def test_a_delivery_that_is_only_late_is_no_bounce():
    message = read(
        _report("delayed", returned=part("text/rfc822-headers", "Message-ID: <mine.7@rivera.example>\r\n"))
    )

    assert (message.kind, message.bounced) == ("automatic", "")


def test_a_bounce_without_parts_tells_it_in_its_text():
    message = read(
        letter(
            "This is qmail.\n--- Below this line is a copy.\n\nMessage-ID: <mine.7@rivera.example>\n",
            **{"from": "MAILER-DAEMON@mx.example", "return_path": "<>"},
        )
    )

    assert (message.kind, message.bounced) == ("bounce", "mine.7@rivera.example")
