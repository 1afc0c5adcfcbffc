"""The marks of a promise in a sentence: who speaks, how sure, of what kind of deed, on what condition,"
" until when."""

import re
from dataclasses import dataclass

from beforehand.listening.commitment_words import (
    DEED_AFTER,
    FILLERS,
    MUTUAL,
    NEGATIONS,
    SPEAKING_AFTER,
    SPEECH,
    VERBS,
)

_OURS = (
    r"(?:our|my) (?:office|team|assistant|partner|colleague|staff|associate|company|agency|broker|manager"
    r"|accountant|lender"
    r"|attorney|lawyer|paralegal|coordinator|transaction coordinator|office manager|department|firm"
    r"|secretary|admin|people"
    r"|crew|guys?|technician|tech|underwriter|agent|processor|adjuster)s?|someone(?: from (?:our|my"
    r"|the) \w+)?|one of us"
    r"|a (?:member of (?:our|my) team|representative|colleague|specialist|technician|team member)|the team"
    r"|this office"
)
_DOING = (
    r"(?:sending|calling|checking (?:with|on|now|into|it)|looking into|forwarding|e-?mailing|working on"
    r"|getting (?:it|that|this|them|the [\w ]{2,20}) (?:to|over|out|done|ready|back)"
    r"|pulling (?:up|the|together)|finding out|putting together|running (?:the|over|it)|asking|filing"
    r"|texting|mailing|dropping|preparing|drafting"
    r"|reviewing|chasing|swinging by|printing|updating|fixing|ordering|setting up|heading|reaching out"
    r"|making (?:sure|the|a note|copies)|adding|scheduling|uploading"
    r"|submitting|circling back|following up with|dialing|shipping|posting|delivering|bringing)\b"
)
_OPENERS = (
    r"(?:ok(?:ay)?|sure(?: thing)?|yes|yep|yeah|yup|great|no problem|np|and|cool|k|ty|absolutely|perfect"
    r"|sorry|but|so|then|got it|noted|um|uh"
    r"|understood|of course|good morning|today|tomorrow|tonight|later|now|thx|alright|right|well|just|also"
    r"|still|no worries)\b"
)
_MARK = re.compile(
    r"\b(?:(?P<will>(?:what )?(?:i|we)(?:'ll| will| shall|'m going to|'re going to) do is|(?:i|we)(?:'ll"
    r"| will| shall)|i'l|(?<=, )will(?= (?!you\b|it\b|he\b"
    r"|she\b|they\b|the\b|this\b|that\b|there\b|my\b|we\b|i\b))|(?:and|but|then|so|or) will(?! be \w+(?:ed"
    r"|ne|nt|ready|available)\b))"
    rf"|(?P<wont>(?:i|we) (?:won'?t|wouldn'?t|will not)(?= (?:forget|let you down|rest|stop until|leave you"
    rf"|fail|delay|be long)))"
    r"|(?P<going>(?:i'?m|i am|we'?re|we are|im) (?:also |just |still |then )?(?:going to|gonna|about to"
    r"|off to|set to)"
    r"|gonna|i'?mm?a|finna|fixing to)"
    r"|(?P<plan>(?:i|we)(?:'m|'re| am| are)? (?:still |also |now |fully |do )?(?:plan(?:ning)?"
    r"|intend(?:ing)?|aim(?:ing)?"
    r"|expect(?:ing)?|mean|commit(?:ted)?|propose|endeavou?r|undertake|agree|resolve)(?: to| on)(?= (?:have "
    r"|be |\w)))"
    r"|(?P<hope>(?:i|we)(?:'m|'re| am| are)? (?:still |also |do |really |very much )?hop(?:e"
    r"|ing)(?: \w+){0,4}? to)"
    r"|(?P<promise>(?:i|we)(?:'ll)? (?:promise|guarantee|swear|assure you)|you have my word|rest assured"
    r"|(?:i|we) (?:give|gave) you my word|(?:i|we) owe you)"
    r"|(?P<happy>(?:(?:i'm|i am|we're|we are) (?:very |more than |quite |also )?)?(?<!not )(?<!be )(?:happy"
    r"|glad) to"
    r"|(?:i'm|i am|we're|we are) (?:very |quite |also )?(?:willing|ready|prepared|pleased|delighted) to)"
    r"|(?P<would_happy>(?:would|'d|will|'ll|to) be (?:very |more than |quite |only too )?(?:happy|glad"
    r"|willing|pleased|delighted) to)"
    r"|(?P<let>let me|lemme|let us|(?<=^)allow me to|give me (?:a (?:few|couple|bit|minute|moment|day|sec"
    r"|second|chance)\b.{0,24}?"
    r"|until \w+|till \w+|an hour|\d+ \w+) (?:to|and (?:i|we)'?(?:ll| will)))"
    r"|(?P<expect>(?:you|u)(?:'ll| will| should| can expect to|'?re going to| shall|ll) (?:\w+ly |then "
    r"|also )?(?:have(?! to)|receive|get"
    r"|hear|see)|(?:you can )?expect (?:it|them|a call|my|our|to hear|to have|to receive|something|(?:an?"
    r"|the) [\w ]{2,30} from (?:me|us))|look for (?:it|my"
    r"|an? \w+) (?:from|by|in))"
    r"|(?P<passive>(?:will|shall|is going to|are going to) (?:then |also |all |now )?be (?:made |re)?(?:sent"
    r"|posted|provided|delivered"
    r"|forwarded|updated|issued|mailed|published|emailed|e-mailed|distributed|circulated|available|completed"
    r"|fixed|corrected"
    r"|resolved|addressed|submitted|refunded|credited|processed|shipped|scheduled|announced|ready|uploaded"
    r"|shared|returned"
    r"|contacted|notified|added|included|reviewed|drafted|prepared|filed|released|done|in touch"
    r"|taken care of|handled"
    r"|followed up|forthcoming|confirmed|on its way|with you|over to you|in your (?:inbox|hands)))"
    rf"|(?P<ours>(?:{_OURS})(?:'ll| will| shall| is going to| are going to))"
    r"|(?P<can>(?:i|we) (?:can|should be able to|should(?= have (?:the|a|it|that|your)))(?: also| certainly"
    r"| easily| definitely| probably| still)?(?! not|n't))"
    r"|(?P<would>(?:i|we)(?:'d| would)(?: like to| love to| be able to| want to)?)"
    r"|(?P<need>(?:i|we) (?:need|have|still need|still have)(?: got)? to|(?:i|we)(?:'ve| have) got to"
    r"|i gotta|we gotta)"
    rf"|(?P<doing>(?:i'm|i am|we're|we are)(?: just| also| now| already| currently| still)? (?={_DOING}))"
    r"|(?P<set>(?:(?:i'?m|we'?re|i am|we are) |(?<=^)|(?<=, )|(?<=ok )|(?<=okay )|(?<=yes )"
    r"|(?<=sure ))on it(?=\W|$)|consider it done|leave (?:it|that|this) (?:with|to) me|more to (?:come|follow)"
    r"|(?:details|info|information|update|report|docs?|documents|paperwork|more|invoice) to follow"
    r"|to follow (?:shortly|soon|later)"
    r"|(?:it'?s|that'?s|it is|this is) (?:(?:now |next )?on my (?:list|to-?do|desk|plate|calendar)"
    r"|next on my)|i(?:'ve| have)?"
    r" (?:got|have) (?:you|this|it) covered|you got it\b|will do\b|wilco|count on (?:me|us)|talk to you then"
    r"|no later than"
    r"|you(?:'ll| will) not be (?:disappointed|sorry)|(?:i|we)(?:'ll| will) be (?:in touch|back)))\b"
)
_BARE = re.compile(
    rf"^(?:(?:{_OPENERS}|(?:hi|hello|hey|dear|thanks|thank you)(?: [\w.]+){{0,3}}(?=[,.!-]))[ ,.!:-]*)*"
    r"(?:(?P<will>will|shall)(?= (?!you\b|it\b|he\b|she\b|they\b|the\b|this\b|that\b|there\b|my\b|your\b"
    r"|his\b|we\b|i\b))"
    rf"|(?P<going>going to|gonna|about to|planning to|hoping to|plan to|hope to)"
    rf"|(?P<doing>(?:just )?(?={_DOING})))"
)
TIME = re.compile(
    r"\b(?:today|tonight|tonite|tom+or+ows?|tmrw|tmr|2moro|tomm?orr?ow|(?:(?:by|on|this|next|before) )?"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:by|on|this|next|before) (?:mon|tue|wed|thu|fri|sat|sun)"
    r"|eod|cob|eow|eom|asap|a\.s\.a\.p|noon|midday|(?:this|next|in the|by|tomorrow)"
    r" (?:the )?(?:end|morning|afternoon|evening|week|weekend|month|year)|end of (?:the )?(?:day|week|month"
    r"|business)|weekend"
    r"|(?:in|within) (?:the next|about|around|an?|one|two|three|a few|\d+)|(?:at|by|around|before) \d+"
    r"|\d ?(?:am|pm)"
    r"|(?:by|on) the \d+\w*|before (?:the|lunch|noon|closing|then)|first thing|later|over the next"
    r"|no later than|\d{1,2}/\d{1,2}|(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\w*"
    r" \d+\w*)\b"
)
_SOON = re.compile(
    r"\b(?:shortly|soon|asap|right away|straight away|immediately|as soon as|once|when|after|later|promptly"
    r"|momentarily|in a (?:bit|sec"
    r"|second|minute|moment|while)|now|right now|at once|in due course|the moment|by then|first chance|until"
    r"|afterwards|quickly"
    r"|in the (?:near )?future)\b"
)
_IF_YOU = re.compile(
    r"\b(?:if|unless|whenever|should|in case|provided) (?:you(?!'re (?:around|free|there|in|up)\b"
    r"| are (?:around|free|there|in|up)\b)|that|this works|needed|necessary|required|possible|so|it helps"
    r"|it would|anyone|your|there is interest|desired|preferred|interested)\b|\b(?:would|do) you (?:like"
    r"|want|prefer)|\bif not\b"
)
_IF = re.compile(r"\b(?:if|unless|whether|provided|assuming|depending|in case|even if|supposing)\b")
_EMBEDDED = re.compile(
    r"\b(?:if|whether|what|who|which|why|how|where|when|unless|until|think|thought|doubt|unsure|sure|afraid"
    r"|know|wonder|guess|suppose"
    r"|believe|imagine|pretend|than|as if|like|things?|no way|everything|anything|something|all|told|tell"
    r"|says?|said|asked|asks|that"
    r"|do|does|did|am|are|because|since|before|after|else|bet|wish|worried|concerned|figured|figure|hoped"
    r"|first|only|last|best|most)"
    r"(?: (?:that|how|what|when|if))?\s*\Z"
)
_REPORTED = re.compile(
    r"\b(?:he|she|they|you|the \w+|\w+ has|it|everyone|who|nobody) (?:said|told|claimed|promised|says|thinks"
    r"|thought|wrote|asked|wants"
    r"|hoped)\b|\b(?:i|we)(?:'ve| have| had)? (?:said|told|promised|thought|wrote|mentioned|already|was|were"
    r"|used|did|had)\b"
    r"|\bwas going to\b|\bwould have\b|\bwere going to\b|\byesterday\b|\blast (?:week|night|month|time"
    r"|year)\b|\bago\b"
)
_OFFERED = re.compile(
    r"\bif (?:you(?:'d| would)? (?:like|want|prefer|wish|need)|(?:that|it) (?:helps|works)|needed|desired"
    r"|necessary|interested)"
)
_AGREED = re.compile(r"[,.!] ?(?:ok|okay|k|alright|all right|deal|sounds? good|fair|good|yes)\?$")
_DOUBT = re.compile(
    r"\b(?:(?:don't|do not|didn't|not|never|can't) (?:\w+ )?(?:know|sure|think|believe|say|see)|unclear"
    r"|no idea|doubt)\b"
)
_BY_OTHERS = re.compile(
    r" by (?!(?:\d|noon|eod|cob|end|then|next|late|close|tom|mon|tue|wed|thu|fri|sat|sun|the (?:\d|end"
    r"|close))|us\b|me\b)"
)
_FIRST = re.compile(r"\b(?:i|we|i'm|i've|we're|we've|we'll|i'll|my|our)\b")
_OTHERS = re.compile(
    r"\b(?:please|pls|plz|can you|could you|would you|will you|you need|you must|you should|kindly"
    r"|ask you to)\b"
)
_IDIOM = re.compile(
    r"\b(?:to be honest|in my opinion|for sure i|as they say|so to speak|when pigs|for the rest of my|forever"
    r"|my whole life|someday|one day|some day|ever again|the rest of)\b"
)
_YOU = re.compile(r"\b(?:you|your|u|ya|yours|everyone|y'?all|them|him|her|all of you|folks)\b")
_IT = re.compile(
    r"\b(?:it|that|this|those|these|them|the|a|an|my|our|some|all|both|one|copies|docs?|info|details)\b"
)
_READY = re.compile(
    r"\b(?:ready|available|done|finished|complete|completed|back|for you|to you|to you|in your)\b"
)
_WORD = re.compile(r"[a-z][a-z'-]*|\d+")
_SPACE = re.compile(r"\s+")
_APOSTROPHES = str.maketrans("’‘`´", "''''")
_DEEDS = "|".join(verb for verb, sort in VERBS.items() if sort != "state")
_LONG = {
    "ill": "i'll",
    "u": "you",
    "r": "are",
    "ur": "your",
    "im": "i'm",
    "pls": "please",
    "plz": "please",
    "2": "to",
    "w/": "with",
    "&": "and",
}
_SHORT = re.compile(
    rf"(?<![\w'])ill(?= (?:{_DEEDS}|be|have|see|keep|try|also|take|pass|definitely|just|go)\b)|"
    r"(?<![\w'])(?:ur|u|r|im|pls|plz)(?![\w'])|(?<=[a-z] )2(?= [a-z]{3,} )|(?<= )(?:w/|&)(?= )"
)


