"""The addresses of the drop-box: the member's settings, and the webhooks of mail services."""

from django.urls import URLPattern, path

from beforehand.web.drop_box import views, webhooks

_OWN = "settings/own-addresses/<int:own_address_id>"

urlpatterns: list[URLPattern] = [
    path("settings/drop-box/", views.drop_box, name="drop_box"),
    path(
        "settings/drop-box/<int:capture_address_id>/revocation/", views.revocation, name="drop_box_revocation"
    ),
    path(
        "settings/own-addresses/<int:own_address_id>/confirmation/",
        views.confirmation,
        name="own_address_confirmation",
    ),
    path(
        "settings/own-addresses/<int:own_address_id>/disowning/",
        views.disowning,
        name="own_address_disowning",
    ),
    *(
        path(f"hooks/mail/{service}/", webhooks.hook, {"service": service}, name=f"mail_hook_{service}")
        for service in ("mailgun", "postmark", "sendgrid")
    ),
]
