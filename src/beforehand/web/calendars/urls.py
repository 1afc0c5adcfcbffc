"""The addresses of calendars and of what their meetings ask."""

from django.urls import URLPattern, path

from beforehand.web.calendars import meetings, views

urlpatterns: list[URLPattern] = [
    path("settings/calendars/", views.calendars_page, name="calendars"),
    path("settings/calendars/<int:calendar_id>/reading/", views.reading, name="calendar_reading"),
    path("settings/calendars/<int:calendar_id>/removal/", views.removal, name="calendar_removal"),
    path("meetings/<int:meeting_id>/answer/", meetings.answer, name="meeting_answer"),
    path(
        "meetings/<int:meeting_id>/answer/withdrawal/", meetings.withdrawal, name="meeting_answer_withdrawal"
    ),
]
