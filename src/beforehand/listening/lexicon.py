"""Words that carry the same meaning in every trade, under one name; the rest of a sentence is only "_"."""

_CLASSES = {
    "STATUS": "status state progress eta whereabouts latest development developments timeline timeframe stage",
    "NEWS": "update updates updated news word info",
    "TRACK": "track tracking trace locate tracked traced tracker",
    "CHECK": "check checking follow following checked inquire enquire enquiring inquiring verify confirm "
    "confirming touching",
    "KNOW": "know see find tell inform hear hearing told learn wonder wondering curious advise",
    "HEARD": "heard reply response respond responded replied answer answered answering",
    "ARRIVE": "arrive arrives arrived arriving arrival come comes came coming reach reached reaches show shows "
    "showing shown showed appear appears appeared appearing land landed deliver delivered delivers delivering "
    "delivery ship shipped ships shipping shipment dispatched dispatch mailed received receive receiving reflect "
    "reflected reflecting distributed",
    "GET": "get gets got gotten getting",
    "DONE": "processed approved completed complete finished finalized finalised cleared clear posted credited "
    "deposited accepted authorized authorised confirmed signed recorded funded settled granted released resolved "
    "processing approval approve ready sent done fixed issued submitted reviewed decided determined verified "
    "updated paid okayed ok'd decision denied rejected happen happened happening moved moving moves finish finishes",
    "THROUGH": "through",
    "WAIT": "wait waiting waited waits expecting expect expected await awaiting anticipating",
    "PENDING": "pending stuck delayed delay delays late overdue hold held slow slowly stalled limbo outstanding "
    "missing lost undelivered unprocessed hanging",
    "LONG": "long soon quickly fast sooner longer ages forever",
    "STILL": "still yet already finally ever",
    "NOTHING": "nothing none silence crickets nobody noone anybody anyone",
    "WHEN": "when",
    "WHERE": "where",
    "HOW": "how",
    "WHAT": "what which",
    "WHY": "why",
    "WHO": "who",
    "AGO": "ago since yesterday earlier",
    "LAST": "last past previous recent recently prior",
    "NEXT": "next upcoming tomorrow tonight",
    "TIME": "day days week weeks month months hour hours minute minutes year years morning afternoon evening "
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat january february "
    "march april june july august september october november december today weekend while time",
    "NOT": "not never no without",
    "COMPLAIN": "complaint complaints complain complaining reclamation grievance dispute disputing escalate "
    "escalated ombudsman regulator lawsuit sue lawyer attorney legal bbb refuse refused refuses refusing",
    "AWFUL": "terrible awful horrible worst bad poor pathetic unacceptable ridiculous disgusting disgraceful "
    "appalling joke useless rude unprofessional incompetent dishonest misleading misled lied lies lying liars "
    "scam scammers fraud fraudulent cheat cheated thieves stupid dumb shameful shame shocking outrageous "
    "atrocious garbage trash crap rubbish hopeless sloppy careless negligent inexcusable disrespectful insulting "
    "nightmare mess disaster fiasco sucks suck lousy wrong incorrect incorrectly inaccurate error errors mistake",
    "UPSET": "disappointed disappointing disappointment upset angry furious frustrated frustrating frustration "
    "annoyed annoying unhappy dissatisfied unsatisfied displeased livid disgusted fed sick tired appalled "
    "outraged irritated unimpressed regret distressed stressed stressful",
    "IGNORE": "ignore ignored ignores ignoring neglected forgot forgotten overlooked unanswered ghosted ghosting "
    "dismissed unresponsive failed fails failing failure",
    "THANK": "thanks thank appreciate appreciated grateful cheers awesome great perfect wonderful excellent "
    "lovely amazing good nice glad happy",
    "GREET": "hi morning dear greetings bye goodbye",
    "ASK": "please can could would may",
    "WANT": "want wanted need needs like love wish looking trying try hoping hope",
    "HELP": "help assist assistance support",
    "CANCEL": "cancel change update edit modify remove delete close open add create reset switch set setup apply "
    "order buy purchase book schedule reschedule transfer activate register sign enroll renew install replace "
    "upgrade pay send forward recommend suggest show list give",
    "COST": "cost costs price prices fee fees rate rates charge charges much many amount balance limit quote",
    "YES": "yes ok sure correct right fine",
    "ANY": "any some anything something",
    "MONEY": "$ money cash refund refunds reimbursement rebate",
    "PROMISE": "promised promise promises supposed said assured guaranteed agreed",
    "CALL": "call called calls calling phone email emailed emails emailing text texted message messages messaged "
    "wrote contact contacted voicemail voicemails reach",
}  # fmt: skip
_KEPT = (
    "i you we he she it they my your our his her their its me us him them mine yours myself yourself "
    "is are was were be been am do does did have has had will would could can should may might must shall going "
    "go gone "
    "the a an this that these those there here to of on in at for from with about by if as or and but so because "
    "out up down back over off into until than then now just again too very more most only also even after "
    "before 's ? ! . # let make want taking take takes took"
)

CLASS_OF: dict[str, str] = {word: word for word in _KEPT.split()}
for _name, _words in _CLASSES.items():
    for _word in _words.split():
        CLASS_OF.setdefault(_word, _name)

CUES = frozenset(_CLASSES) - {"WHAT", "ASK", "GREET", "YES", "COST"} | {
    "?",
    "!",
    "i",
    "you",
    "my",
    "your",
    "#",
}


def abstracted(words: list[str]) -> list[str]:
    """The words by their classes; a run of words that mean something in one trade only becomes one '_'."""
    found: list[str] = []
    for word in words:
        name = CLASS_OF.get(word, "_")
        if name != "_" or not found or found[-1] != "_":
            found.append(name)
    return found
