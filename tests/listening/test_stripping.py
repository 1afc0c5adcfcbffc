import email
import email.policy
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beforehand.listening.stripping import strip, unquoted

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "fmt_email_replies"
needs_shared = pytest.mark.skipif(
    not SHARED.exists(), reason="../shared/data is not here: nothing to judge by"
)
OURS = "Thanks, Thursday works.\nCould you send the disclosures?"


@pytest.mark.parametrize(
    "quoted",
    [
        "On Mon, Nov 16, 2026 at 9:02 AM Ann Lee <ann@example.com> wrote:\n\n> Is Thursday good?\n>\n> Ann",
        "On Mon, Nov 16, 2026 at 9:02 AM Ann Lee <\nann@example.com> wrote:\n> Is Thursday good?",
        "On Nov 16, 2026,\nat 9:02,\nAnn Lee <ann@example.com> wrote:\n\n> Is Thursday good?",
        "On Mon, 16 Nov 2026 at 09:02 Ann Lee\n\n<\nmailto:Ann Lee <ann@example.com>\n> wrote:\n\nIs Thursday good?",
        "Ann Lee <ann@example.com> wrote:\n\nIs Thursday good?",
        "2026-11-16 9:02 GMT+01:00 Ann Lee <ann@example.com>:\n\nIs Thursday good?",
        '16.11.2026, 09:02, "Ann Lee" <ann@example.com>:\n\nIs Thursday good?',
        "Le lun. 16 nov. 2026 à 09:02, Ann Lee <ann@example.com> a écrit :\n\n> Jeudi ?",
        "Am Mo., 16. Nov. 2026 um 09:02 Uhr schrieb Ann Lee <ann@example.com>:\n\n> Passt Donnerstag?",
        "El lun, 16 nov 2026 a las 9:02, Ann Lee (<ann@example.com>) escribió:\n\n> ¿El jueves?",
        "Em seg., 16 de nov. de 2026 às 09:02, Ann Lee <ann@example.com> escreveu:\n\n> Quinta?",
        "Il giorno lun 16 nov 2026 alle ore 09:02 Ann Lee <ann@example.com> ha scritto:\n\n> Giovedì?",
        "Op ma 16 nov. 2026 om 09:02 schreef Ann Lee <ann@example.com>:\n\n> Donderdag?",
        "man. 16. nov. 2026 kl. 09:02 skrev Ann Lee <ann@example.com\n>:\n\n> Torsdag?",
        "pon., 16 lis 2026 o 09:02 Ann Lee <ann@example.com> napisał(a):\n\n> Czwartek?",
        "пн, 16 нояб. 2026 г. в 09:02, Ann Lee <ann@example.com>:\n\n> Четверг?",
        "在 2026年11月16日，上午9:02，Ann Lee <ann@example.com> 写道：\n\n> 星期四？",
        "-----Original Message-----\nFrom: Ann Lee\nSent: Monday\nTo: Bo\nSubject: Thursday?\n\nIs Thursday good?",
        "From: Ann Lee <ann@example.com>\nSent: Monday, November 16, 2026\nTo: Bo\nSubject: Thursday\n\nGood?",
        "________________________________\nVon: Ann Lee\nGesendet: Montag\nAn: Bo\nBetreff: Donnerstag\n\nPasst es?",
        "---------- Forwarded message ---------\nFrom: Ann <ann@example.com>\nDate: Monday\nSubject: Hi\nTo: Bo\n\nHi",
        "Begin forwarded message:\n\nFrom: Ann <ann@example.com>\nSubject: Hi\nDate: Monday\nTo: Bo\n\nHello",
        "> Is Thursday good?\n> Ann",
        "> On 16 Nov 2026, at 09:02, Ann Lee <ann@example.com> wrote:\n>\n> Is Thursday good?",
    ],
)
def test_what_others_wrote_is_left_out(quoted: str) -> None:
    assert strip(f"{OURS}\n\n{quoted}\n") == OURS


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nBo Reyes\nRivera Homes",
        "--\nBo Reyes\n\nSent from my iPhone",
        "_______________\nBo Reyes | Broker",
        "—\nBo",
        "Sent from my iPhone",
        "Sent from Yahoo Mail for iPhone",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Envoyé de mon iPhone",
        "Von meinem iPhone gesendet",
        "Enviado desde mi iPhone",
        "Bo Reyes\nRivera Homes\n(555) 201-7788\nbo@example.com\nDRE #01234567",
        "CONFIDENTIALITY NOTICE: this message is for its addressee alone.",
        "This email and any attachments may contain confidential information for the intended recipient.",
    ],
)
def test_a_signature_is_left_out(signature: str) -> None:
    assert strip(f"{OURS}\n\n{signature}") == OURS


