"""Logs that others wrote go in or are refused with the true reason, damaged ones too."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beforehand.channels.phone_log.judging import Thresholds, judge
from beforehand.channels.phone_log.reading import read, recognises
from beforehand.channels.phone_log.records import PhoneRecord, Problem, Unreadable
from tests.channels.phone_log.logs import CHICAGO, SAMPLES, backup, call, everything, sms

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not beside this clone")
ANDROID = SAMPLES / "fmt_sms_backup_restore"
IPHONE = SAMPLES / "fmt_contacts_csv" / "imazing_iphone_call_history.csv"
GOOGLE_VOICE = SAMPLES / "fmt_google_voice"


@pytest.mark.parametrize(
    ("name", "make", "count", "problems"),
    [
        ("fmt_sms_backup_restore/devadvance/empty.xml", "android", 0, []),
        ("fmt_sms_backup_restore/devadvance/sample_small.xml", "android", 7, []),
        ("fmt_sms_backup_restore/devadvance/sms_small.xml", "android", 12, []),
        # This sample ends inside its fiftieth message.
        ("fmt_sms_backup_restore/devadvance/sms_and_mms.xml", "android", 49, ["line 136"]),
        ("fmt_sms_backup_restore/shruggietech/edge_cases.xml", "android", 4, []),
        ("fmt_sms_backup_restore/shruggietech/malformed.xml", "android", 0, ["line 4"]),
        ("fmt_sms_backup_restore/shruggietech/minimal_calls.xml", "android", 1, []),
        ("fmt_sms_backup_restore/shruggietech/minimal_mms.xml", "android", 1, []),
        ("fmt_sms_backup_restore/shruggietech/minimal_sms.xml", "android", 1, []),
        ("fmt_sms_backup_restore/shruggietech/mixed.xml", "android", 3, []),
        ("fmt_contacts_csv/imazing_iphone_call_history.csv", "iphone", 3, []),
        ("fmt_google_voice", "google_voice", 5, []),
    ],
)
def test_every_sample_is_read_to_its_end(name, make, count, problems):
    log = read(SAMPLES / name, zone=CHICAGO)
    found = list(log.records)
    kept = [item for item in found if isinstance(item, PhoneRecord)]

    assert log.make == make
    assert len(kept) == count
    for problem, place in zip([item for item in found if isinstance(item, Problem)], problems, strict=True):
        assert place in problem.problem
    assert len({record.external_id for record in kept}) == count
    assert recognises(SAMPLES / name)


def test_no_sample_backup_is_forgotten_here():
    assert len(list(ANDROID.glob("*/*.xml"))) == 10


def test_the_samples_read_twice_add_nothing():
    for path in [*ANDROID.glob("*/*.xml"), IPHONE, GOOGLE_VOICE]:
        assert everything(path) == everything(path)


@pytest.mark.parametrize(
    "name", ["google_contacts_new_2024.csv", "outlook_desktop_2019.csv", "PROVENANCE.txt"]
)
def test_a_file_of_another_kind_is_refused_with_what_to_choose(name):
    path = SAMPLES / "fmt_contacts_csv" / name

    assert not recognises(path)
    with pytest.raises(Unreadable) as refused:
        read(path, zone=CHICAGO)
    assert refused.value.problem == (
        f"{name} is no phone log that can be read; choose a backup of SMS Backup & Restore (XML), "
        "an iPhone's calls as iMazing exports them (CSV), "
        "or a Google Voice Takeout (the archive, its folder or one page)."
    )


def test_an_empty_file_and_a_missing_one_say_so(tmp_path):
    empty = tmp_path / "empty.xml"
    empty.touch()

    with pytest.raises(Unreadable, match=r"^empty\.xml is empty; export it again\.$"):
        read(empty, zone=CHICAGO)
    with pytest.raises(Unreadable, match=r"^lost\.xml cannot be opened \(No such file"):
        read(tmp_path / "lost.xml", zone=CHICAGO)


def sources() -> list[Path]:
    return [*sorted(ANDROID.glob("*/*.xml")), IPHONE, *sorted(GOOGLE_VOICE.glob("*.html"))]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=250, deadline=None)
@given(data=st.data())
def test_a_damaged_file_raises_nothing_but_unreadable(tmp_path, data):
    source = data.draw(st.sampled_from(sources()))
    damaged = bytearray(source.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(damaged)))
        cut = data.draw(st.sampled_from([0, 1, 1, 5, 300, len(damaged)]))
        damaged[start : start + cut] = data.draw(
            st.binary(max_size=4) | st.sampled_from([b'"', b"<", b"&#", b"&#xD83D;", b"9" * 9, b"\r", b"-"])
        )
    path = tmp_path / source.name
    path.write_bytes(damaged)

    try:
        found = everything(path)
    except Unreadable as refused:
        found = [Problem(0, "", refused.problem)]
    for item in found:
        if isinstance(item, PhoneRecord):
            assert item.ended_at >= item.at
            assert judge(item, Thresholds()).direction == item.direction
        else:
            assert item.problem.endswith(".")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(junk=st.binary(max_size=300))
def test_junk_inside_a_backup_leaves_what_stands_before(tmp_path, junk):
    path = backup(tmp_path, call() + sms() + "JUNK")
    path.write_bytes(path.read_bytes().replace(b"JUNK", junk))

    assert [item.kind for item in everything(path)[:2]] == ["call", "text"]