@dataclass(frozen=True, slots=True)
class Marked:
    """One place of a sentence that may be a promise: its marks, and where its words begin and end."""

    marks: frozenset[str]
    start: int
    end: int


def plain(sentence: str) -> str:
    """The sentence in lower case, shorthand spelled out, apostrophes straight, at most 600 characters."""
    lowered = sentence[:600].lower().translate(_APOSTROPHES)
    return _SHORT.sub(lambda short: _LONG[short[0]], _SPACE.sub(" ", lowered)).strip()


def marked(sentence: str) -> list[Marked]:
    """Every place of the `plain` sentence where the writer may promise."""
    found = [_marked(sentence, match, match.lastgroup or "") for match in _MARK.finditer(sentence)]
    for match in _BARE.finditer(sentence):
        kind = f"bare_{match.lastgroup}" if match.lastgroup else ""
        if kind and not any(place.start <= match.start(match.lastgroup or 0) < place.end for place in found):
            found.append(_marked(sentence, match, kind))
    return [place for place in found if "negated" not in place.marks]


def _marked(sentence: str, match: re.Match[str], kind: str) -> Marked:
    words = _WORD.findall(sentence[match.end() : match.end() + 120])
    negated, skipped = False, 0
    for word in words:
        negated = negated or word in NEGATIONS or word.endswith("n't")
        if word not in FILLERS and word not in NEGATIONS:
            break
        skipped += 1
    skipped, verb = _verb(words, skipped, kind)
    if verb.endswith("ing") and "be" in words[:skipped]:
        verb = _infinitive(verb)
    rest = " ".join(words[skipped + 1 : skipped + 7])
    sort = (
        "speaking"
        if kind == "let" and (words[:1] == ["be"] or _opens_speech(verb, rest))
        else _verb_kind(verb, rest)
    )
    marks = {f"kind={kind}", f"verb={sort}"}
    if negated and kind not in ("wont", "promise"):
        marks.add("negated")
    marks |= _surroundings(sentence, match, kind, rest)
    end = sentence.find(verb, match.end()) + len(verb) if verb else match.end()
    while end < len(sentence) and sentence[end].isalpha():
        end += 1
    return Marked(frozenset(marks), match.start(match.lastgroup or 0), max(end, match.end()))


