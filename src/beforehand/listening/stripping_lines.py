"""What a line of a mail is: a quotation, the line that introduces one, a header of an embedded mail, a rule…"""

import re
from enum import Enum

LONGEST = 400  # characters of a line that are looked at: keeps every expression linear


class Kind(Enum):
    EMPTY = "empty"
    TEXT = "text"
    QUOTE = "quote"
    RULE = "rule"
    DEVICE = "device"  # "Sent from my iPhone"
    INTRO = "intro"  # "On Monday … wrote:", "-----Original Message-----"
    HEADER = "header"  # a line of the header of an embedded mail


_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*\Z")
_QUOTE = re.compile(r"\s{0,8}[A-Z]{0,2}>|\s{0,8}\|(?:\s|\Z)")
_RULE = re.compile(r"\s*(?:([-_*=~#+\u2013\u2014\u2500\u2501])(?:\s?\1)+|[\u1427\u2014])\s*\Z")
_FENCE = re.compile(r"\s*(?:```|~~~)")

_DEVICE_OPENERS = (
    r"sent (?:from|via|using|with|by) |get outlook for|sent on the (?:go|move|run)|via (?:my )?mobile\Z",
    r"envoyé (?:de|depuis|à partir) |télécharger outlook|obtenez outlook",
    r"von meinem .{2,40} gesendet|gesendet (?:von|mit|über) |diese nachricht wurde von mein",
    r"enviado (?:desde|de|do|da|pelo|con|a partir|vía|via) |obtener outlook|obter o outlook",
    r"inviat[oa] d|verstuurd v|verzonden v|skickat fr|skickades fr|sendt fr|lähetetty |wysłan[eoy] "
    r"|odesláno |poslané z",
    r"отправлено (?:с|из) |надіслано з|изпратено от|gönderildi|trimis de|elküldve|στάλθηκε από",
    r"发自我的|从我的.{1,20}发送|發自我的|從我的.{1,20}傳送|.{1,12}から送信|나의 .{1,20}에서 보냄",
    r"(?:please )?(?:excuse|pardon|forgive) (?:my|the|any) (?:brevity|typos|short)",
)
_DEVICE = re.compile(r"[\s*_<(\[-]*(?:" + "|".join(_DEVICE_OPENERS) + ")", re.IGNORECASE)
_DEVICE_SAYS_MORE = re.compile(r"[,.!?;]\s+\S+\s+\S+\s+\S")  # "Sent from my desk, is much easier than …"
_LINK = re.compile(r"<?(?:https?|mailto):[^\s>]{0,300}>?|\([^)]{0,300}\)")

_FROM = (
    "from|von|de|da|van|från|fra|lähettäjä|od|от|від|kimden|gönderen|feladó|από|寄件者|发件人|寄件人|差出人|보낸 사람"
    "|expéditeur|remitente|mittente|afzender|avsändare|afsender|nadawca|отправитель|odesílatel|expeditor|de la"
)
_FIELDS = (
    "sent|to|cc|bcc|date|subject|reply-to|envoyé(?: le)?|à|objet|répondre à|gesendet(?: am)?|an|datum"
    "|betreff|kopie"
    "|antwort an|enviad[oa](?: el| em)?|para|asunto|assunto|fecha|data|responder a|verzonden|aan|onderwerp"
    "|inviato"
    "|a|oggetto|skickat|till|ämne|sendt|til|emne|dato|lähetetty|vastaanottaja|aihe|päiväys|wysłano|wysłane"
    "|do|dw|temat"
    "|odesláno|komu|předmět|отправлено|кому|тема|дата|копия|надіслано|konu|tarih|kime|gönderildi|küldve"
    "|címzett|tárgy"
    "|发送时间|收件人|主题|抄送|日期|寄件日期|主旨"
    "|送信日時|宛先|件名|날짜|받는 사람|제목|subject line|importance|priority|resent-to"
    "|attachments|organization|sujet|le|sender|date d'envoi"
)
_HEADER = re.compile(rf"[\s>*]{{0,8}}(?:{_FROM}|{_FIELDS})\s?\*?\s?[:：]\s?\*?(?:\s|\S|\Z)", re.IGNORECASE)
_SENDER = re.compile(rf"[\s>*]{{0,8}}(?:{_FROM})\s?\*?\s?[:：]", re.IGNORECASE)