@pytest.mark.parametrize(
    "text",
    [
        "On the other hand, we could wait.\n\nOn Friday at 3:30 I wrote to them about it and they agreed.",
        "The offer:\n- 450,000\n- closing on 11/30/2026\n\nFrom: us\nThanks, Bo",
        "I moved the money -- finally -- to escrow.\n\n-- first point\n-- second point",
        "Sent from my desk, which is much easier than from my telephone.",
        "Key points\n\nHere is what we saw in the house on Monday.",
        "```\n# not a rule\n----\n> not a quotation\n```\n\nEnd.",
        "> Is Thursday good?\n\nThursday is good.",
        "Best regards,\n\nBo",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert strip(text) == text


def test_a_rule_between_paragraphs_is_no_signature() -> None:
    text = "Two things.\n\n----\n\nFirst, the roof leaks over the bath.\n\n----\n\nSecond, nobody has called us back."
    assert strip(text) == text.replace("----\n", "")


def test_answers_under_a_quotation_are_kept_with_what_they_answer() -> None:
    text = (
        "Hi Ann,\n\nOn Mon, Nov 16, 2026 at 9:02 AM Ann <ann@example.com> wrote:\n"
        "> Is Thursday good?\n\nYes.\n\n> And the price?\n\nToo low.\n\n-- \nBo"
    )
    assert strip(text) == "Hi Ann,\n\n> Is Thursday good?\n\nYes.\n\n> And the price?\n\nToo low."
    assert unquoted(strip(text)) == "Hi Ann,\n\n\nYes.\n\n\nToo low."


def test_an_answer_below_the_quotation_is_all_that_is_kept() -> None:
    assert strip("On 11/16/2026 9:02 AM, Ann wrote:\n> Is Thursday good?\n\nYes, it is.") == "Yes, it is."


def test_a_mail_forwarded_without_a_word_is_read_itself() -> None:
    text = "---------- Forwarded message ----------\nFrom: Ann <ann@example.com>\nDate: Monday\nTo: Bo\n\nIt leaks."
    assert strip(text) == "It leaks."


def test_the_warning_of_a_mail_server_is_left_out() -> None:
    assert strip(f"CAUTION: This email originated from outside of the organization.\n\n{OURS}") == OURS


@pytest.mark.parametrize("text", ["", " \n\t\n", "\u200b", "\r\n\r\n"])
def test_nothing_stays_nothing(text: str) -> None:
    assert strip(text) == ""


PIECES = st.sampled_from(
    [
        "> a",
        "text",
        "",
        "--",
        "On 1 May 2026 at 9:00, A <a@b.c> wrote:",
        "From: a@b.c",
        "To: x",
        "Subject: y",
        "```",
        "…",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=30).map("\n".join)))
def test_nothing_is_added(text: str) -> None:
    lines = {line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")}
    assert {line.strip() for line in strip(text).split("\n")} <= lines | {""}


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "On 1 Jan 2026\n",
        "> x\n",
        "--\nname\n",
        "From: x\n",
        "A <a@b.c> wrote:\n",
        "x\n> y\n",
        "```\n",
        "-",
    ],
)
def test_ten_times_the_text_takes_about_ten_times_as_long(piece: str) -> None:
    def seconds(characters: int) -> float:
        begun = time.process_time()
        strip(piece * (characters // len(piece)))
        return time.process_time() - begun

    assert seconds(40_000) < 40 * max(seconds(4_000), 0.005)


@pytest.mark.slow
def test_a_megabyte_is_read_in_seconds() -> None:
    begun = time.process_time()
    strip("Hi,\nOn 1 Jan 2026 at 9:00, A <a@b.c> wrote:\n> x\nyes\n--\n" * 20_000)
    assert time.process_time() - begun < 20


@needs_shared
def test_the_shared_mails_come_out_as_their_collectors_wanted() -> None:
    folder = SHARED / "email_reply_trimmer"
    wrong = [
        mail.name
        for mail in sorted((folder / "emails").iterdir())
        if strip(mail.read_text("utf-8")) != (folder / "trimmed" / mail.name).read_text("utf-8").strip()
    ]
    assert wrong == []


@needs_shared
def test_the_replies_of_twelve_mail_programs_are_hello() -> None:
    for path in sorted((SHARED / "talon" / "standard_replies").glob("*.eml")):
        body = email.message_from_bytes(path.read_bytes(), policy=email.policy.default).get_body(("plain",))
        assert body is not None
        assert strip(body.get_content()) == "Hello", path.name


@needs_shared
def test_every_shared_mail_is_read() -> None:
    for path in sorted(SHARED.rglob("*.txt")):
        strip(path.read_text("utf-8", "replace"))
