"""The addresses of logging."""

from django.urls import URLPattern, path

from beforehand.web.touches import labels, views

urlpatterns: list[URLPattern] = [
    path("", views.pick, name="log"),
    path("<int:touch_id>/voiding", views.voiding, name="touch_voiding"),
    path("next-calls/<int:next_call_id>/withdrawal", views.next_call_withdrawal, name="next_call_withdrawal"),
    path("<int:touch_id>/label", labels.label, name="touch_label"),
    path("<int:touch_id>/reached", views.reached, name="touch_reached"),
]
