"""The words by which a promise is told from an offer, a wish, a fact or a way of speaking."""

_TELL = """
call phone ring email e-mail text message ping contact respond reply revert answer follow reach circle touch
update notify inform advise confirm write speak talk tell let report announce acknowledge recap loop brief
remind warn explain txt msg facetime zoom dial buzz holler
"""
_GIVE = """
send forward provide deliver mail share submit post upload fax drop bring return pay wire refund give hand
attach supply ship get turn present distribute reimburse credit transmit resend courier overnight docusign
leave lend publish circulate snd fwd remit deposit repay transfer release offer show
"""
_DO = """
check look review draft prepare schedule arrange order fix file make find ask verify research investigate
handle set book finish complete work sign process add remove change correct cancel issue include print read
run pull put start create revise chase push sort organize organise pick inspect measure install test study
consult coordinate escalate raise open close reserve cover hold save tour list negotiate renew quote bind
begin build clean clear collect compile consider contribute convert copy correct cross determine dig discuss
do double download drive edit ensure enter evaluate examine extend fill gather grab host implement incorporate
initiate inquire integrate launch lock log map mark merge monitor nail note obtain outline paint pass-along
plan poke proceed produce propose push rebook recheck reconcile record redo refer reissue repair replace
request resolve resubmit rework rewrite scan search secure settle straighten summarize summarise swing tackle
tidy track translate unlock validate void waive wrap rush speed approve assign bump dispute reduce increase
adjust modify amend clarify reschedule confirm stage photograph appraise underwrite endorse activate
deactivate reset compare calculate chk prep crunch expedite finalize finalise circle-back come stick
"""
_STATE = """
be have need want like love miss know think say bet guess admit pass take see live feel wait stay remain die
understand remember believe regret assume agree expect enjoy wish hope own cost suppose become turn-out trust
grant quit lose win survive sleep eat drink wear vote grow learn probably concede appreciate prefer keep go
spare skip hate end happen seem sound appear depend laugh cry retire marry settle-for visit move buy purchase
rent sell attend apply enroll swap register travel fly try help withdraw walk stop
"""
VERBS: dict[str, str] = {
    verb: kind
    for kind, verbs in (("state", _STATE), ("do", _DO), ("give", _GIVE), ("tell", _TELL))
    for verb in verbs.split()
}

# passed over between "I'll" and its verb
_FILLERS = """
also definitely then try to and sure certainly gladly just personally probably likely still happily absolutely
do my best go ahead gonna be going hopefully surely now simply quickly make immediately promptly soon actually
really maybe perhaps most either first next even continue keep today tomorrow tonight def prob shortly further
endeavor endeavour attempt strive aim of course happy glad pleased delighted able in turn again always all
both each finally at the very least instead quick come back over by around
"""
FILLERS = frozenset(_FILLERS.split())
MUTUAL = frozenset(
    ("talk", "speak", "discuss", "meet", "chat", "connect", "catch")
)  # a meeting rather than a deed
_SPEECH = """
be start begin say tell explain introduce guess put give have add share ask rephrase clarify repeat state
assure remind thank emphasize stress
"""
SPEECH = frozenset(_SPEECH.split())  # after "let me"
NEGATIONS = frozenset(("not", "never", "no", "hardly", "unable", "n't", "longer", "neither", "nor", "cannot"))

# after the verb: what makes a state a deed, and a deed a way of speaking
DEED_AFTER = {
    "take": (
        "care",
        "a look",
        "another look",
        "it from here",
        "that up",
        "this up",
        "it up",
        "point",
        "over",
        "the lead",
        "pictures",
        "photos",
        "measurements",
        "notes",
        "this on",
        "that on",
        "it to",
        "them to",
        "this to",
        "that to",
    ),
    "see": (
        "if",
        "what",
        "whether",
        "about",
        "to it",
        "to that",
        "that it",
        "that you",
        "how",
        "who",
        "when i can",
    ),
    "have": (
        "it",
        "that",
        "this",
        "them",
        "those",
        "an answer",
        "a draft",
        "someone",
        "somebody",
        "him",
        "her",
        "more",
        "something",
        "an update",
        "a revised",
        "a response",
        "news",
        "a quote",
        "everything",
    ),
    "be": (
        "in touch",
        "back to you",
        "back in touch",
        "back with",
        "sure to",
        "sending",
        "calling",
        "getting",
        "emailing",
        "following",
        "reaching",
        "contacting",
        "providing",
        "posting",
        "working",
        "forwarding",
        "mailing",
        "dropping",
        "submitting",
        "updating",
        "reviewing",
        "checking",
        "sharing",
        "in contact",
        "looking into",
        "scheduling",
        "preparing",
        "drafting",
        "issuing",
        "there to",
        "over to",
        "by to",
        "filing",
        "bringing",
        "texting",
        "writing",
        "asking",
        "making",
        "ordering",
        "putting",
        "setting",
        "paying",
        "arranging",
        "processing",
        "on it",
    ),
    "keep": (
        "you",
        "u ",
        "an eye",
        "everyone",
        "everybody",
        "checking",
        "looking",
        "trying",
        "them",
        "this",
        "that",
        "it",
        "tabs",
        "pushing",
        "chasing",
        "on top",
        "on them",
        "after",
        "at it",
    ),
    "go": (
        "ahead",
        "over",
        "through",
        "and",
        "check",
        "look",
        "by",
        "back",
        "get",
        "see",
        "talk",
        "ask",
        "find",
        "to the",
        "pick",
        "there",
    ),
    "pass": ("it", "that", "this", "along", "your", "on to", "on your", "on the", "them", "the"),
    "move": ("the", "it", "your", "this", "that", "them"),
    "walk": ("you", "them", "him", "her", "through"),
    "wait": (),
    "say": (),
    "learn": ("what", "more about"),
    "remember": ("to",),
}
SPEAKING_AFTER = {
    "tell": ("you what", "you this", "you one thing", "you that", "you a story", "ya"),
    "let": (
        "it go",
        "that slide",
        "you go",
        "you off",
        "it slide",
        "them decide",
        "you decide",
        "you choose",
    ),
    "give": ("you that", "them that", "him that", "up", "it a miss", "in"),
    "leave": ("it at that", "it there", "it to you", "that to you", "it up to"),
    "get": (
        "over it",
        "used",
        "old",
        "there",
        "sick",
        "fired",
        "married",
        "much",
        "very",
        "so",
        "really",
        "ready",
        "going",
        "out",
        "home",
        "back at",
        "to the",
        "in",
        "on the",
        "off",
        "better",
        "through this",
        "what i",
        "killed",
        "a call",
        "an email",
    ),
    "put": ("up with", "it this way", "it bluntly"),
    "make": ("it", "do", "a fool", "more sense", "money", "an exception"),
    "do": ("anything for", "fine", "well", "better", "without"),
    "turn": ("into", "out", "40", "30", "50"),
    "find": ("it hard", "myself", "that"),
    "come": ("to regret", "to terms"),
    "stick": ("with",),
    "hold": ("my breath", "you to", "off"),
    "try": ("anything",),
    "run": ("out", "late", "into"),
    "cross": ("my fingers", "that bridge"),
    "look": ("forward", "good", "great", "bad"),
    "help": ("you understand",),
    "ask": ("you", "again", "one more", "once more", "my question"),
    "call": ("it", "bullshit", "the police", "my lawyer", "that"),
}
