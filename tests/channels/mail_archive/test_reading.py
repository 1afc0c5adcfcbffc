import gzip
import io
import mailbox
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from beforehand.channels.mail_archive import mbox
from beforehand.channels.mail_archive.reading import RawMessage, contacts, is_mail, messages, size
from beforehand.rules.captures import Captured, Problem, Unreadable
from tests.mail.letters import SHARED, letter, needs_shared

FROM = b"From dana@mail.example Tue Mar  3 15:15:00 2026\n"


def lf(text: str, n: int = 1) -> bytes:
    return letter(text, subject=f"Letter {n}", message_id=f"<{n}.20260303@mail.example>").replace(
        b"\r\n", b"\n"
    )


def archive(*raws: bytes) -> bytes:
    return b"".join(FROM + raw + b"\n\n" for raw in raws)


def bodies(found) -> list[bytes]:
    return [each.raw.split(b"\n\n", 1)[1].strip() for each in found]


def split(raw: bytes, **given) -> list[tuple[int, bytes | None]]:
    return list(mbox.split(io.BytesIO(raw), **given))


def test_an_mbox_is_split_at_its_from_lines(tmp_path: Path):
    file = tmp_path / "Inbox"
    file.write_bytes(archive(lf("One"), lf("Two"), lf("Three")))

    found = list(messages(file))

    assert bodies(found) == [b"One", b"Two", b"Three"]
    second = len(FROM + lf("One")) + 2
    assert [each.place for each in found][:2] == [
        "Inbox: message 1 at byte 0",
        f"Inbox: message 2 at byte {second}",
    ]
    assert found[-1].position == size(file) == file.stat().st_size


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
@pytest.mark.parametrize(
    "line",
    [
        b"From dana@mail.example Tue Mar  3 15:15:00 2026",
        b"From 1577887421000@xxx Tue Mar 03 15:15:00 +0000 2026",
        b"From - Tue Mar 03 15:15:00 2026",
        b"From ???@??? Tue Mar 03 15:15:00 2026",
        b"From MAILER-DAEMON Tue Mar  3 15:15 2026 remote from mx",
        b"From nobody",
    ],
)
def test_every_programs_from_line_separates(line, line_end):
    piece = line + b"\n" + lf("Hello") + b"\n\n"

    assert (
        bodies(
            RawMessage("", raw.replace(b"\r\n", b"\n"), 0)
            for _, raw in split((piece * 3).replace(b"\n", line_end))
        )
        == [b"Hello"] * 3
    )


@pytest.mark.parametrize(
    "text",
    [
        "From here on it gets better.",
        "Hi\n\nFrom here on it gets better.\nSo: yes",
        "Hi\n\nFrom 10:30 on Tue we are open.\n",
        "Hi\nFrom dana@mail.example Tue Mar  3 15:15:00 2026 on, all is well\n",
    ],
)
def test_a_line_that_begins_with_from_is_no_separator(text):
    assert len(split(archive(lf(text), lf("Next")))) == 2


def test_escaped_lines_are_unescaped_once():
    ((_, raw),) = split(archive(lf("Hi\n>From here\n>>From there\n> From")))

    assert raw.split(b"\n\n", 1)[1].strip() == b"Hi\nFrom here\n>From there\n> From"


def test_a_wrong_content_length_changes_nothing():
    raw = lf("One").replace(b"\n\n", b"\nContent-Length: 99999\n\n", 1)

    assert len(split(archive(raw, lf("Two")))) == 2


def test_a_malformed_message_costs_itself_only(tmp_path: Path):
    file = tmp_path / "all.mbox"
    file.write_bytes(archive(lf("One"), b"\x00\x01 no message at all", lf("Three")))

    found = list(contacts(file, ours={"alice@rivera.example"}))

    assert [type(each) for each in found] == [Captured, Problem, Captured]
    assert found[1] == Problem(
        f"all.mbox: message 2 at byte {len(FROM + lf('One')) + 2}",
        "This is no e-mail but bytes that are no text; save the message as .eml.",
    )


