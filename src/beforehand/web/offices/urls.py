"""The addresses of the office: the first run, the board, and what a broker sets."""

from datetime import date

from django.urls import URLPattern, path, register_converter

from beforehand.web.offices import board, first_run, members, terms


class Day:
    """A day in an address, as 2026-12-24."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(Day, "day")

urlpatterns: list[URLPattern] = [
    path("welcome/", first_run.first_run, name="first_run"),
    path("welcome/sample/", first_run.sample, name="first_run_sample"),
    path("office/", board.office, name="office"),
    path("office/members/", members.members_page, name="office_members"),
    path("office/members/new/", members.new_member, name="office_member_new"),
    path("office/members/<int:member_id>/", members.member_page, name="office_member"),
    path("office/members/<int:member_id>/link/", members.member_link, name="office_member_link"),
    path("office/cadences/", terms.cadences, name="office_cadences"),
    path("office/cadences/<slug:stage>/", terms.cadence, name="office_cadence"),
    path("office/days/", terms.closed_days, name="office_days"),
    path("office/days/<day:day>/reopening/", terms.reopening, name="office_day_reopening"),
    path("office/phone-log/", terms.phone_log, name="office_phone_log"),
    path("office/messages/", terms.messages, name="office_messages"),
    path("office/trail/", terms.trail, name="office_trail"),
]
