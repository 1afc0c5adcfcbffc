"""The message that somebody passed on by writing it into their own: found by the words of mailing programs."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from beforehand.mail.dates import moment_of

_LABELS: dict[str, str] = {
    label: field
    for field, labels in {
        "sender": "from, von, de, da, van, от, fra, från, lähettäjä, od, 差出人, 发件人, 寄件者, kimden",
        "at": "date, sent, datum, gesendet, gesendet am, envoyé, envoyé le, fecha, enviado, enviado el, data, "
        "inviato, enviada em, enviado em, verzonden, sendt, dato, skickat, дата, отправлено, lähetetty, päivämäärä, "
        "wysłano, 日付, 日期, 发送时间, 送信日時, gönderilen",
        "subject": "subject, betreff, objet, asunto, assunto, oggetto, onderwerp, emne, ämne, тема, aihe, temat, "
        "件名, 主题, 主旨, konu",
        "to": "to, an, à, para, a, aan, til, till, кому, vastaanottaja, do, 宛先, 收件人, kime",
        "cc": "cc, kopie, copie, copia, kopi, kopia, копия, copie à, con copia, 抄送",
        "": "bcc, reply-to, antwort an, répondre à, responder a, importance, wichtigkeit, priority, attachments, "
        "anlagen, resent-from, organization",
    }.items()
    for label in labels.split(", ")
}
_LABEL = re.compile(r"[*_]{0,2}([^\W\d_][\w -]{0,16}?) ?[*_]{0,2}\s?[:：][*_]{0,2}\s*(.*)")
# Only a forward has these above it.
_PLAIN_DIVIDER = re.compile(
    r"^(?P<quote>(?:> ?){0,20})[ \t]*(?:"
    r"[-_=]{2,} ?(?:forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado|"
    r"mensagem encaminhada|messaggio inoltrato|doorgestuurd bericht|vidarebefordrat meddelande|"
    r"videresendt (?:melding|meddelelse|besked)|пересылаемое сообщение|пересланное сообщение|"
    r"przekazana wiadomość|välitetty viesti|转发的邮件|転送メッセージ|forwarded by [^\n]{1,80}) ?[-_=]{2,}"
    r"|(?:begin forwarded message|anfang der weitergeleiteten nachricht|début du message (?:transféré|réexpédié)|"
    r"inicio del mensaje reenviado|início da mensagem (?:re)?encaminhada|inizio messaggio inoltrato|"
    r"begin doorgestuurd bericht|start på videresendt (?:besked|melding)|vidarebefordrat brev|"
    r"начало переадресованного сообщения) ?:"
    r")[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
# An answer has these too, above what it answers.
_DIVIDER_OF_BOTH = re.compile(
    r"^(?P<quote>(?:> ?){0,20})[ \t]*(?:"
    r"-{2,} ?(?:original message|originalnachricht|ursprüngliche nachricht|message d'origine|message original|"
    r"mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|ursprungligt meddelande|"
    r"oprindelig (?:besked|meddelelse)|opprinnelig melding|исходное сообщение) ?-{2,}"
    r"|_{8,}|(?=[*_]{0,2}(?:from|von|de|da|van|от|fra|från) ?:))",
    re.MULTILINE | re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"\s*(?:re ?: ?|\[[^\]]{1,30}\] ?)*(?:fwd?|wg|tr|rv|enc|i|vs|vb|doorst|转发|転送|fs|pd|ilt) ?[:：]"
    r"|\s*\[fwd:|.{1,200}\(fwd\)\s*$",
    re.IGNORECASE,
)
_MAILTO = re.compile(r"\[mailto:([^\]\s]+)\]|<mailto:([^>\s]+)>?", re.IGNORECASE)
_DAYS_WORDS = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b|\b(?:at|um|à|alle|às|kl\.?|om|о)\s+(?=\d)|[\u200e\u202f]")
_LONGEST_DATE = 80
_LONGEST_FIELD_LINES = 12
_LANGUAGES = ["en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "pl", "ru", "tr"]


@dataclass(frozen=True, slots=True)
class Retold:
    """A message as the one who passed it on wrote it down; its fields as written."""

    sender: str
    at: str
    subject: str
    to: str
    cc: str
    text: str


def inside(text: str, subject: str) -> Retold | None:
    """Return the message that is passed on in `text`; None if there is none.

    What stands below "Original Message" or "From: … Sent: …" is passed on only if the subject says so."""
    divider = _PLAIN_DIVIDER.search(text)
    if divider and (found := _below(text, divider)):
        return found
    if _FORWARDED.match(subject):
        for count, divider in enumerate(_DIVIDER_OF_BOTH.finditer(text)):
            if found := _below(text, divider):
                return found
            if count > _LONGEST_FIELD_LINES:
                break
    return None


def _below(text: str, divider: re.Match[str]) -> Retold | None:
    quote = divider["quote"].replace(" ", "")
    lines = text[divider.end() :].split("\n")
    if quote:
        lines = [_unquoted(line, len(quote)) for line in lines]
    at = 0
    while at < len(lines) and not lines[at].strip(" >_"):
        at += 1
    if len(lines) > at and not quote and lines[at].startswith(">"):  # Apple quotes what is below the divider
        lines = [_unquoted(line, 1) for line in lines]
    fields, body = _fields(lines, at)
    if not fields.get("sender") or not ("at" in fields or "subject" in fields):
        return None
    return Retold(
        sender=_plain_address(fields["sender"]),
        at=fields.get("at", ""),
        subject=fields.get("subject", "")[:1000],
        to=_plain_address(fields.get("to", "")),
        cc=_plain_address(fields.get("cc", "")),
        text="\n".join(lines[body:]).strip(),
    )


def _fields(lines: list[str], at: int) -> tuple[dict[str, str], int]:
    """Return what the labelled lines say, and where the text below them begins."""
    fields: dict[str, str] = {}
    last = ""
    for index in range(at, min(at + 3 * _LONGEST_FIELD_LINES, len(lines))):
        line = lines[index].strip()
        found = _LABEL.match(line)
        label = _LABELS.get(found[1].lower().strip()) if found else None
        if found and label is not None:
            last = label
            fields.setdefault(label, found[2].strip(" *"))
        elif not line:
            follows = lines[index + 1].strip() if index + 1 < len(lines) else ""
            after = _LABEL.match(follows)  # some programs leave a blank line between the fields
            if not after or _LABELS.get(after[1].lower().strip()) is None:
                return fields, index + 1
        elif last in ("to", "cc", "sender", "subject") and len(fields) < len(set(_LABELS.values())):
            fields[last] += " " + line
        else:
            return fields, index
    return fields, min(at + 3 * _LONGEST_FIELD_LINES, len(lines))


def _unquoted(line: str, depth: int) -> str:
    for _ in range(depth):
        line = line.lstrip(" ").removeprefix(">")
    return line.removeprefix(" ")


def _plain_address(written: str) -> str:
    return _MAILTO.sub(lambda found: f"<{found[1] or found[2]}>", written.replace("*", ""))


def moment(written: str, zone: tzinfo, near: datetime | None) -> datetime | None:
    """Return the UTC moment that a forwarder's program wrote, in `zone` where it tells none; None if not plain."""
    written = written.strip()[:_LONGEST_DATE]
    if not any(char.isdigit() for char in written):
        return None
    # Imported here because it takes half a second, and few messages pass on another.
    import dateparser

    if written[-5:].strip()[:1] in "+-" and (exact := moment_of(written)):
        return exact.astimezone(UTC)
    settings = {
        "REQUIRE_PARTS": ["day", "month", "year"],
        "RELATIVE_BASE": (near or datetime(2000, 1, 1, tzinfo=UTC)).replace(tzinfo=None),
        "PARSERS": ["absolute-time"],
    }
    try:
        found: datetime | None = dateparser.parse(
            _DAYS_WORDS.sub(" ", written), languages=_LANGUAGES, settings=settings
        )
        if found is None or not 1980 <= found.year < 2100:
            return None
        found = found if found.tzinfo else found.replace(tzinfo=zone)
        return found.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError, TypeError, IndexError, KeyError, AttributeError):
        return None