@pytest.mark.parametrize("block", [1500, 4096, 1 << 18])
def test_a_message_that_is_too_long_is_left_out_and_the_rest_is_read(monkeypatch, block):
    monkeypatch.setattr(mbox, "_BLOCK", block)
    raw = archive(lf("One"), lf("x\n" * 30_000), lf("Three"), lf("y" * 30_000))

    found = split(raw, longest=10_000)

    assert [None if raw is None else raw.split(b"\n\n", 1)[1].strip() for _, raw in found] == [
        b"One",
        None,
        b"Three",
        None,
    ]
    assert [raw[begin:].partition(b"\n")[0] + b"\n" for begin, _ in found] == [FROM] * 4


@pytest.mark.parametrize("block", [1, 7, 1300])
def test_where_the_file_is_cut_into_blocks_does_not_matter(monkeypatch, block):
    raw = archive(*(lf(f"Letter {n}\n\nFrom me", n) for n in range(5)))
    whole = split(raw)
    monkeypatch.setattr(mbox, "_BLOCK", block)

    assert split(raw) == whole
    assert len(whole) == 5


def test_it_finds_what_the_standard_library_finds(tmp_path: Path):
    box = mailbox.mbox(tmp_path / "box")
    for n in range(20):
        box.add(lf(f"Letter {n}\nFrom me to you\n\nFrom X", n))
    box.close()

    expected = [bytes(each) for each in mailbox.mbox(tmp_path / "box")]

    assert len(expected) == 20
    assert [each.raw.strip() for each in messages(tmp_path / "box")] == [
        each.replace(b"\n>From ", b"\nFrom ").strip() for each in expected
    ]


def test_a_maildir_gives_what_was_sent_and_received(tmp_path: Path):
    for folder in ("cur", "new", "tmp", ".Sent/cur", ".Drafts/cur", ".Junk/new"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "cur/1.a:2,S").write_bytes(lf("seen"))
    (tmp_path / "cur/2.b:2,DS").write_bytes(lf("a draft"))
    (tmp_path / "new/3.c").write_bytes(lf("new"))
    (tmp_path / "tmp/4.d").write_bytes(lf("half written"))
    (tmp_path / ".Sent/cur/5.e:2,S").write_bytes(lf("sent"))
    (tmp_path / ".Drafts/cur/6.f:2,S").write_bytes(lf("never sent"))
    (tmp_path / ".Junk/new/7.g").write_bytes(lf("buy"))
    (tmp_path / "dovecot.index").write_bytes(b"\x00")

    found = list(messages(tmp_path))

    assert [(each.place, *bodies([each])) for each in found] == [
        (".Sent/cur/5.e:2,S", b"sent"),
        ("cur/1.a:2,S", b"seen"),
        ("new/3.c", b"new"),
    ]


