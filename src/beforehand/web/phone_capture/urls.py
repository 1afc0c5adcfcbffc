"""The addresses of a member's phone: the settings, and where the phone itself tells."""

from django.urls import URLPattern, path

from beforehand.web.phone_capture import telling, views

urlpatterns: list[URLPattern] = [
    path("settings/phone/", views.phone, name="your_phone"),
    path(
        "settings/phone/<int:capture_address_id>/revocation/", views.revocation, name="your_phone_revocation"
    ),
    path("capture/<slug:token>", telling.capture, name="capture"),
    path("capture/<slug:token>/", telling.capture),  # as people write it
]
