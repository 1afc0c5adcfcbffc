"""Text to words: lower case, contractions opened, shorthand spelled out."""

import re

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
    lowered = text[:LONGEST_TEXT].translate(_QUOTES).lower()
    found: list[str] = []
    for token in _TOKEN.findall(lowered):
        first = token[0]
        if first.isdigit():
            found.append("#")
        elif first in "?!":
            found.append("?" if "?" in token else "!")
        elif first in "$£€":
            found.append("$")
        elif first in ".;\n":
            if found and found[-1] != ".":
                found.append(".")
        else:
            found.extend(_spelled_out(token[:LONGEST_WORD]))
    return found


def written_tokens(text: str) -> list[str]:
    """The same words as they stand in the text, before any is opened or spelled out."""
    return _WRITTEN.findall(text[:LONGEST_TEXT].translate(_QUOTES))


def _spelled_out(token: str) -> list[str]:
    whole = _WHOLE.get(token)
    if whole is not None:
        return whole.split()
    if "'" not in token:
        return [_REPEATED.sub(r"\1", token)]
    stem, _, ending = token.partition("'")
    if token.endswith("n't"):
        return [token[:-3], "not"]
    if ending == "s":
        return [stem, "is"] if stem in _IS_BEFORE_S else [stem, "'s"]
    opened = _ENDINGS.get("'" + ending)
    return [stem, opened] if opened else [stem]
