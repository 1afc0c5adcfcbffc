"""The marks of a promise in a sentence: who speaks, how sure, of what kind of deed, on what condition, until when."""

import re
from dataclasses import dataclass

from beforehand.listening.commitment_words import DEED_AFTER, FILLERS, NEGATIONS, SPEAKING_AFTER, VERBS

_OURS = (
    r"(?:our|my) (?:office|team|assistant|partner|colleague|staff|associate|company|agency|broker|manager|accountant|lender"
    r"|attorney|lawyer|paralegal|coordinator|transaction coordinator|office manager|department|firm|secretary|admin|people"
    r"|crew|guys?|technician|tech|underwriter|agent|processor|adjuster)s?|someone(?: from (?:our|my|the) \w+)?|one of us"
    r"|a (?:member of (?:our|my) team|representative|colleague|specialist|technician|team member)|the team|this office"
)
_I = r"(?:i|we|\w{2,12} and i|the \w{2,12} and i)"
_MARK = re.compile(
    rf"\b(?:(?P<will>{_I}(?:'?ll| will| shall)|i'l|(?<![a-z] )ill|and will|but will|then will|so will|or will)"
    rf"|(?P<wont>(?:i|we) (?:won'?t|wouldn'?t)(?= (?:forget|let you down|rest|stop until|leave you|fail|delay|be long)))"
    r"|(?P<going>(?:i'?m|i am|we'?re|we are|im) (?:also |just |still |then )?(?:going to|gonna|about to|off to|set to)"
    r"|gonna|i'?mm?a|finna|fixing to)"
    r"|(?P<plan>(?:i|we)(?:'m|'re| am| are)? (?:still |also |now |fully |do )?(?:plan(?:ning)?|intend(?:ing)?|aim(?:ing)?"
    r"|expect(?:ing)?|mean|commit(?:ted)?|propose|endeavou?r|undertake|agree|resolve)(?: to| on)(?= (?:have |be |\w)))"
    r"|(?P<hope>(?:i|we)(?:'m|'re| am| are)? (?:still |also |do |really |very much )?hop(?:e|ing)(?: \w+){0,4}? to)"
    r"|(?P<promise>(?:i|we)(?:'ll)? (?:promise|guarantee|swear|assure you)|you have my word|rest assured"
    r"|(?:i|we) (?:give|gave) you my word|(?:i|we) owe you)"
    r"|(?P<happy>(?:i'?m|i am|we'?re|we are|i'?d be|i would be)?(?: very| more than| quite)?"
    r" ?(?:happy|glad|willing|ready|prepared|pleased|delighted) to)"
    r"|(?P<let>let me|lemme|let us|(?<=^)allow me to|give me (?:a (?:few|couple|bit|minute|moment|day|sec|second|chance)\b.{0,24}?"
    r"|until \w+|till \w+|an hour|\d+ \w+) (?:to|and (?:i|we)'?(?:ll| will)))"
    r"|(?P<expect>(?:you|u)(?:'ll| will| should| can expect to|'?re going to| shall|ll) (?:\w+ly |then |also )?(?:have|receive|get"
    r"|hear|see)|(?:you can )?expect (?:it|them|a call|my|our|to hear|to have|to receive|something|(?:an?|the) [\w ]{2,30} from (?:me|us))|look for (?:it|my"
    r"|an? \w+) (?:from|by|in))"
    r"|(?P<passive>(?:will|shall|to|is going to|are going to) (?:then |also |all |now )?be (?:made |re)?(?:sent|posted|provided|delivered"
    r"|forwarded|updated|issued|mailed|published|emailed|e-mailed|distributed|circulated|available|completed|fixed|corrected"
    r"|resolved|addressed|submitted|refunded|credited|processed|shipped|scheduled|announced|ready|uploaded|shared|returned"
    r"|contacted|notified|added|included|reviewed|drafted|prepared|filed|released|done|in touch|taken care of|handled"
    r"|followed up|forthcoming|confirmed|on its way|with you|over to you|in your (?:inbox|hands)))"
    rf"|(?P<ours>(?:{_OURS})(?:'ll| will| shall| is going to| are going to))"
    r"|(?P<can>(?:i|we) (?:can|could|might|may|should|ought to)(?: also| certainly| easily| definitely| probably| still)?(?! not|n't))"
    r"|(?P<would>(?:i|we)(?:'d| would)(?: like to| love to| be able to| want to)?)"
    r"|(?P<need>(?:i|we) (?:need|have|still need|still have)(?: got)? to|(?:i|we)(?:'ve| have) got to|i gotta|we gotta)"
    r"|(?P<doing>(?:i'?m|i am|we'?re|we are|im)(?: just| also| now| already| currently| still)? (?=\w{3,14}ing\b))"
    r"|(?P<set>(?:(?:i'?m|we'?re|i am|we are) |(?<=^)|(?<=, )|(?<=ok )|(?<=okay )|(?<=yes )|(?<=sure ))on it(?=\W|$)|consider it done|leave (?:it|that|this) (?:with|to) me|more to (?:come|follow)"
    r"|(?:details|info|information|update|report|docs?|documents|paperwork|more|invoice) to follow|to follow (?:shortly|soon|later)"
    r"|(?:it'?s|that'?s|it is|this is) (?:(?:now |next )?on my (?:list|to-?do|desk|plate|calendar)|next on my)|i(?:'ve| have)?"
    r" (?:got|have) (?:you|this|it) covered|you got it\b|will do\b|wilco|count on (?:me|us)|talk to you then|no later than"
    r"|you(?:'ll| will) not be (?:disappointed|sorry)|(?:i|we)(?:'ll| will) be (?:in touch|back)))\b"
)
_BARE = re.compile(
    r"(?:^|[,;:\u2013\u2014)-]\s*|\b(?:ok|okay|sure|yes|yep|yeah|thanks|great|no problem|np|and|hi|hello|k|cool|ty|absolutely|perfect"
    r"|sorry|but|so|then|got it|noted|understood|of course|morning|currently|today|tomorrow|tonight|later|now)\s+)"
    r"(?:(?P<will>will|shall|'ll)(?= (?!you\b|u\b|it\b|he\b|she\b|they\b|the\b|this\b|that\b|there\b|my\b|your\b|his\b|we\b|i\b))"
    r"|(?P<going>going to|gonna|about to|planning to|hoping to|plan to|hope to)|(?P<doing>(?=(?:send|call|check|look|forward|email|work"
    r"|gett|pull|find|put|runn|ask|fil|follow|text|mail|dropp|prepar|draft|review|chas|swing|print|updat|fix|order|sett|head|reach"
    r"|mak|add|schedul|upload|submitt|circl|dial|ship)ing\b)))"
)  # fmt: skip
_TIME = re.compile(
    r"\b(?:today|tonight|tonite|tom+or+ows?|tmrw|tmr|2moro|tomm?orr?ow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:by|on|this|next"
    r"|before) (?:mon|tue|wed|thu|fri|sat|sun)|eod|cob|eow|eom|asap|a\.s\.a\.p|noon|midday|(?:this|next|in the|by|tomorrow)"
    r" (?:the )?(?:end|morning|afternoon|evening|week|weekend|month|year)|end of (?:the )?(?:day|week|month|business)|weekend"
    r"|(?:in|within) (?:the next |about |around |an? |one |two |three |a few |\d)|(?:at|by|around|before) \d|\d ?(?:am|pm)"
    r"|by the \d|first thing|later|over the next|no later than|\d{1,2}/\d{1,2}|(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\w*"
    r" \d)\b"
)
_SOON = re.compile(
    r"\b(?:shortly|soon|asap|right away|straight away|immediately|as soon as|once|when|after|later|promptly|momentarily|in a (?:bit|sec"
    r"|second|minute|moment|while)|now|right now|at once|in due course|the moment|by then|first chance|until|afterwards|quickly"
    r"|in the (?:near )?future)\b"
)
_IF_YOU = re.compile(
    r"\b(?:if|unless|whenever|should|in case|provided|when) (?:you|u|that|this works|needed|necessary|required|possible|so|it helps"
    r"|it would|anyone|your|there is interest|desired|preferred|interested)\b|\b(?:would|do) you (?:like|want|prefer)|\bif not\b"
)
_IF = re.compile(r"\b(?:if|unless|whether|provided|assuming|depending|in case|even if|supposing)\b")
_EMBEDDED = re.compile(
    r"\b(?:if|whether|what|who|which|why|how|where|when|unless|until|think|thought|doubt|unsure|sure|afraid|know|wonder|guess|suppose"
    r"|believe|imagine|pretend|than|as if|like|things?|everything|anything|something|all|told|tell|says?|said|asked|asks|that"
    r"|do|does|did|am|are|because|since|before|after|bet|wish|worried|concerned|figured|figure|hoped|first|only|last|best|most)"
    r"(?: (?:that|how|what|when|if))?\s*\Z"
)
_REPORTED = re.compile(
    r"\b(?:he|she|they|you|the \w+|\w+ has|it|everyone|who|nobody) (?:said|told|claimed|promised|says|thinks|thought|wrote|asked|wants"
    r"|hoped)\b|\b(?:i|we)(?:'ve| have| had)? (?:said|told|promised|thought|wrote|mentioned|already|was|were|used|did|had)\b"
    r"|\bwas going to\b|\bwould have\b|\bwere going to\b|\byesterday\b|\blast (?:week|night|month|time|year)\b|\bago\b"
)
_OTHERS = re.compile(r"\b(?:please|pls|plz|can you|could you|would you|will you|you need|you must|you should|kindly|ask you to)\b")
_IDIOM = re.compile(
    r"\b(?:to be honest|in my opinion|for sure i|as they say|so to speak|when pigs|for the rest of my|forever"
    r"|my whole life|someday|one day|some day|ever again|the rest of)\b"
)
_YOU = re.compile(r"\b(?:you|your|u|ya|yours|everyone|y'?all|them|him|her|all of you|folks)\b")
_IT = re.compile(r"\b(?:it|that|this|those|these|them|the|a|an|my|our|some|all|both|one|copies|docs?|info|details)\b")
_WORD = re.compile(r"[a-z][a-z'-]*|\d+")
_SPACE = re.compile(r"\s+")
_APOSTROPHES = str.maketrans("’‘`´", "''''")
_LONG = {"u": "you", "r": "are", "ur": "your", "im": "i'm", "pls": "please", "plz": "please", "2": "to", "w/": "with", "&": "and"}
_SHORT = re.compile(r"(?<![\w'])(?:ur|u|r|im|pls|plz)(?![\w'])|(?<=[a-z] )2(?= [a-z]{3,} )|(?<= )(?:w/|&)(?= )")


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
    return found


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
    marks = {f"kind={kind}", f"verb={verb_kind(verb, rest)}"}
    if negated:
        marks.add("negated")
    marks |= _surroundings(sentence, match, rest)
    end = sentence.find(verb, match.end()) + len(verb) if verb else match.end()
    return Marked(frozenset(marks), match.start(match.lastgroup or 0), max(end, match.end()))


