"""The audit as JSON, whole and with names hidden."""

import json

from beforehand.reports.audit.auditing import SourceProblem
from beforehand.reports.audit.documents import document
from beforehand.reports.audit.hiding import hidden
from tests.reports.contacts import TOM, audited, contact

CONTACTS = (
    contact("2026-03-02T15:00", "out call spoke", text="I will call by [2026-03-04T15:00]"),
    contact("2026-03-12T18:00", "in email received", text="Any news on the appraisal?"),
    contact("2026-03-12T20:30"),
    contact("2026-03-13T15:00", "in call no_answer", TOM, asks="question"),
    contact("2026-03-13T16:00", "out text sent", TOM),
    contact("2026-03-13T16:30", "out email sent", ("email", "lender@bank.example")),
)
PROBLEM = SourceProblem(
    "dana.eml", "Dana: message 1 at byte 9", "dana.eml: “Dana wrote this” of dana@ortega.example is no date"
)


def test_the_document_has_the_shape_and_the_figures_that_are_promised() -> None:
    told = document(audited(*CONTACTS, problems=[PROBLEM]))
    assert told == {
        "period": {"from": "2026-03-02T15:00:00Z", "to": "2026-03-13T16:30:00Z"},
        "clients": [
            {
                "name": "Dana Ortega",
                "last_spoke": "2026-03-02T15:00:00Z",
                "longest_silence_days": 10,
                "asked_first": [
                    {"at": "2026-03-12T18:00:00Z", "silent_days": 10, "text": "Any news on the appraisal?"}
                ],
                "answered_hours_median": 2.5,
                "share_of_days_within": 0.75,
                "promises": {"found": 1, "followed": 0},
            },
            {
                "name": "Tom Becker",
                "last_spoke": None,
                "longest_silence_days": 0,
                "asked_first": [],
                "answered_hours_median": 1.0,
                "share_of_days_within": 1.0,
                "promises": {"found": 0, "followed": 0},
            },
        ],
        "totals": {
            "last_spoke": "2026-03-02T15:00:00Z",
            "longest_silence_days": 10,
            "asked_first": 1,
            "answered_hours_median": 1.75,
            "share_of_days_within": 0.7692,
            "promises": {"found": 1, "followed": 0},
        },
        "unmatched": 1,
        "problems": [{"file": PROBLEM.file, "place": PROBLEM.place, "problem": PROBLEM.problem}],
    }


def test_an_audit_of_nothing_has_no_figures() -> None:
    told = document(audited())
    assert told["period"] == {"from": None, "to": None}
    assert told["clients"] == []
    assert told["totals"] == {
        "last_spoke": None,
        "longest_silence_days": None,
        "asked_first": 0,
        "answered_hours_median": None,
        "share_of_days_within": None,
        "promises": {"found": 0, "followed": 0},
    }


def test_with_names_hidden_clients_and_files_have_numbers_and_nobodys_words_are_shown() -> None:
    told = json.dumps(document(hidden(audited(*CONTACTS, problems=[PROBLEM]))), ensure_ascii=False)
    for word in ("Dana", "dana", "Tom", "Becker", "appraisal", "ortega"):
        assert word not in told
    assert '"name": "Client 1"' in told
    assert '{"file": "File 1", "place": "message 1 at byte 9", "problem": "It could' in told
    assert '{"at": "2026-03-12T18:00:00Z", "silent_days": 10, "text": ""}' in told
