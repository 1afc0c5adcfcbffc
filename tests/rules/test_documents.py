"""Documents that must be refused, each with the place of its fault; and those that must not."""

import json

import pytest

from beforehand.rules.documents import Refused, answer_line, read_case

MISSING = object()


def case():
    """A case in which every kind of value occurs."""
    return {
        "name": "a case",
        "now": "2026-03-10T15:00:00Z",
        "client": {
            "time_zone": "America/New_York",
            "hours": hours(),
            "closed": ["2026-12-25"],
            "since": "2026-03-01T00:00:00Z",
            "paused": [{"from": "2026-02-01T00:00:00Z", "until": None}],
        },
        "agent": {
            "time_zone": "America/Chicago",
            "hours": hours(),
            "closed": [],
            "away": [
                {
                    "from": "2026-03-01T00:00:00Z",
                    "until": "2026-03-02T00:00:00Z",
                    "cover": {"time_zone": "UTC", "hours": hours(), "closed": []},
                }
            ],
        },
        "cadence": {
            "speak_every": "P7D",
            "hear_every": None,
            "acknowledge_within": "PT2H",
            "first_call_within": "P1D",
            "answer_within": "PT4H",
            "call_length": "PT15M",
            "message_length": "PT5M",
        },
        "touches": [
            touch(id="t0"),
            touch(id="t1", direction="in", asks="question"),
            touch(id="t2", voids="t0"),
        ],
        "promises": [promise("p0"), promise("p1")],
        "milestones": [milestone("m0"), milestone("m1")],
    }


def hours():
    return {"mon": [["09:00", "12:00"], ["13:00", "24:00"]], "sun": []}


def touch(**given):
    usual = {"at": "2026-03-09T15:00:00Z", "direction": "out", "channel": "email", "outcome": "sent"}
    return {**usual, "asks": "none", "automated": False, "holding": False, "voids": None, **given}


def promise(name):
    at = "2026-03-09T15:00:00Z"
    return {"id": name, "made_at": at, "due_at": at, "kept_at": None, "withdrawn_at": None}


def milestone(name):
    return {"id": name, "done_at": None, "tell_within": "PT4H"}


def changed(place, value):
    """The case with one value replaced, added or taken away; the place is written as in a refusal."""
    document = case()
    steps = [
        int(step) if step.isdigit() else step for step in place.replace("]", "").replace("[", ".").split(".")
    ]
    inner = document
    for step in steps[:-1]:
        inner = inner[step]
    if value is MISSING:
        del inner[steps[-1]]
    elif isinstance(inner, list) and steps[-1] == len(inner):
        inner.append(value)
    else:
        inner[steps[-1]] = value
    return document


def place_refused(document):
    with pytest.raises(Refused) as refused:
        read_case(document)
    assert str(refused.value) == f"{refused.value.place}: {refused.value.fault}"
    assert "\n" not in str(refused.value)
    return refused.value.place


