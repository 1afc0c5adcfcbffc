"""Where a signature begins: under a dash line, as a block of telephone numbers and addresses, as a legal"
" notice."""

import re

from beforehand.listening.stripping_lines import Kind

_MOST_LINES = 14
_LONGEST_LINE = 90
_DASHES = re.compile(r"\s*(?:--|\u2014|__)\s*\Z")
_CONTACT = re.compile(
    r"(?:\+|\(|\b)\d[\d ().-]{6,20}\d|\S{1,80}@\S{1,80}\.\w{2,}|\bwww\.|https?://|\b(?:tel|fax|mobile|cell"
    r"|phone|office"
    r"|direct|lic(?:ense)?|dre|nmls)\b\s?[#.:]",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"\W{0,6}(?:(?:this|the information (?:contained )?in this) (?:e-?mail|message|communication"
    r"|transmission)\b.{0,200}"
    r"(?:confidential|privileged|intended)|confidentiality (?:notice|note)|disclaimer\s?:|legal notice"
    r"|diese e-?mail.{0,80}vertraulich|ce (?:message|courriel).{0,80}confidentiel"
    r"|please consider the environment before|virus-free|avast logo)",
    re.IGNORECASE,
)


def signature_starts(lines: list[str], kinds: list[Kind]) -> int:
    """The index of the first line that belongs to the signature, or the number of lines if there is none."""
    end = _before_blanks(kinds, len(lines))
    end = _before_notice(lines, kinds, end)
    end = _before_dashes(lines, kinds, end)
    return _before_contacts(lines, kinds, end)


def _before_blanks(kinds: list[Kind], end: int) -> int:
    while end and kinds[end - 1] is Kind.EMPTY:
        end -= 1
    return end


def _before_notice(lines: list[str], kinds: list[Kind], end: int) -> int:
    """Leave out legal notices: whole paragraphs at the end."""
    start = end
    while start and kinds[start - 1] is Kind.TEXT:
        start -= 1
    if 0 < start < end and _NOTICE.match(lines[start][:400]):
        return _before_notice(lines, kinds, _before_blanks(kinds, start))
    return end


def _before_dashes(lines: list[str], kinds: list[Kind], end: int) -> int:
    """Leave out what stands under a rule, if it is as short as a signature."""
    filled = 0
    for at in range(end - 1, -1, -1):
        if kinds[at] is Kind.RULE:
            has_text = Kind.TEXT in kinds[:at] if at < 40 else True
            return _before_dashes(lines, kinds, _before_blanks(kinds, at)) if has_text else end
        filled += kinds[at] is not Kind.EMPTY
        if (
            filled > _MOST_LINES
            or len(lines[at]) > _LONGEST_LINE
            or kinds[at] in (Kind.QUOTE, Kind.INTRO, Kind.HEADER)
        ):
            break
    return end


def _before_contacts(lines: list[str], kinds: list[Kind], end: int) -> int:
    """Leave out a last paragraph of short lines of which two or more are a telephone, an address or a"
    " licence."""
    start = end
    while start and kinds[start - 1] in (Kind.TEXT, Kind.DEVICE) and len(lines[start - 1]) <= 70:
        start -= 1
    block = lines[start:end]
    if not 0 < start < end or kinds[start - 1] is not Kind.EMPTY or not 2 <= len(block) <= 9:
        return end
    contacts = sum(bool(_CONTACT.search(line)) for line in block)
    talks = any(line.rstrip().endswith(("?", "!", ",", ":")) or len(line.split()) > 9 for line in block)
    return start if contacts >= 2 and not talks else end
