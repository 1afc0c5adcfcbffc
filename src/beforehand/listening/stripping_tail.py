"""Where a signature begins: under a dash line, as a block of telephone numbers and addresses, as a legal"
" notice."""

import re

from beforehand.listening.stripping_lines import Kind

_MOST_LINES = 14
_MOST_RULES = 4
_LONGEST_LINE = 90
_DASHES = re.compile(r"\s*(?:--|\u2014)\s*\Z")  # the rule that says: signature
_PROSE = re.compile(r"(?:\S+\s+){5,}\S*[.?!]\s*\Z")
_FOOTER = re.compile(r"unsubscribe|confidential|https?://|privileged|preferences", re.IGNORECASE)
_CONTACT = re.compile(
    r"(?:\+|\(|\b)\d[\d ().-]{6,20}\d|\S{1,80}@\S{1,80}\.\w{2,}|\bwww\.|https?://|\b(?:tel|fax|mobile|cell"
    r"|phone|office"
    r"|direct|lic(?:ense)?|dre|nmls)\b\s?[#.:]",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"\W{0,6}(?:(?:this|the information (?:contained )?in this) (?:e-?mail|message|communication"
    r"|transmission)\b.{0,200}"
    r"(?:confidential|privileged|intended)|confidentiality (?:notice|note)|disclaimer\s*(?::|\Z)|legal notice"
    r"|diese e-?mail.{0,80}vertraulich|ce (?:message|courriel).{0,80}confidentiel"
    r"|please consider the environment before|.{0,80}scanned for viruses|virus-free|avast logo)",
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
    while True:
        start = end
        while start and kinds[start - 1] is Kind.TEXT:
            start -= 1
        if not 0 < start < end or not _NOTICE.match(lines[start][:400]):
            return end
        end = _before_blanks(kinds, start)


def _before_dashes(lines: list[str], kinds: list[Kind], end: int) -> int:
    """Leave out what stands under a rule, or two, if it is as short as a signature and is not talk."""
    for _ in range(_MOST_RULES):
        rule = _rule_above(lines, kinds, end)
        if rule is None or Kind.TEXT not in kinds[:rule]:
            break
        end = _before_blanks(kinds, rule)
    return end


def _rule_above(lines: list[str], kinds: list[Kind], end: int) -> int | None:
    filled, talks = 0, False
    for at in range(end - 1, -1, -1):
        if kinds[at] is Kind.RULE:
            return None if talks and not _DASHES.match(lines[at]) else at
        filled += kinds[at] is not Kind.EMPTY
        if filled > _MOST_LINES or len(lines[at]) > _LONGEST_LINE:
            return None
        if kinds[at] in (Kind.QUOTE, Kind.INTRO, Kind.HEADER):
            return None
        talks = talks or bool(_PROSE.match(lines[at]) and not _FOOTER.search(lines[at]))
    return None


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
