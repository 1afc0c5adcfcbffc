"""Mail written in HTML, as the lines a person sees; quotes marked "> " as in plain mail."""

import re
from collections.abc import Iterator

from lxml import etree

_LONGEST = 1 << 20
_UNSEEN = frozenset({"script", "style", "head", "title", "meta", "template", "noscript", "select", "object"})
_OWN_LINES = frozenset(
    re.findall(
        r"\w+",
        "address article aside body caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header "
        "html li main nav ol p pre section table tbody tfoot thead tr ul blockquote hr",
    )
)
_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_NO_BORDER = re.compile(r"border\s*:\s*(?:none|0)", re.IGNORECASE)
_DIVIDER_IDS = frozenset({"divRplyFwdMsg", "x_divRplyFwdMsg", "appendonsend"})
_DIVIDER = "_" * 32
_MANY_BLANK = re.compile(r"\n{3,}")


def text_of_html(markup: str) -> str:
    """Return the text of an HTML body. Whatever the markup is, it is read as far as it goes."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(_INVISIBLE.sub("", markup[:_LONGEST]).encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        root = None
    if root is None:
        return ""
    lines = _Lines()
    for step in _steps(root):
        lines.take(*step)
    return lines.text()


def _steps(root: etree._Element) -> Iterator[tuple[str, str, etree._Element]]:
    """Yield ("open" | "close" | "text", text, element) in the order of reading, unseen parts left out."""
    unseen: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            if unseen is None:
                if _is_unseen(element):
                    unseen = element
                    continue
                yield "open", "", element
                if element.text:
                    yield "text", element.text, element
            continue
        if unseen is None:
            yield "close", "", element
        elif element is unseen:
            unseen = None
        if unseen is None and element.tail:
            yield "text", element.tail, element


def _is_unseen(element: etree._Element) -> bool:
    if element.tag in _UNSEEN:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def _is_quote(element: etree._Element) -> bool:
    """An indented paragraph is a <blockquote> too: without a border, and of no program's class."""
    if element.get("class") or element.get("type") or element.get("cite"):
        return True
    return _NO_BORDER.search(element.get("style") or "") is None


class _Lines:
    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quoting: list[bool] = []
        self._depth = 0
        self._verbatim = 0

    def take(self, step: str, text: str, element: etree._Element) -> None:
        if step == "text":
            self._line.append(text if self._verbatim else _SPACE.sub(" ", text))
            if self._verbatim and "\n" in text:
                self._break_verbatim()
        elif step == "open":
            self._open(element.tag, element)
        else:
            self._close(element.tag)

    def text(self) -> str:
        self._end_line()
        return _MANY_BLANK.sub("\n\n", "\n".join(self._lines)).strip("\n")

    def _open(self, tag: str, element: etree._Element) -> None:
        if tag == "br":
            self._end_line(keep_blank=True)
        elif tag in ("td", "th"):
            self._line.append(" ")
        elif tag in _OWN_LINES:
            self._end_line()
            if tag == "blockquote":
                self._quoting.append(_is_quote(element))
                self._depth += self._quoting[-1]
            elif tag == "hr" or element.get("id") in _DIVIDER_IDS:
                self._lines.append(self._prefix() + _DIVIDER)
            elif tag == "li":
                self._line.append("- ")
            elif tag == "pre":
                self._verbatim += 1
            elif tag == "p" and element.get("class") is None and self._lines and self._lines[-1].strip("> "):
                self._lines.append(self._prefix().rstrip())

    def _close(self, tag: str) -> None:
        if tag not in _OWN_LINES:
            return
        self._end_line()
        if tag == "blockquote":
            self._depth -= self._quoting.pop()
        elif tag == "pre":
            self._verbatim -= 1

    def _prefix(self) -> str:
        return "> " * min(self._depth, 20)

    def _break_verbatim(self) -> None:
        *whole, rest = "".join(self._line).split("\n")
        self._lines += [self._prefix() + line.rstrip() for line in whole]
        self._line = [rest]

    def _end_line(self, *, keep_blank: bool = False) -> None:
        line = "".join(self._line)
        self._line = []
        line = line.rstrip() if self._verbatim else _SPACE.sub(" ", line).strip()
        if line or keep_blank:
            self._lines.append((self._prefix() + line).rstrip())