def _verb(words: list[str], skipped: int, kind: str) -> tuple[int, str]:
    """The verb of the deed; where only fillers follow ("I'll be back"), the first of them that is a verb."""
    if "try" in words[:skipped] and words[skipped:][:1] in (["you"], ["them"], ["him"], ["her"]):
        return skipped - 1, "call"  # "I'll try you again"
    if skipped < len(words) and words[skipped] in VERBS:
        return skipped, words[skipped]
    if kind in ("doing", "bare_doing") and words:
        return 0, _infinitive(words[0])
    for at in range(min(skipped, len(words))):
        if words[at] in ("be", "have", "keep", "make", "go", "come", "try", "do", "need"):
            return at, words[at]
    return (skipped, words[skipped]) if skipped < len(words) else (skipped, "")


def _infinitive(word: str) -> str:
    stem = word.removesuffix("ing")
    for verb in (stem, stem + "e", stem[:-1]):
        if verb in VERBS:
            return verb
    return word


def _opens_speech(verb: str, rest: str) -> bool:
    """ "Let me say", "let me give you my number": what is let happens in the same breath."""
    if rest.startswith(("you a call", "you a ring", "together", "you know")):
        return False
    return verb in SPEECH and (
        verb not in ("give", "have", "ask", "put") or rest.startswith(("you", "the", "it", "your"))
    )


