"""The addresses of clients."""

from django.urls import URLPattern, path

from beforehand.web.clients import changes, contact_points, views
from beforehand.web.touches import views as touches

urlpatterns: list[URLPattern] = [
    path("", views.clients_page, name="clients"),
    path("new/", views.new_client, name="client_new"),
    path("<int:client_id>/", views.client_page, name="client"),
    path("<int:client_id>/log/", touches.client_touches, name="client_log"),
    path("<int:client_id>/edit/", changes.edit, name="client_edit"),
    path("<int:client_id>/hours", changes.hours, name="client_hours"),
    path("<int:client_id>/cadence", changes.cadence, name="client_cadence"),
    path("<int:client_id>/pause", changes.pause, name="client_pause"),
    path("<int:client_id>/resuming", changes.resuming, name="client_resuming"),
    path("<int:client_id>/ending", changes.ending, name="client_ending"),
    path("<int:client_id>/return", changes.return_, name="client_return"),
    path("<int:client_id>/contact-points", contact_points.adding, name="client_contact_point"),
    path(
        "contact-points/<int:contact_point_id>/removal", contact_points.removal, name="contact_point_removal"
    ),
    path("<int:client_id>/deals", changes.deal, name="client_deal"),
    path("<int:client_id>/deals/<int:deal_id>", changes.deal_change, name="client_deal_change"),
    path("<int:client_id>/handing-over", changes.hand_over, name="client_handing_over"),
]
