"""What WhatsApp itself puts into an export: attachments, calls, deleted and edited messages, notices."""

import re
from dataclasses import dataclass
from typing import Literal

from beforehand.channels.chat_export.header_lines import MARKS

Kind = Literal["message", "call", "notice", "deleted"]
_ATTACHED = "\ufffc"
_MARK = "\u200e"  # before WhatsApp's own words on iPhones
# “<attached: 0002-PHOTO.jpg>”, “<Media omitted>” in any language; “<This message was edited>” with its mark.
_IN_BRACKETS = re.compile(r"\A[\u200e\u200f]*<[^<>\n]{3,120}>[ \t]*(?:\n|\Z)")
_MARKED_BRACKETS = re.compile(r"\s?[\u200e\u200f]<(?P<inside>[^<>\n]{3,120})>")
_EDITED = re.compile(
    r"\s?<(?:This message was edited|Se editó este mensaje\.?|Mensagem editada|Diese Nachricht wurde bearbeitet\.?"
    r"|Ce message a été modifié|Questo messaggio è stato modificato|Dit bericht is bewerkt)>\s*\Z",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(r"\.[A-Za-z0-9]{2,5}\b")
_ATTACHED_WORDS = (
    r"\((?:file attached|archivo adjunto|arquivo anexado|fichier joint|Datei angehängt|file allegato"
    r"|bestand bijgevoegd)\)[ \t]*(?:\n|\Z)"
)
_ANDROID_FILES = (
    re.compile(
        rf"[\u200e\u200f]*\b[A-Z]{{3}}-\d{{8}}-WA\d{{4,6}}\.\w{{2,5}} {_ATTACHED_WORDS}", re.IGNORECASE
    ),
    re.compile(rf"\A[^\n]{{1,200}}\.\w{{2,5}} {_ATTACHED_WORDS}", re.IGNORECASE),
)
_OMITTED = re.compile(
    r"omitted|omitid[oa]|ocultad[oa]|omis(?:e|es)?\b|omess[oa]|weggelassen|ausgelassen|weggelaten|utelämnad|udeladt"
    r"|utelatt|pominięt|опущен|пропущен|省略|생략|atlandı|view once"
    r"|waiting for this message|POLL:|location:|location shared",
    re.IGNORECASE,
)
_DELETED = re.compile(
    r"\s*(?:this message was deleted|you deleted this message|this message was deleted by admin\b.*|null"
    r"|(?:se )?elimin(?:aste|ó) este mensaje|este mensaje fue eliminado"
    r"|(?:essa )?mensagem (?:foi )?apagada|você apagou esta mensagem|ce message a été supprimé"
    r"|vous avez supprimé ce message|diese nachricht wurde gelöscht|du hast diese nachricht gelöscht"
    r"|(?:questo messaggio è stato|hai) eliminato(?: questo messaggio)?|dit bericht (?:is|werd) verwijderd"
    r"|je hebt dit bericht verwijderd)\.?\s*",
    re.IGNORECASE,
)
_MISSED = re.compile(
    r"missed (?:group )?(?:(?P<video>video)|voice) call|llamada (?:de voz )?perdida|(?P<video2>videollamada) perdida"
    r"|chamada de voz perdida|(?P<video3>(?:chamada de vídeo|videochamada)) perdida|appel vocal manqué"
    r"|appel (?P<video4>vidéo) manqué|verpasster (?:(?P<video5>video)|sprach)anruf|chiamata (?:vocale )?persa"
    r"|(?P<video6>videochiamata) persa|(?:gemiste|gemist) (?:(?P<video7>video)-?|spraak)oproep",
    re.IGNORECASE,
)
_MISSED_AT = re.compile(r"(?:[^\d\n]{1,12}\d{1,2}[:.]\d\d.{0,8})?\.?")
_CALL = re.compile(r"(?:group )?(?:(?P<video>video)|voice) call\b", re.IGNORECASE)
_LENGTH = re.compile(r"(\d{1,4})\s?(h|m|s)", re.IGNORECASE)
_SECONDS = {"h": 3600, "m": 60, "s": 1}
_LONGEST_CALL_S = 7 * 24 * 3600
_ENCRYPTED = re.compile(
    r"[^\n]{0,80}(?:end-to-end|extremo a extremo|ponta a ponta|bout en bout|ende-zu-ende|eind-tot-eind)[- ]?"
    r"(?:encrypted|verschlüsselt|encryption|cifrad|criptograf|protegid|chiffr|crittografat|versleuteld)[^\n]{20,}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a text of the file is: a person's words, a call, WhatsApp's own notice, or what is gone.

    `same` is alike in exports with and without media. `seconds` of a call is None where it was not taken.
    """

    kind: Kind
    words: str = ""
    same: str = ""
    channel: str = "chat"
    seconds: int | None = None


def understood(text: str) -> Said:
    """What the text of a message, or of a notice without sender, is."""
    is_marked = text.startswith(_MARK)
    plain = text.translate(MARKS).strip()
    if _DELETED.fullmatch(plain):
        return Said("deleted")
    if call := _call(plain, is_marked=is_marked):
        return call
    if _ENCRYPTED.match(plain):
        return Said("notice")
    rest, attached = _without_attachment(text) if "<" in text or "(" in text else (text, False)
    words = rest.translate(MARKS).strip()
    if is_marked and not attached:
        if not _OMITTED.search(plain):
            return Said("notice")
        words, attached = "", True
    return Said("message", words, (_ATTACHED if attached else "") + words)


def _without_attachment(text: str) -> tuple[str, bool]:
    text, attached = _EDITED.sub("", text), False
    for pattern in (_IN_BRACKETS, *_ANDROID_FILES):
        text, count = pattern.subn("", text, count=1)
        attached |= bool(count)
    for found in reversed(list(_MARKED_BRACKETS.finditer(text))):
        attached |= bool(_FILE_NAME.search(found["inside"]))  # the others say that it was edited
        text = text[: found.start()] + text[found.end() :]
    return text, attached


def _call(plain: str, *, is_marked: bool) -> Said | None:
    """Calls not taken stand so in any export; others are told only by the mark of WhatsApp's own words."""
    if (missed := _MISSED.match(plain)) and (is_marked or _MISSED_AT.fullmatch(plain, missed.end())):
        video = any(missed.groupdict().values())
        return Said("call", same="call", channel="video" if video else "call")
    if not is_marked or (call := _CALL.match(plain)) is None:
        return None
    lengths = _LENGTH.findall(plain)
    seconds = sum(int(count) * _SECONDS[unit.lower()] for count, unit in lengths)
    return Said(
        "call",
        same="call",
        channel="video" if call["video"] else "call",
        seconds=min(seconds, _LONGEST_CALL_S) if lengths else None,
    )
