"""The audit's page: whole in one file, nothing of the outside world runs in it, and it reads well everywhere."""

import re
from pathlib import Path

import pytest
from lxml import html

from beforehand.reports.audit.auditing import SourceProblem
from beforehand.reports.audit.figures import Client
from beforehand.reports.audit.hiding import hidden
from beforehand.reports.audit.page import IN_DETAIL, QUILT_ROWS, page
from beforehand.reports.audit.plots import strip, week_line
from tests.chromium import browser, overflow, violations
from tests.reports.contacts import DAY, TOM, audited, contact, utc
from tests.reports.office import names, office_audit


@pytest.fixture(scope="module")
def told() -> str:
    return page(office_audit())


def texts(told: str, path: str) -> list[str]:
    return [" ".join(each.text_content().split()) for each in html.fromstring(told).xpath(path)]


def test_the_page_needs_nothing_else(told: str) -> None:
    tree = html.fromstring(told)
    assert tree.xpath("//script | //img | //link | //iframe | //form | //@onclick | //@src | //@href") == []
    assert re.findall(r"url\((?!data:font/woff2;base64,)", told) == []
    assert "@import" not in told
    assert re.findall(r"https?://", told) == []


def test_the_finding_comes_first_and_every_part_has_its_heading(told: str) -> None:
    assert texts(told, "//h1") == ["25 of 34 clients had to ask. The longest silence was 62 days."]
    assert texts(told, "//h2") == [
        "Who went quiet",
        "Who had to ask",
        "Answers, and how fast",
        "Promises",
        "Every client, every day",
        "Week by week",
        "What would have been due when",
        "All clients",
        "How this was counted",
    ]


def test_what_people_wrote_and_what_files_are_called_is_text_and_never_markup(told: str) -> None:
    assert "any news on the &lt;b&gt;title&lt;/b&gt; &amp; the survey?" in told
    assert "<b>title</b>" not in told
    assert "WhatsApp Chat with &lt;Dana&gt;.txt" in told


def test_every_client_is_told_also_those_that_do_not_stand_in_detail() -> None:
    told = page(office_audit(120))
    rows = texts(told, "//table[contains(@class, 'all')]/tbody/tr/th")
    assert sorted(rows) == sorted(names(120))
    assert len(texts(told, "//article")) == IN_DETAIL
    assert len(texts(told, "//table[contains(@class, 'quilt')]/tbody/tr")) == QUILT_ROWS


def test_each_plot_says_in_words_what_it_shows(told: str) -> None:
    tree = html.fromstring(told)
    for each in tree.xpath("//*[local-name()='svg'][@role='img']"):
        named = each.get("aria-label") or tree.get_element_by_id(each.get("aria-labelledby").split()[0]).text
        assert named
    assert len(texts(told, "//details//tbody/tr")) == 25
    assert texts(told, "//details//tbody/tr[1]/*") == ["3 Nov", "100%", "0"]


def test_with_names_hidden_none_is_on_the_page() -> None:
    told = page(hidden(office_audit()))
    text = html.fromstring(told).text_content()
    assert [name for name in names(34) if name in text] == []
    assert "any news" not in text.lower()
    assert "Client 34" in text


def test_an_audit_of_nothing_says_what_to_do() -> None:
    told = page(audited(problems=[SourceProblem("a.mbox", "", "is empty")]))
    assert texts(told, "//h1") == ["Nobody here looks like a client yet."]
    assert texts(told, "//h2") == ["How this was counted"]
    assert "--clients" in texts(told, "//p[@class='lead']")[0]


def days(client: Client, *, last: int, every: int = 7) -> str:
    """A letter a day: the tone’s first, and the mark’s in capitals where there is one."""
    scope = audited(contact(client.touches[-1].at)).scope
    paths = strip(client, scope, days=last)
    shown = [""] * last
    for tone in ("kept", "soon", "late", "plain"):
        for x in re.findall(r"M(\d+) 0h9", getattr(paths, tone)):
            shown[int(x) // 10] = tone[0]
    for mark in ("wrote", "spoke", "asked"):
        for x in re.findall(r"M([\d.]+) ", getattr(paths, mark)):
            shown[int(float(x)) // 10] = mark[0].upper()
    return "".join(shown)


def test_a_strip_has_a_patch_a_day_by_its_end_and_the_mark_that_weighs_most() -> None:
    (dana,) = audited(
        contact("2026-03-02T15:00", "out call spoke"),
        contact("2026-03-11T15:00", "in text received", text="Any news?"),
        contact("2026-03-11T16:00"),
        contact("2026-03-12T15:00"),
        contact("2026-03-12T16:00", "in call spoke"),
    ).clients
    assert days(dana, last=12) == "pSkkkkksllAS"


def test_the_line_of_the_weeks_goes_down_with_the_share_and_breaks_where_nobody_was_in_care() -> None:
    told = audited(
        contact("2025-03-03T15:00"),
        contact("2025-03-09T15:00"),
        contact("2026-03-02T15:00", "out call spoke", TOM),
        contact("2026-03-12T15:00", "out call spoke", TOM),
        contact("2026-03-15T15:00", "out call spoke", TOM),
    )
    line = week_line(told.weeks)
    assert line.width == 54
    assert line.line == "M0.5 0h.01M52.5 0L53.5 42.86"
    assert [(week.days, week.days_within) for week in (*told.weeks[:2], *told.weeks[-2:])] == [
        (7, 7), (0, 0), (7, 7), (7, 4),
    ]  # fmt: skip
    assert told.weeks[-1].monday == utc("2026-03-09T00:00").date()
    assert told.scope.until - 3 * DAY == utc("2026-03-12T15:00")


@pytest.mark.browser
@pytest.mark.slow
def test_the_page_is_sound_in_light_in_the_dark_and_at_320_pixels(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(page(office_audit(9)), "utf-8")
    with browser() as chrome:
        for width, scheme in ((1200, "light"), (1200, "dark"), (320, "light")):
            size = {"width": width, "height": 800}
            context = chrome.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)
            shown = context.new_page()
            shown.goto(file.as_uri())
            shown.eval_on_selector_all("details", "all => all.forEach(each => { each.open = true })")
            assert violations(shown) == [], (width, scheme)
            assert overflow(shown) == 0, (width, scheme)
            context.close()


@pytest.mark.browser
@pytest.mark.slow
def test_the_page_prints_on_a4_and_on_letter(told: str, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(told, "utf-8")
    with browser() as chrome:
        shown = chrome.new_page()
        shown.goto(file.as_uri())
        for form, size in (
            ("A4", rb"/MediaBox \[0 0 59[45]\S* 84[12]"),
            ("Letter", rb"/MediaBox \[0 0 612 792\]"),
        ):
            printed = shown.pdf(format=form)
            sheets = re.findall(rb"/Type /Page\b", printed)
            assert 4 <= len(sheets) <= 7, form
            assert len(re.findall(size, printed)) == len(sheets), form
