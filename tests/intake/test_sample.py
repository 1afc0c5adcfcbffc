"""The sample office: whatever the day and the hour, there is somebody who asked, who is late, who is due."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from beforehand.actions.refusals import Refusal
from beforehand.intake.sample import open_sample
from beforehand.intake.sample_moments import Calendar
from beforehand.queries import access
from beforehand.queries.check import check
from beforehand.queries.due import due_now
from beforehand.queries.today import today
from beforehand.records.models import Client, Import, Office, Touch
from tests.cast import AT

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
HOURS = (time(8, 0), time(12, 30), time(19, 0))
# Two weeks around Thanksgiving, each day at another of the hours; then nights, closed days in a row, clock changes.
DAYS = [(date(2026, 11, 20) + n * DAY, HOURS[n % 3]) for n in range(14)] + [
    (date(2026, 12, 27), time(23, 40)),
    (date(2026, 12, 28), time(0, 20)),
    (date(2027, 3, 14), time(12, 30)),
    (date(2026, 11, 1), time(1, 30)),
]


def standings(maya, at, agent=None):
    rows = due_now(maya.office, agent or maya, now=at, with_rest=True)
    return Counter(row.due.standing for row in rows)


@pytest.mark.parametrize(("day", "hour"), DAYS, ids=lambda value: value.isoformat())
def test_whatever_the_day_the_list_is_worth_a_look(day, hour):
    at = datetime.combine(day, hour, ZoneInfo("America/Chicago")).astimezone(UTC)
    maya = open_sample(at)
    assert standings(maya, at) == {"asked": 1, "late": 1, "due": 4, "paused": 1, "in_hand": 12}
    found = check(maya.office, now=at)
    assert (found.clients, found.accounted, found.differences) == (26, 26, [])


def test_the_story_has_what_a_visitor_is_to_see():
    maya = open_sample(AT)
    found = today(maya, maya, now=AT, call_minutes=10)
    assert [card.name for card in found.first] == ["Dana & Luis Ortega"]
    assert found.first[0].due.reason == (
        "“Hi Maya, any word on the appraisal? Getting nervous.” Text, 40 min ago. Answer by 1 pm."
    )
    told = {card.name: (card.due.standing, card.due.kind, card.side) for card in found.calls}
    assert told == {
        "Hannah Doyle": ("late", "speak", "buyer"),
        "Tom Becker": ("due", "promise", "short_sale"),
        "Arjun Mehta": ("due", "speak", "buyer"),
        "Marcus Bell": ("due", "speak", "seller"),
        "Priya Raman": ("due", "speak", "buyer"),
    }
    short = next(card.short_call for card in found.calls if card.name == "Arjun Mehta")
    assert short is not None
    assert (found.count, found.in_hand_count, found.paused_count, found.spread_count) == (6, 12, 1, 0)


def test_the_people_come_with_their_phones_zones_stages_and_deeds():
    maya = open_sample(AT)
    ortegas = Client.objects.get(name="Dana & Luis Ortega")
    phones = (
        ortegas.contact_points.filter(kind="phone").order_by("value").values_list("person__name", "value")
    )
    assert list(phones) == [("Dana Ortega", "+15125550112"), ("Luis Ortega", "+15125550113")]
    deal = ortegas.deals.get()
    assert (deal.stage, deal.address) == ("under_contract", "418 Alder Ct, Austin, TX 78704, US")
    nguyens = Client.objects.get(name="Minh & Lan Nguyen").hours.get()
    assert (nguyens.zone, nguyens.zone_source) == ("America/Los_Angeles", "address")
    assert Client.objects.get(name="Walt & Irene Kessler").pauses.get().reason.startswith("On a cruise")
    complaint = Client.objects.get(name="Ruth Abernathy").requests.get()
    assert (complaint.asks, complaint.answered_at > complaint.asked_at) == ("complaint", True)
    missed = Client.objects.get(name="Joy Okafor").requests.get()
    assert (missed.touch.outcome, missed.answered_at is not None) == ("no_answer", True)
    kept, broken = (
        Client.objects.get(name=name).promises.get() for name in ("Theo Lindgren", "Elena & Rob Castellano")
    )
    assert kept.kept_at < kept.due_at
    assert broken.kept_at > broken.due_at
    call = Client.objects.get(name="Grace Holm").next_calls.get()
    assert (call.is_agreed, call.at > AT, call.kept_at) == (True, True, None)
    assert maya.office.is_sample


def test_jon_has_clients_of_his_own_and_wren_assists_both():
    maya = open_sample(AT)
    members = {member.name: member for member in access.colleagues(maya)}
    jon, wren = members["Jon Abara"], members["Wren Castillo"]
    assert standings(maya, AT, jon) == {"asked": 1, "due": 1, "in_hand": 5}
    assert access.clients(wren).count() == access.clients(maya).count()
    assert access.clients(jon).count() == 9


def test_the_history_was_recorded_as_it_happened_and_began_before_our_care():
    open_sample(AT)
    office = Office.objects.get()
    assert AT - 46 * DAY < office.created_at < AT - 42 * DAY
    lags = [touch.recorded_at - touch.at for touch in Touch.objects.filter(at__gte=office.created_at)]
    assert min(lags) >= timedelta(0)
    assert max(lags) < 15 * DAY
    assert Touch.objects.order_by("-recorded_at").first().recorded_at <= AT
    assert Import.objects.exclude(state="done").count() == 0
    assert sum(row.counts["touches"]["known"] for row in Import.objects.all()) > 100


def test_there_is_one_sample_office():
    open_sample(AT)
    with pytest.raises(Refusal, match="There is a sample office already: Lindqvist Homes"):
        open_sample(AT + DAY)
    assert Office.objects.count() == 1


def test_a_moment_is_told_from_the_day_and_its_open_days():
    calendar = Calendar(datetime(2026, 11, 30, 15, 0, tzinfo=UTC), "America/Chicago", "US", "TX")
    local = {
        words: f"{calendar.local(calendar.moment(words)):%a %d %b %H:%M}"
        for words in (
            "now-40m", "C-4 10:00", "D-4 10:00", "D-1 10:00", "W-1 10:00", "W-2 10:00", "N-0 10:00", "N-7 08:30",
            "C+18 09:00", "today 17:00", "today 08:00",
        )
    }  # fmt: skip
    assert local == {
        "now-40m": "Mon 30 Nov 08:20",
        "C-4 10:00": "Thu 26 Nov 10:00",
        "D-4 10:00": "Wed 25 Nov 10:00",
        "D-1 10:00": "Sat 28 Nov 10:00",
        "W-1 10:00": "Sat 28 Nov 10:00",
        "W-2 10:00": "Wed 25 Nov 10:00",
        "N-0 10:00": "Tue 01 Dec 10:00",
        "N-7 08:30": "Tue 24 Nov 08:30",
        "C+18 09:00": "Fri 18 Dec 09:00",
        "today 17:00": "Mon 30 Nov 17:00",
        "today 08:00": "Mon 30 Nov 11:00",
    }


def test_words_that_are_no_moment_are_refused():
    calendar = Calendar(AT, "America/Chicago", "US", "TX")
    with pytest.raises(ValueError, match="yesterday is no moment of the sample office"):
        calendar.moment("yesterday")