def _verb_kind(verb: str, rest: str) -> str:
    """What sort of deed: tell, give, do; a state; a way of speaking; other, or none."""
    if not verb:
        return "none"
    if verb == "let":
        return (
            "tell"
            if re.match(r"(?:you|u|ya|them|him|her|everyone|every|the|your|\w+) (?:all )?know", rest)
            else "speaking"
        )
    if rest.startswith(SPEAKING_AFTER.get(verb, ("\n",))):
        return "speaking"
    if verb in MUTUAL and not rest.startswith(("to ", "with ")):
        return "meet"
    kind = VERBS.get(verb, "other")
    if kind == "state" and (
        rest.startswith(DEED_AFTER.get(verb, ("\n",))) or (verb == "have" and _has_done(rest))
    ):
        return "do"
    return kind


def _has_done(rest: str) -> bool:
    """ "Have it ready", "have Ann call": to have is a deed where something is done by it."""
    words = rest.split()
    if words[:1] == ["to"]:
        return False
    return bool(_READY.search(rest)) or (len(words) > 1 and VERBS.get(words[1], "state") != "state")


def _surroundings(sentence: str, match: re.Match[str], kind: str, rest: str) -> set[str]:
    before, after = sentence[: match.start()], sentence[match.end() :]
    clause = re.split(r"[;.!?]|, (?:but|and|so)\b| but | and (?:i|we|then|please)\b", after, maxsplit=1)[0]
    head = re.split(r"[;,.!?:\u2014]| but | and ", before)[-1]
    marks = {
        "asks": sentence.rstrip(" )\"'").endswith("?") and not _AGREED.search(sentence),
        "offered": bool(_OFFERED.search(head) or _OFFERED.search(clause)),
        "if_you": bool(_IF_YOU.search(head) or _IF_YOU.search(clause)),
        "if": bool(_IF.search(before[-80:]) or _IF.search(clause)),
        "embedded": bool(_EMBEDDED.search(before.rstrip())),
        "reported": bool(_REPORTED.search(before[-80:]) or _REPORTED.search(clause[:80])),
        "others": bool(_OTHERS.search(before[-60:])),
        "idiom": bool(_IDIOM.search(sentence)),
        "time": bool(TIME.search(clause) or TIME.search(before[-60:])),
        "soon": bool(_SOON.search(clause)),
        "you": bool(_YOU.search(rest)),
        "it": bool(_IT.search(rest)),
        "somebody": kind == "will"
        and match[0][0] in "abosw"
        and bool(before.strip())
        and not _FIRST.search(before),
        "doubt": bool(_DOUBT.search(before[-60:])),
        "opens": not head.strip(),
        "ends": not clause.strip(),
        "by_others": kind == "passive" and bool(_BY_OTHERS.match(after)),
        "quoted": sentence.startswith((">", "&gt;", "&amp;gt;", "|")),
    }
    return {mark for mark, is_so in marks.items() if is_so}