_VERB = (
    "wrote|writes|has written|schrieb|schrieben|geschrieben|a écrit|écrit|a ecrit|escribió|escribio"
    "|escrib[ií]a|escreveu"
    "|ha scritto|scrive|schreef|geschreven|het volgende|skrev|kirjoitti|napsala?|napisał(?:a|\\(a\\))?|pisze"
    "|написала?"
    "|написал\\(а\\)|пишет|пише|написав|писал|yazdı|şunu yazdı|写道"
    "|寫道|写了|さんは書きました|のメッセージ|작성|έγραψε|írta"
    "|a scris|napísala?|skrifaði|đã viết|va escriure|je napisao|kirjutas|rašė|escribiu|menulis|schreibt"
    "|posted|said"
)
_ENDS_BY_VERB = re.compile(rf"(?:{_VERB})\W{{0,40}}\Z", re.IGNORECASE)
_HAS_VERB = re.compile(rf"(?:{_VERB})", re.IGNORECASE)
_MOMENT = re.compile(
    r"\d{1,2}[:.h]\d{2}|\b(?:19|20)\d\d\b|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{4}年|\d{1,2}月",
)
_OPENS_BY_MOMENT = re.compile(
    r"\W{0,3}(?:\w{2,12}[.,]{0,2}\s)?\W?\d{1,4}(?:\D|\Z)|\W{0,3}\w{2,4}\.?,\s\d{1,2}\s"
)
_OPENS_INTRO = re.compile(
    r"\W{0,3}(?:on|at|le|am|el|em|il|op|den|dnia|w dniu|dne|na|a|la|în|στις|у|в)\s.{0,30}\d|\W{0,3}在",
    re.IGNORECASE,
)
_ENDS_BY_ADDRESS = re.compile(r"[<(\[][^<>\s]{1,120}@[^<>\s]{1,120}[>)\]]\W{0,4}\Z")
_STAMP = re.compile(r"\d{4}-\d\d-\d\d \d{1,2}:\d\d (?:GMT|UTC)[+-]\d\d:?\d\d ")
_ORIGINAL = re.compile(
    r"[\s*>]{0,6}[-_=]{2,}\s{0,4}\S?.{0,80}(?:original|forward|message|messag|mensa[jg]|nachricht|bericht"
    r"|meddela|meddelelse|besked|melding"
    r"|viesti|wiadomość|zpráva|správa|сообщени|повідомлен|письмо|邮件|郵件|メッセージ|메시지|ileti|üzenet|mesaj|wrote)"
    r".{0,30}[-_=]{2,}[\s*]{0,4}\Z",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"\s*(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail)"
    r"|début du message (?:transféré|réexpédié)"
    r"|inicio del mensaje reenviado|in[ií]cio da mensagem (?:encaminhada|reencaminhada)"
    r"|inizio messaggio inoltrato"
    r"|begin doorgestuurd bericht|vidarebefordrat (?:brev|mejl)|start på videresendt besked|videresendt melding"
    r"|początek przekazywanej wiadomości|начало переадресованного сообщения|下面是被转发的邮件)\s?[:：]?\s*\Z",
    re.IGNORECASE,
)


def kind(line: str) -> Kind:
    """What a line is, taken alone; an introduction that runs over several lines is not seen here."""
    line = line[:LONGEST]
    if _BLANK.match(line):
        return Kind.EMPTY
    if _ORIGINAL.match(line) or _FORWARDED.match(line):
        return Kind.INTRO
    if _QUOTE.match(line):
        return Kind.QUOTE
    if _RULE.match(line):
        return Kind.RULE
    if is_device(line):
        return Kind.DEVICE
    return Kind.HEADER if _HEADER.match(line) else Kind.TEXT


def is_device(line: str) -> bool:
    """Whether a mail program or a telephone signed: "Sent from my iPhone"."""
    if not _DEVICE.match(line):
        return False
    bare = _LINK.sub("", line)
    return len(bare.split()) <= 12 and not _DEVICE_SAYS_MORE.search(bare)


def is_fence(line: str) -> bool:
    """Whether the line opens or closes a block of code."""
    return bool(_FENCE.match(line))


def is_sender(line: str) -> bool:
    """Whether the line is the From: of an embedded header, in one of some twenty languages."""
    return bool(_SENDER.match(line[:LONGEST]))


def may_end_intro(line: str) -> bool:
    """Whether a line can be the last of an introduction; cheap, so that long texts are read in little time."""
    end = line.rstrip()[-40:]
    return end.endswith((":", "：", ">", ")", "]", "-")) or bool(
        _ENDS_BY_VERB.search(end) or _STAMP.match(line.strip())
    )


def is_intro(text: str) -> bool:
    """Whether the joined lines say that somebody wrote what follows, and when or under which address."""
    text = text.strip()[: LONGEST + 1]
    if len(text) > LONGEST or text.count(">") > text.count("<"):
        return False
    address, moment = "@" in text, bool(_MOMENT.search(text))
    if _STAMP.match(text):
        return True
    if not (address or moment):
        return False
    if _ENDS_BY_VERB.search(text):
        return True
    ends = text.endswith((":", "："))
    if ends and moment and _HAS_VERB.search(text):
        return True
    return moment and bool(_ENDS_BY_ADDRESS.search(text)) and (ends or opens_intro(text))


def opens_intro(line: str) -> bool:
    """Whether a line may be the first of an introduction: it begins with a date, or with "On" and one."""
    line = line[:LONGEST]
    return bool(_OPENS_INTRO.match(line) or _OPENS_BY_MOMENT.match(line)) and not line.rstrip().endswith(
        (".", "!", "?")
    )