def _verb(words: list[str], skipped: int, kind: str) -> tuple[int, str]:
    """The verb of the deed; where only fillers follow ("I'll be back"), the first of them that is a verb."""
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


def verb_kind(verb: str, rest: str) -> str:
    """What sort of deed: tell, give, do; a state; a way of speaking; other, or none."""
    if not verb:
        return "none"
    if verb == "let":
        return "tell" if re.match(r"(?:you|u|ya|them|him|her|everyone|every|the|your|\w+) (?:all )?know", rest) else "speaking"
    if rest.startswith(SPEAKING_AFTER.get(verb, ("\n",))):
        return "speaking"
    kind = VERBS.get(verb, "other")
    if kind == "state" and rest.startswith(DEED_AFTER.get(verb, ("\n",))):
        return "do"
    return kind


def _surroundings(sentence: str, match: re.Match[str], rest: str) -> set[str]:
    before, after = sentence[: match.start()], sentence[match.end() :]
    clause = re.split(r"[;.!?]|, (?:but|and|so)\b| but | and (?:i|we|then|please)\b", after, maxsplit=1)[0]
    head = re.split(r"[;,.!?:\u2014]| but | and ", before)[-1]
    marks = {
        "asks": sentence.rstrip(" )\"'").endswith("?"),
        "if_you": bool(_IF_YOU.search(head) or _IF_YOU.search(clause)),
        "if": bool(_IF.search(before[-80:]) or _IF.search(clause)),
        "embedded": bool(_EMBEDDED.search(before.rstrip())),
        "reported": bool(_REPORTED.search(before[-80:]) or _REPORTED.search(clause[:80])),
        "others": bool(_OTHERS.search(before[-60:])),
        "idiom": bool(_IDIOM.search(sentence)),
        "time": bool(_TIME.search(clause) or _TIME.search(before[-60:])),
        "soon": bool(_SOON.search(clause)),
        "you": bool(_YOU.search(rest)),
        "it": bool(_IT.search(rest)),
        "opens": not head.strip(),
        "ends": len(clause.split()) <= 1,
        "quoted": sentence.startswith((">", "&gt;", "&amp;gt;", "|")),
    }
    return {mark for mark, is_so in marks.items() if is_so}