REQUIRED = [
    *("now", "client", "agent", "cadence", "client.time_zone", "client.hours", "client.since"),
    *("client.paused[0].from", "client.paused[0].until", "agent.time_zone", "agent.hours"),
    *("agent.away[0].from", "agent.away[0].until", "agent.away[0].cover"),
    *("agent.away[0].cover.time_zone", "agent.away[0].cover.hours"),
    *("cadence.speak_every", "cadence.hear_every", "cadence.acknowledge_within", "cadence.first_call_within"),
    *("cadence.answer_within", "cadence.call_length", "cadence.message_length"),
    *("touches[1].id", "touches[1].at", "touches[1].direction", "touches[1].channel", "touches[1].outcome"),
    *("promises[1].id", "promises[1].made_at", "promises[1].due_at", "promises[1].kept_at"),
    *("promises[1].withdrawn_at", "milestones[1].id", "milestones[1].done_at", "milestones[1].tell_within"),
]
NULLABLE = {
    *("client.paused[0].until", "agent.away[0].cover", "cadence.speak_every", "cadence.hear_every"),
    *(
        "cadence.acknowledge_within",
        "promises[1].kept_at",
        "promises[1].withdrawn_at",
        "milestones[1].done_at",
    ),
}
OPTIONAL = [
    *("name", "touches", "promises", "milestones", "client.closed", "client.paused", "client.hours.mon"),
    *("agent.closed", "agent.away", "agent.hours.sun", "agent.away[0].cover.closed"),
    *("touches[1].asks", "touches[1].automated", "touches[1].holding", "touches[1].voids"),
]
OBJECTS = [
    *("client", "client.hours", "client.paused[0]", "agent", "agent.hours", "agent.away[0]"),
    *("agent.away[0].cover", "agent.away[0].cover.hours", "cadence", "touches[1]", "promises[1]"),
    "milestones[1]",
]
LISTS = [
    *("touches", "promises", "milestones", "client.closed", "client.paused", "client.hours.mon"),
    *("agent.closed", "agent.away", "agent.away[0].cover.closed", "agent.away[0].cover.hours.mon"),
]
INSTANTS = [
    *("now", "client.since", "client.paused[0].from", "client.paused[0].until", "agent.away[0].from"),
    *("agent.away[0].until", "touches[1].at", "promises[1].made_at", "promises[1].due_at"),
    *("promises[1].kept_at", "promises[1].withdrawn_at", "milestones[1].done_at"),
]
DURATIONS = [
    *("cadence.speak_every", "cadence.hear_every", "cadence.acknowledge_within", "cadence.first_call_within"),
    *("cadence.answer_within", "cadence.call_length", "cadence.message_length", "milestones[1].tell_within"),
]
TEXTS = ["name", "touches[1].id", "promises[1].id", "milestones[1].id", "touches[1].voids"]
WORDS = ["touches[1].direction", "touches[1].channel", "touches[1].outcome", "touches[1].asks"]
FLAGS = ["touches[1].automated", "touches[1].holding"]
ZONES = ["client.time_zone", "agent.time_zone", "agent.away[0].cover.time_zone"]


def test_the_case_itself_is_accepted():
    facts, now = read_case(case())
    assert [touch.id for touch in facts.touches] == ["t0", "t1", "t2"]
    assert facts.client.calendar.week[0] == ((540, 720), (780, 1440))
    assert now.isoformat() == "2026-03-10T15:00:00+00:00"


@pytest.mark.parametrize("place", REQUIRED)
def test_a_missing_key_is_named(place):
    assert place_refused(changed(place, MISSING)) == place


@pytest.mark.parametrize("place", OPTIONAL)
def test_what_has_a_default_may_be_left_out(place):
    assert read_case(changed(place, MISSING))


@pytest.mark.parametrize("place", sorted({*REQUIRED, *OPTIONAL} - NULLABLE - {"touches[1].voids"}))
def test_a_null_is_refused_where_none_is_allowed(place):
    assert place_refused(changed(place, None)) == place


@pytest.mark.parametrize("place", sorted(NULLABLE))
def test_a_null_is_accepted_where_it_means_something(place):
    assert read_case(changed(place, None))


@pytest.mark.parametrize("place", ["", *(f"{place}." for place in OBJECTS)])
def test_an_unknown_key_is_named_by_itself(place):
    assert place_refused(changed(f"{place}colour", "red")) == f"{place}colour"


@pytest.mark.parametrize("key", ["monday", "Mon", "MON", ""])
def test_a_weekday_is_written_in_one_way(key):
    document = case()
    document["agent"]["hours"][key] = []
    assert place_refused(document) == f"agent.hours.{key}"


@pytest.mark.parametrize("value", ["text", 1, True, []])
@pytest.mark.parametrize("place", OBJECTS)
def test_an_object_is_nothing_else(place, value):
    assert place_refused(changed(place, value)) == place


@pytest.mark.parametrize("value", ["text", 1, False, {}])
@pytest.mark.parametrize("place", LISTS)
def test_a_list_is_nothing_else(place, value):
    assert place_refused(changed(place, value)) == place


