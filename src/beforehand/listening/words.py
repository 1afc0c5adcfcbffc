"""Text to words: lower case, contractions opened, shorthand spelled out."""

import re
from functools import lru_cache

LONGEST_TEXT = 6_000
LONGEST_WORD = 40

_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d[\d.,:/-]*|[?!]+|[$£€]|[.;\n]", re.ASCII)
_WRITTEN = re.compile(_TOKEN.pattern, re.ASCII | re.IGNORECASE)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "\u00a0": " "})
_REPEATED = re.compile(r"([a-z])\1{2,}")

_SHORT = (
    "can not: can't cannot cant; will not: won't wont; shall not: shan't; let us: let's lets; you all: y'all; is "
    "not: ain't isnt; going to: gonna; want to: wanna; have to: gotta; give me: gimme; let me: lemme; please: "
    "kindly plz pls plse pl ples; you: u ya; your: ur; are: r; why: y; and: n; with: w; be: b; i am: im; i have: "
    "ive; you are: youre; you have: youve; it is: its; that is: thats; what is: whats wats; where is: wheres; "
    "when is: whens; how is: hows; there is: theres; they are: theyre; we have: weve; do not: dont dnt; does not: "
    "doesnt; did not: didnt didn; have not: havent hvnt havnt; has not: hasnt; had not: hadnt; was not: wasnt; "
    "are not: arent; were not: werent; could not: couldnt; would not: wouldnt; should not: shouldnt; not: nt; "
    "what: wat wht; about: abt bout; message: msg; messages: msgs; thanks: thx tnx thnx ty tysm tks; thank you: "
    "thankyou; have: hv hav; because: bcoz bc cuz coz cos; tomorrow: tmrw tmr tomo; yesterday: yest; week: wk; "
    "weeks: wks; month: mth; hours: hrs; minutes: mins; appointment: appt; application: appl; account: acct; "
    "soon: asap; now: rn; received: rcvd recd recieved rec'd; receive: recieve; delivery: del; delivered: delvd; "
    "let me know: lmk; what are you doing: wyd; ok: k okay okie; yes: yep yeah yup; no: nope nah; though: tho; "
    "could: cud cld; should: shud; when: wen whn; where: whr wer wher; still: stil; the: d da; this: dis; from: "
    "frm; forward: fwd; really: rly rlly; probably: prob prolly; text: txt; people: ppl; something: smth; "
    "nothing: nthg nuthin nothin; that: tht; through: thru; until: til till; years: yrs; hi: hello hey hiya heya "
)
_WHOLE = {
    short: long.strip()
    for long, _, shorts in (line.partition(":") for line in _SHORT.split(";"))
    for short in shorts.split()
}
_ENDINGS = {"n't": "not", "'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would"}
_IS_BEFORE_S = frozenset(
    {"it", "that", "what", "where", "when", "how", "there", "who", "he", "she", "here", "why"}
)


def tokens(text: str) -> list[str]:
    """The words of at most LONGEST_TEXT characters, in order; numbers are '#', money '$', marks '?', '!' or '.'."""
    found: list[str] = []
    for token in _TOKEN.findall(text[:LONGEST_TEXT].translate(_QUOTES).lower()):
        words = _words(token)
        if words != (".",) or (found and found[-1] != "."):
            found.extend(words)
    return found


def written(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every token as it stands in the text, with the words it is read as."""
    return [(part, _words(part.lower())) for part in _WRITTEN.findall(text[:LONGEST_TEXT].translate(_QUOTES))]


@lru_cache(maxsize=20_000)
def _words(token: str) -> tuple[str, ...]:
    first = token[0]
    if first.isalpha():
        return _spelled_out(token[:LONGEST_WORD])
    if first.isdigit():
        return ("#",)
    if first in "?!":
        return ("?" if "?" in token else "!",)
    return ("$" if first in "$£€" else ".",)


def _spelled_out(token: str) -> tuple[str, ...]:
    whole = _WHOLE.get(token)
    if whole is not None:
        return tuple(whole.split())
    if "'" not in token:
        return (_REPEATED.sub(r"\1", token),)
    stem, _, ending = token.partition("'")
    if token.endswith("n't"):
        return (token[:-3], "not")
    if ending == "s":
        return (stem, "is") if stem in _IS_BEFORE_S else (stem, "'s")
    opened = _ENDINGS.get("'" + ending)
    return (stem, opened) if opened else (stem,)
