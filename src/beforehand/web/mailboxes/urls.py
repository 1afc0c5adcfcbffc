"""The addresses of a member's mailboxes."""

from django.urls import URLPattern, path

from beforehand.web.mailboxes import sign_in, views

urlpatterns: list[URLPattern] = [
    path("settings/mailboxes/", views.mailboxes_page, name="mailboxes"),
    path("settings/mailboxes/<int:mailbox_id>/removal/", views.removal, name="mailbox_removal"),
    path("settings/mailboxes/<slug:service>/sign-in/", sign_in.start, name="mailbox_sign_in"),
    path("settings/mailboxes/<slug:service>/return/", sign_in.back, name="mailbox_return"),
]
