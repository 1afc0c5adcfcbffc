"""The addresses of telephone lines: the broker's page, and the webhooks of Twilio."""

from django.urls import URLPattern, path

from beforehand.web.phone_lines import views, webhooks

urlpatterns: list[URLPattern] = [
    path("office/lines/", views.lines, name="office_lines"),
    path("office/lines/<int:phone_line_id>/removal/", views.removal, name="office_line_removal"),
    path("hooks/twilio/<slug:key>/voice/", webhooks.voice, name="twilio_voice"),
    path("hooks/twilio/<slug:key>/message/", webhooks.message, name="twilio_message"),
]
