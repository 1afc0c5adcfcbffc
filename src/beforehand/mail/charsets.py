"""Bytes into text, whatever charset they claim to be in."""

import codecs
import re
from functools import lru_cache

_NAME = re.compile(r"[a-z0-9][a-z0-9_.:+-]{0,39}", re.ASCII)
# What programs write is a superset of what they name, or a name of their own.
_MEANT = {
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
}
_ALIASES = {"unicode-1-1-utf-7": "utf-7", "ks_c_5601": "cp949", "x-sjis": "cp932", "x-gbk": "gb18030"}
# Text codecs of Python's that are no charset; two of them need the square of the length.
_NO_CHARSETS = frozenset(
    {"idna", "punycode", "undefined", "unicode_escape", "raw-unicode-escape", "unicode-escape"}
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def decoded(raw: bytes, charset: str) -> str:
    """Return the text of bytes in `charset`; where they are not in it, in UTF-8 or else Windows-1252. Never fails."""
    codec = _codec(charset.strip(" '\"").lower())
    try:
        text = raw.decode(codec)
    except (UnicodeError, ValueError):
        text = _guessed(raw, codec)
    return _SURROGATE.sub("\ufffd", text) if codec == "utf-7" else text


def _guessed(raw: bytes, codec: str) -> str:
    """A wrong byte or two do not make it another charset; many do."""
    if codec != "utf-8":
        text = raw.decode(codec, "replace")
        if text.count("\ufffd") * 50 <= len(text):
            return text
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as broken:
        if raw[: broken.start].isascii() is False:  # it was UTF-8 up to here
            return raw.decode("utf-8", "replace")
        return raw.decode("cp1252", "replace")


@lru_cache(maxsize=512)
def _codec(name: str) -> str:
    if not _NAME.fullmatch(name):
        return "utf-8"
    try:
        found = codecs.lookup(_ALIASES.get(name, name))
        b"".decode(found.name)  # no codec from bytes to bytes
    except (LookupError, UnicodeError, ValueError):
        return "utf-8"
    return "utf-8" if found.name in _NO_CHARSETS else _MEANT.get(found.name, found.name)
