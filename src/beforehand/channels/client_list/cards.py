"""What a vCard says about a contact."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from beforehand.channels.client_list.card_syntax import Card, Property, cards
from beforehand.channels.client_list.drafts import Draft
from beforehand.channels.client_list.rows import Address, ContactRow, Problem
from beforehand.channels.client_list.values import emails_in, labels_in, phones_in

_NOT_FOR_TALK = {"FAX", "PAGER", "MODEM", "BBS", "X400", "TLX"}
_NO_LABELS = {"PREF", "VOICE", "INTERNET", "MSG", "TEXT", "X-INTERNET", "POSTAL", "DOM", "INTL", "PARCEL"}
_SPOUSES = {"X-SPOUSE", "X-EVOLUTION-SPOUSE", "X-MS-SPOUSE", "X-KADDRESSBOOK-X-SPOUSESNAME"}
_RELATED = {"X-ABRELATEDNAMES", "RELATED"}
_SCHEME = re.compile(r"(?:tel|mailto|urn:uuid):\s*", re.IGNORECASE)
# Address books write 1604 for "no year".
_WITHOUT_YEAR = re.compile(r"(?:--|1604-?)(\d\d)-?(\d\d)")


def card_rows(path: Path) -> Iterator[ContactRow | Problem]:
    """Each card's contact and problems, cards counted from 1."""
    for row, card in enumerate(cards(path), start=1):
        if any(one.name.endswith("KIND") and one.text().lower() == "group" for one in card.properties):
            yield Problem(row, "KIND", "this card is a group; its people come in by their own cards")
            continue
        draft = _draft(row, card)
        if not card.whole:
            draft.problems.append(
                Problem(row, "END", "this card has no end: export it again if something is missing")
            )
        yield from draft.rows()


def _draft(row: int, card: Card) -> Draft:
    named: dict[str, list[Property]] = {}
    for one in card.properties:
        if one.value.strip(" ;"):
            named.setdefault(one.name, []).append(one)
    labels = {one.group: _own_label(one) for one in named.get("X-ABLABEL", []) if one.group}
    last, first, middle = named["N"][0].parts(3) if "N" in named else ("", "", "")
    draft = Draft(
        row,
        name=_text(named, "FN"),
        first_name=first,
        middle_name=middle,
        last_name=last,
        company=named["ORG"][0].parts(1)[0] if "ORG" in named else "",
        spouse=_spouse(card.properties, labels),
        address=_address(named.get("ADR", [])),
        labels=labels_in((one.text() for one in named.get("CATEGORIES", [])), "vcard"),
        notes="\n".join(one.text() for one in named.get("NOTE", [])),
        external_id=_SCHEME.sub("", _text(named, "UID"), count=1),
    )
    if not draft.name and not first and not last:
        draft.name = _text(named, "NICKNAME")
    for one in _preferred(named.get("TEL", [])):
        if not one.types & _NOT_FOR_TALK:
            draft.add_phones("TEL", phones_in(_SCHEME.sub("", one.text(), count=1), _label(one, labels)))
    for one in _preferred(named.get("EMAIL", [])):
        draft.add_emails("EMAIL", emails_in(_SCHEME.sub("", one.text(), count=1), _label(one, labels)))
    if birthday := _text(named, "BDAY"):
        _set_birthday(draft, birthday)
    return draft


def _text(named: dict[str, list[Property]], name: str) -> str:
    return named[name][0].text() if name in named else ""


def _preferred(properties: Sequence[Property]) -> list[Property]:
    return sorted(properties, key=lambda one: "PREF" not in one.types)


def _label(one: Property, labels: dict[str, str]) -> str:
    words = sorted(word for word in one.types - _NO_LABELS if not word.startswith("X-"))
    return labels.get(one.group) or " ".join(words).lower()


def _own_label(one: Property) -> str:
    return one.text().removeprefix("_$!<").removesuffix(">!$_")


def _spouse(properties: Sequence[Property], labels: dict[str, str]) -> str:
    for one in properties:
        related = one.name in _RELATED and (
            labels.get(one.group, "").lower() in ("spouse", "partner", "wife", "husband")
            or "SPOUSE" in one.types
        )
        if (one.name in _SPOUSES or related) and ":" not in one.value:
            return one.text()
    return ""


def _address(properties: Sequence[Property]) -> Address | None:
    for one in sorted(properties, key=lambda one: ("PREF" not in one.types, "HOME" not in one.types)):
        box, extra, street, *rest = (part.strip(" ,") for part in one.parts(7))
        lines = ", ".join(part for part in (extra, street) if part) or box
        if lines or any(rest):
            return Address(lines, *rest)
    return None


def _set_birthday(draft: Draft, text: str) -> None:
    if found := _WITHOUT_YEAR.match(text):
        draft.notes = f"{draft.notes}\nBirthday: {found[1]}-{found[2]}".strip()
    else:
        draft.birthday = draft.date("BDAY", text, day_first=False, newest_short_year=10)