@pytest.mark.parametrize("value", [1, 1.5, True, [], {}])
@pytest.mark.parametrize("place", [*TEXTS, *WORDS, *ZONES, *INSTANTS, *DURATIONS])
def test_text_is_nothing_else(place, value):
    assert place_refused(changed(place, value)) == place


@pytest.mark.parametrize("value", [0, 1, "true", "false", "", []])
@pytest.mark.parametrize("place", FLAGS)
def test_a_number_is_no_flag(place, value):
    assert place_refused(changed(place, value)) == place


@pytest.mark.parametrize("value", ["", "Out", "SPOKE", "fax", "sms", "none "])
@pytest.mark.parametrize("place", WORDS)
def test_an_unknown_word_is_refused(place, value):
    assert place_refused(changed(place, value)) == place


@pytest.mark.parametrize(
    "value", ["", "america/new_york", "America/New York", "EDT", "Mars/Olympus", "../UTC"]
)
@pytest.mark.parametrize("place", ZONES)
def test_a_zone_is_an_iana_name_as_spelled(place, value):
    assert place_refused(changed(place, value)) == place


@pytest.mark.parametrize("value", ["UTC", "US/Pacific", "Etc/GMT+5", "America/Argentina/Ushuaia"])
def test_older_and_longer_iana_names_are_accepted(value):
    assert read_case(changed("agent.time_zone", value))


NO_INSTANTS = [
    *("", "yesterday", "2026-03-10", "2026-03-10T15:00Z", "2026-03-10T15:00:00", "2026-03-10 15:00:00Z"),
    *("2026-03-10T15:00:00+00:00", "2026-03-10T15:00:00.0Z", "2026-03-10t15:00:00z", "20260310T150000Z"),
    *("2026-3-10T15:00:00Z", " 2026-03-10T15:00:00Z", "2026-03-10T15:00:00Z\n", "2026-02-30T00:00:00Z"),
    *("2026-02-29T12:00:00Z", "2026-13-01T00:00:00Z", "2026-00-10T00:00:00Z", "2026-03-10T24:00:00Z"),
    *("2026-03-10T23:60:00Z", "2026-12-31T23:59:60Z", "0000-01-01T00:00:00Z", "-026-01-01T00:00:00Z"),
    *("12026-01-01T00:00:00Z", "２０２６-03-10T15:00:00Z", "2026-03-10T15:00:00ZZ", "2026-W11-2T15:00:00Z"),
]


@pytest.mark.parametrize("value", NO_INSTANTS)
def test_an_instant_has_one_form_and_exists(value):
    assert place_refused(changed("now", value)) == "now"


@pytest.mark.parametrize("place", INSTANTS)
def test_every_instant_is_held_to_its_form(place):
    assert place_refused(changed(place, "2026-02-30T00:00:00Z")) == place


NO_DURATIONS = [
    *("", "P", "PT", "P1DT", "7D", "P7", "PD", "PTH", "P1W", "P1M", "P1Y", "PT1S", "P1H", "PT1D", "PT30M2H"),
    *("P1.5D", "PT0.5H", "-P1D", "P-1D", "p1d", "P1D ", "P1D\n", "P0D", "PT0H0M", "P0DT0H", "a week", "P١D"),
    *("P4000000D", "P99999999999999999999D", f"P{'9' * 5000}D"),
]


@pytest.mark.parametrize("value", NO_DURATIONS)
def test_a_duration_has_one_form_and_is_longer_than_zero(value):
    assert place_refused(changed("cadence.call_length", value)) == "cadence.call_length"


@pytest.mark.parametrize("place", DURATIONS)
def test_every_duration_is_held_to_its_form(place):
    assert place_refused(changed(place, "PT0M")) == place


@pytest.mark.parametrize("value", ["P07D", "PT90M", "P0DT1M", "P1DT2H3M", "P1DT5M", "PT26H"])
def test_a_duration_of_any_parts_is_accepted(value):
    assert read_case(changed("cadence.call_length", value))


