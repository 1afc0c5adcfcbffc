"""The addresses of triage."""

from django.urls import URLPattern, path

from beforehand.web.captures import views

urlpatterns: list[URLPattern] = [
    path("captures/", views.captures_page, name="captures"),
    path("captures/touches/<int:touch_id>/text/", views.text, name="touch_text"),
    path("captures/ignoring/", views.ignoring, name="captures_ignoring"),
    path("captures/heeding/", views.heeding, name="captures_heeding"),
    path("captures/<int:capture_id>/client/", views.choosing, name="capture_choosing"),
    path("captures/<int:capture_id>/giving/", views.giving, name="capture_giving"),
    path("captures/<int:capture_id>/leaving-out/", views.leaving_out, name="capture_leaving_out"),
]
