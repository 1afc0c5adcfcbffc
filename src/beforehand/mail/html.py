"""Mail written in HTML, as the lines a person sees; quotes marked "> " as in plain mail."""

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, cast

from lxml import etree

_LONGEST = 300_000  # characters; what is new stands above
_DEEPEST_QUOTE = 20
_UNSEEN = frozenset({"script", "style", "head", "title", "meta", "template", "noscript", "select", "object"})
_OWN_LINES = frozenset(
    re.findall(
        r"\w+",
        "address article aside body caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header "
        "html li main nav ol p pre section table tbody tfoot thead tr ul blockquote hr",
    )
)
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_NO_BORDER = re.compile(r"border\s*:\s*(?:none|0)", re.IGNORECASE)
_DIVIDER_IDS = frozenset({"divRplyFwdMsg", "x_divRplyFwdMsg", "appendonsend"})
_DIVIDER = "_" * 32
_MANY_BLANK = re.compile(r"\n{3,}")


def text_of_html(markup: str) -> str:
    """Return the text of an HTML body. Whatever the markup is, it is read as far as it goes."""
    # Without a tree: building one takes the square of a tag's attributes, and ends where tags are nested too deep.
    page = _Page()
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, target=cast("Any", page))
    with suppress(etree.LxmlError):
        etree.fromstring(_INVISIBLE.sub("", markup[:_LONGEST]).encode("utf-8", "replace"), parser)
    return page.text()


class _Page:
    """What the parser calls: keeps the lines seen so far and the one that is being written."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quoting: list[bool] = []
        self._depth = 0
        self._prefix = ""
        self._verbatim = 0
        self._unseen = 0  # how many open elements nobody sees

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._unseen or _is_unseen(tag, attributes):
            self._unseen += 1
        elif tag == "br":
            self._end_line(keep_blank=True)
        elif tag in ("td", "th"):
            self._line.append(" ")
        elif tag in _OWN_LINES:
            self._end_line()
            self._begin(tag, attributes)

    def end(self, tag: str) -> None:
        if self._unseen:
            self._unseen -= 1
        elif tag in _OWN_LINES:
            self._end_line()
            if tag == "blockquote":
                self._quote(by=-self._quoting.pop())
            elif tag == "pre":
                self._verbatim -= 1

    def data(self, text: str) -> None:
        if self._unseen:
            return
        if self._verbatim and "\n" in text:
            first, *others = text.split("\n")
            self._line.append(first)
            for each in others:
                self._end_line(keep_blank=True)
                self._line.append(each)
        else:
            self._line.append(text)

    def close(self) -> None:
        self._end_line()

    def text(self) -> str:
        return _MANY_BLANK.sub("\n\n", "\n".join(self._lines)).strip("\n")

    def _begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "blockquote":
            self._quoting.append(_is_quote(attributes))
            self._quote(by=self._quoting[-1])
        elif tag == "hr" or attributes.get("id") in _DIVIDER_IDS:
            self._lines.append(self._prefix + _DIVIDER)
        elif tag == "li":
            self._line.append("- ")
        elif tag == "pre":
            self._verbatim += 1
        elif tag == "p" and "class" not in attributes and self._lines and self._lines[-1].strip("> "):
            self._lines.append(self._prefix.rstrip())

    def _quote(self, *, by: int) -> None:
        self._depth += by
        self._prefix = "> " * min(self._depth, _DEEPEST_QUOTE)

    def _end_line(self, *, keep_blank: bool = False) -> None:
        if not self._line and not keep_blank:
            return
        line = "".join(self._line)
        self._line.clear()
        keep_blank = keep_blank or "\u00a0" in line
        line = line.rstrip() if self._verbatim else " ".join(line.split())
        if line or keep_blank:
            self._lines.append((self._prefix + line).rstrip())


def _is_unseen(tag: str, attributes: Mapping[str, str]) -> bool:
    return tag in _UNSEEN or (bool(attributes) and _HIDDEN.search(attributes.get("style", "")) is not None)


def _is_quote(attributes: Mapping[str, str]) -> bool:
    """An indented paragraph is a <blockquote> too: without a border, and of no program's class."""
    if not attributes.keys().isdisjoint(("class", "type", "cite")):
        return True
    return _NO_BORDER.search(attributes.get("style", "")) is None