def test_folders_are_read_through_and_what_is_no_mail_is_listed(tmp_path: Path):
    (tmp_path / "2026/Sent.mbox").mkdir(parents=True)
    (tmp_path / "2026/Sent.mbox/mbox").write_bytes(archive(lf("apple")))
    (tmp_path / "2026/Sent.mbox/table_of_contents").write_bytes(b"\x00")
    (tmp_path / "2026/a.EML").write_bytes(lf("one"))
    (tmp_path / "2026/b.emlx").write_bytes(
        b"%d\n" % len(lf("two")) + lf("two") + b"<?xml version='1.0'?><plist/>"
    )
    (tmp_path / "2026/offer.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "2026/broken.eml").write_bytes(b"")
    (tmp_path / ".DS_Store").write_bytes(b"\x00")

    found = list(messages(tmp_path))

    assert [each for each in found if isinstance(each, Problem)] == [
        Problem("2026/offer.pdf", "This is a PDF, not an e-mail; save the message itself as .eml.")
    ]
    assert sorted(bodies(each for each in found if isinstance(each, RawMessage) and each.raw)) == [
        b"apple",
        b"one",
        b"two",
    ]
    assert Problem("2026/broken.eml", "This message is empty; fetch or save it again.") in list(
        contacts(tmp_path, ours=())
    )


def _zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, raw in files.items():
            packed.writestr(name, raw)
    return path


def _tar(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as packed:
        for name, raw in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(raw)
            packed.addfile(member, io.BytesIO(raw))
    return path


@pytest.mark.parametrize(("pack", "name"), [(_zip, "takeout.zip"), (_tar, "takeout.tgz")])
def test_an_archive_from_a_provider_is_read_as_it_is(tmp_path: Path, pack, name):
    file = pack(
        tmp_path / name,
        {
            "Takeout/archive.html": b"<html>",
            "Takeout/Mail/All mail.mbox": archive(lf("One"), lf("Two")),
            "x/a.eml": lf("Three"),
        },
    )

    found = list(messages(file))

    assert bodies(found) == [b"One", b"Two", b"Three"]
    assert found[0].place == f"{name}: Takeout/Mail/All mail.mbox: message 1 at byte 0"
    assert 0 < found[0].position <= found[-1].position <= size(file)
    assert is_mail(file)


def test_a_packed_mbox_is_read_as_it_is(tmp_path: Path):
    (tmp_path / "old.mbox.gz").write_bytes(gzip.compress(archive(lf("One"), lf("Two"))))

    assert bodies(messages(tmp_path / "old.mbox.gz")) == [b"One", b"Two"]


def test_an_archive_without_mail_says_so(tmp_path: Path):
    file = _zip(tmp_path / "photos.zip", {"a.jpg": b"\xff\xd8"})

    assert list(messages(file)) == [
        Problem("photos.zip", "This archive holds no mail; choose one with .mbox or .eml files in it.")
    ]
    assert not is_mail(file)


@pytest.mark.parametrize("name", ["cut.zip", "cut.tgz", "cut.mbox.gz"])
def test_a_damaged_archive_gives_what_can_be_read_and_says_where_it_ends(tmp_path: Path, name):
    raw = archive(*(lf(f"{n} " + "".join(chr(33 + (n * k) % 90) for k in range(3000)), n) for n in range(40)))
    pack = {"cut.zip": _zip, "cut.tgz": _tar}.get(name)
    file = tmp_path / name
    if pack:
        pack(file, {"a.mbox": raw})
    else:
        file.write_bytes(gzip.compress(raw))
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])

    *_, last = messages(file)

    assert isinstance(last, Problem)
    assert last.place.startswith(name)
    assert "damaged from here on" in last.problem


def test_what_is_not_there_is_said_at_once(tmp_path: Path):
    with pytest.raises(Unreadable, match="is not there; check the path"):
        next(messages(tmp_path / "nowhere"))


def test_mail_is_told_from_other_files(tmp_path: Path):
    (tmp_path / "calls.csv").write_text("Date,Number\n")
    (tmp_path / "chat.txt").write_text("[3/3/26, 09:15:00] Dana: Hi\n")

    assert not is_mail(tmp_path)
    (tmp_path / "a.eml").write_bytes(lf("Hi"))
    assert is_mail(tmp_path)


def test_a_file_is_told_by_what_its_owner_calls_it(tmp_path: Path):
    stored = _tar(tmp_path / "xk2j", {"All mail.mbox": archive(lf("Hi"))})

    assert not is_mail(stored)
    assert is_mail(stored, "takeout.tgz")
    (found,) = messages(stored, "takeout.tgz")
    assert found.place == "takeout.tgz: All mail.mbox: message 1 at byte 0"


def test_a_maildir_that_was_zipped_is_mail(tmp_path: Path):
    assert is_mail(_zip(tmp_path / "a.zip", {"Mail/cur/1700000000.M1P2.host:2,S": lf("Hi")}))
    assert not is_mail(_zip(tmp_path / "b.zip", {"Photos/new/house.jpg": b"..."}))


def test_a_large_file_is_read_in_little_memory(tmp_path: Path):
    file = tmp_path / "large.mbox"
    with file.open("wb") as out:
        for n in range(300):
            out.write(archive(lf("y" * 50_000, n)))

    tracemalloc.start()
    try:
        assert sum(1 for _ in messages(file)) == 300
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()


@needs_shared
def test_the_shared_folder_gives_all_its_messages():
    found = list(messages(SHARED / "fmt_email_mime"))

    assert sum(isinstance(each, RawMessage) for each in found) == 116
    assert sorted(each.place for each in found if isinstance(each, Problem)) == [
        "PROVENANCE.txt",
        "django_helpdesk/LICENSE",
        "mail_parser/LICENSE.txt",
        "mikel_mail/MIT-LICENSE",
        "postal/MIT-LICENCE",
    ]