@pytest.mark.parametrize(
    "value", ["2026-02-30", "2026-2-03", "20260203", "2026-02-03T00:00:00Z", "", None, 5, []]
)
@pytest.mark.parametrize("place", ["client.closed[1]", "agent.away[0].cover.closed[0]"])
def test_a_closed_date_has_one_form_and_exists(place, value):
    assert place_refused(changed(place, value)) == place


NO_RANGES = [
    *(["09:00", "09:00"], ["17:00", "09:00"], ["24:00", "24:00"], ["24:00", "09:00"], ["9:00", "17:00"]),
    *(["09:00", "24:01"], ["09:00", "25:00"], ["09:60", "17:00"], ["09:00:00", "17:00"], ["09:00"], []),
    *(["09:00", "12:00", "13:00"], "09:00-17:00", ["09:00", None], [9, 17], [540, "17:00"], None, {}, True),
    *(["09:00", "17:00\n"], ["09.00", "17.00"], ["٠٩:00", "17:00"], [["09:00"], "17:00"]),
]


@pytest.mark.parametrize("value", NO_RANGES, ids=str)
def test_a_range_of_hours_is_two_times_the_later_one_last(value):
    assert place_refused(changed("agent.hours.mon[1]", value)) == "agent.hours.mon[1]"


def test_a_pause_and_an_absence_end_after_they_start():
    backwards = {"from": "2026-03-02T00:00:00Z", "until": "2026-03-02T00:00:00Z"}
    assert place_refused(changed("client.paused[1]", backwards)) == "client.paused[1]"
    assert place_refused(changed("agent.away[1]", {**backwards, "cover": None})) == "agent.away[1]"


def test_an_absence_without_an_end_is_refused():
    assert place_refused(changed("agent.away[0].until", None)) == "agent.away[0].until"


def test_only_an_inbound_touch_asks():
    assert place_refused(changed("touches[0].asks", "update")) == "touches[0].asks"


@pytest.mark.parametrize("channel", ["text", "chat", "email", "letter", "social", "page"])
def test_nobody_speaks_off_voice(channel):
    spoken = touch(id="t3", channel=channel, outcome="spoke")
    assert place_refused(changed("touches[3]", spoken)) == "touches[3].outcome"


@pytest.mark.parametrize("channel", ["call", "text", "page"])
@pytest.mark.parametrize("outcome", ["left_message", "no_answer", "sent", "received", "failed"])
def test_any_other_channel_and_outcome_go_together(channel, outcome):
    assert read_case(changed("touches[3]", touch(id="t3", channel=channel, outcome=outcome)))


def test_a_correction_names_a_touch():
    assert place_refused(changed("touches[1].voids", "nobody")) == "touches[1].voids"
    assert place_refused(changed("touches[1].voids", "p0")) == "touches[1].voids"


def test_the_first_correction_on_a_ring_is_named_not_one_that_leads_to_it():
    document = case()
    document["touches"] = [
        touch(id="a", voids="b"),
        touch(id="b", voids="c"),
        touch(id="c", voids="d"),
        touch(id="d", voids="b"),
    ]
    assert place_refused(document) == "touches[1].voids"


def test_a_touch_that_voids_itself_is_a_ring():
    assert place_refused(changed("touches[1].voids", "t1")) == "touches[1].voids"


def test_a_chain_of_ten_thousand_corrections_is_no_ring():
    document = case()
    document["touches"] = [
        touch(id=f"t{n}", voids=f"t{n - 1}" if n else None, outcome="sent") for n in range(10_001)
    ]
    answer = json.loads(answer_line(json.dumps(document)))
    assert answer["last_heard"] == "2026-03-09T15:00:00Z"


