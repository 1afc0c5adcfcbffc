"""One normal form for what a client can be reached by, and the zone it hints at."""

import re

import phonenumbers

from beforehand.rules.area_codes import AREA_CODES, COUNTRIES
from beforehand.rules.state_zones import BY_PREFIX, NAMES, USUAL

_CUT_BY_A_SPREADSHEET = re.compile(r"\d[.,]\d+E\+?\d+", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"\+?[\d(][\d\s().\-/\u2010-\u2015\u00a0]*\d")
# Nearly all numbers of an American list; the pattern is 20 times as quick as a parse and agrees with it.
_AMERICAN = re.compile(r"(?:\+?1[\s.-]?)?\(?([2-9]\d\d)\)?[\s.-]?(\d{3})[\s.-]?(\d{4})", re.ASCII)
_STATE_AT_END = re.compile(
    r"(?:,\s*([A-Za-z]{2})\.?(?:[,\s]+(\d{5})(?:-\d{4})?)?|\s([A-Z]{2})\s+(\d{5})(?:-\d{4})?)\s*$"
)  # "418 Alder Ct" ends in a court, not in Connecticut
_ADDRESS = re.compile(
    r"[^\s\x00-\x1f\x7f\ud800-\udfff@<>(),;:\\\"\[\]]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]"
)
_COUNTRY_NAMES: dict[str, str] = {
    name: code
    for code, names in {
        "US": "usa, u.s., u.s.a., united states, united states of america, estados unidos",
        "CA": "can, canada",
        "MX": "mexico, méxico",
        "GB": "uk, united kingdom, great britain, england, scotland, wales",
        "IE": "ireland",
        "AU": "australia",
        "NZ": "new zealand",
        "DE": "germany, deutschland",
        "AT": "austria, österreich",
        "CH": "switzerland, schweiz, suisse",
        "FR": "france",
        "ES": "spain, españa",
        "PT": "portugal",
        "IT": "italy, italia",
        "NL": "netherlands, nederland",
        "BE": "belgium, belgique, belgië",
        "BR": "brazil, brasil",
        "IN": "india",
        "CN": "china",
        "JP": "japan",
        "IL": "israel",
        "PR": "puerto rico",
    }.items()
    for name in names.split(", ")
}


def normal_phone(text: str, country: str) -> str | None:
    """E.164, as dialled from `country` (two letters), and `;ext=`; None if it is no number."""
    text = text.strip()
    if country in ("US", "CA") and (parts := _AMERICAN.fullmatch(text)):
        return "+1" + "".join(parts.groups())
    if len(text) > 250 or not any(char.isdigit() for char in text) or _CUT_BY_A_SPREADSHEET.fullmatch(text):
        return None
    found = _e164(text, country)
    if found is None and text.startswith("00"):
        found = _e164("+" + text[2:], country)
    if found is None and (plain := _PLAIN_NUMBER.search(text)) and plain[0] != text:
        found = _e164(plain[0], country)
    return found


def _e164(text: str, country: str) -> str | None:
    try:
        number = phonenumbers.parse(text, country.upper() or None)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    # A new area code may be missing from the metadata, a code of five digits is never a line of one's own.
    if len(str(number.national_number)) < 7 and not phonenumbers.is_valid_number(number):
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{e164};ext={number.extension}" if number.extension else e164


def normal_email(text: str) -> str | None:
    """The bare address in lower case, without `mailto:`, name and brackets; None if it is no address."""
    text = text.strip()
    if (start := text.rfind("<")) >= 0:
        text = text[start + 1 :].partition(">")[0].strip()
    if text[:7].lower() == "mailto:":
        text = text[7:].partition("?")[0]
    text = text.strip(" \t\r\n'\".,;\u200b\ufeff").lower()
    return text if len(text) <= 254 and _ADDRESS.fullmatch(text) else None


def phone_zone(e164: str) -> str | None:
    """The IANA zone that a number's area code or country most likely has; None where that is not plain."""
    if e164.startswith("+1"):
        return AREA_CODES.get(e164[2:5])
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return None
    region = phonenumbers.region_code_for_number(number)
    return COUNTRIES.get(region or phonenumbers.region_code_for_country_code(number.country_code or 0))


def country_code(text: str) -> str | None:
    """The two letters of a country as people write it ("US", "USA", "United States"); None if not known."""
    text = " ".join(text.split())
    if len(text) == 2 and text.upper() in phonenumbers.SUPPORTED_REGIONS:
        return text.upper()
    return _COUNTRY_NAMES.get(text.lower())


def address_zone(country: str, address: str) -> str | None:
    """The IANA zone of an address written on one line, by the state and postal code it ends with; None if not plain."""
    found = _STATE_AT_END.search(address)
    if found is None:
        return None
    return state_zone(country, found[1] or found[3], found[2] or found[4] or "")


def state_zone(country: str, state: str, postal_code: str = "") -> str | None:
    """The IANA zone of a US state or Canadian province, by name or letters, else of a country with one zone.

    A state in two zones is told by its postal code; None where that is not plain.
    """
    code = country_code(country)
    if code not in USUAL:
        return COUNTRIES.get(code or "")
    name = " ".join(state.replace(".", "").split())
    letters = NAMES[code].get(name.lower(), name.upper())
    zone = BY_PREFIX.get(letters, {}).get(postal_code.strip()[:3].upper()) if postal_code else None
    return (USUAL[code].get(letters) if zone is None else zone) or None