@pytest.mark.parametrize("kind", ["touches", "promises", "milestones"])
def test_one_id_on_two_different_things_is_refused_at_the_second(kind):
    document = case()
    twin = dict(document[kind][1])
    twin |= {"automated": True} if kind == "touches" else {}
    twin |= {"due_at": "2027-03-09T15:00:00Z"} if kind == "promises" else {}
    twin |= {"tell_within": "PT5H"} if kind == "milestones" else {}
    document[kind].append(twin)
    assert place_refused(document) == f"{kind}[{len(document[kind]) - 1}].id"


@pytest.mark.parametrize("kind", ["touches", "promises", "milestones"])
def test_the_same_thing_twice_is_one_thing(kind):
    document = case()
    document[kind].append(dict(document[kind][1]))
    assert read_case(document) == read_case(case())


def test_the_same_touch_with_and_without_its_defaults_is_one_touch():
    document = case()
    bare = {key: document["touches"][0][key] for key in ("id", "at", "direction", "channel", "outcome")}
    document["touches"].append(bare)
    assert read_case(document) == read_case(case())


def test_a_touch_a_promise_and_a_milestone_may_share_an_id():
    document = case()
    for kind in ("touches", "promises", "milestones"):
        document[kind][1]["id"] = "x"
    assert read_case(document)


def test_odd_but_honest_facts_are_accepted():
    document = changed("client.since", "2027-03-01T00:00:00Z")
    document["client"]["paused"] *= 2
    document["agent"]["away"] *= 2
    document["promises"][0]["due_at"] = "2020-01-01T00:00:00Z"
    assert read_case(document)


@pytest.mark.parametrize("document", [None, [], "case", 5, True])
def test_a_case_is_an_object(document):
    assert place_refused(document) == "case"


def test_a_blank_line_has_no_answer():
    assert answer_line("  \n") is None


def error(line):
    answer = json.loads(answer_line(line))
    assert list(answer) == ["error"]
    return answer["error"]


@pytest.mark.parametrize(
    "line",
    ["{", "nonsense", "{'now': 1}", '{"now": NaN}', '{"now": Infinity}', "[" * 100_000, '{"a":' * 100_000],
    ids=lambda line: line[:20],
)
def test_a_line_that_is_no_json_is_an_error_of_the_line(line):
    assert error(line).startswith("line: ")


def test_a_number_of_too_many_digits_is_an_error_and_no_crash():
    assert error('{"now": ' + "9" * 5000 + "}").startswith("line: ")


def test_a_key_given_twice_is_named():
    line = json.dumps(case()).replace('"hear_every": null', '"hear_every": null, "hear_every": "P1D"')
    assert error(line) == "cadence.hear_every: given twice; keep one"


def test_a_refusal_names_the_place_the_value_and_the_remedy():
    assert error(json.dumps(changed("touches[1].direction", "up"))) == (
        'touches[1].direction: "up" is not one of out, in'
    )
    assert error(json.dumps(changed("now", "soon"))) == (
        'now: "soon" is not an instant; write it as 2026-03-09T14:30:00Z'
    )


def test_a_refusal_of_strange_text_stays_one_short_line():
    document = changed("now", "\ud800\n" * 500)
    document["na\nme"] = 1
    assert error(json.dumps(document)) == "'na\\nme': an unknown key; remove it"
    del document["na\nme"]
    assert len(error(json.dumps(document))) < 130


def test_a_deadline_beyond_the_calendar_is_an_error_and_no_crash():
    document = changed("now", "9999-12-30T00:00:00Z")
    document["touches"][1]["at"] = "9999-12-29T00:00:00Z"
    assert error(json.dumps(document)) == "case: a deadline falls outside the years 1 to 9999"


def test_the_first_days_of_the_calendar_are_answered():
    document = changed("client.since", "0001-01-01T00:00:00Z")
    document["now"] = "0001-01-05T00:00:00Z"
    document["client"]["paused"] = []
    clock = json.loads(answer_line(json.dumps(document)))["clocks"][0]
    assert clock == {
        "kind": "speak",
        "ref": None,
        "late_at": "0001-01-02T00:00:00Z",
        "due_at": "0001-01-02T00:00:00Z",
        "no_window": False,
    }
