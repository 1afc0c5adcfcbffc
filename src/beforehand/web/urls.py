"""The pages; a folder a noun, each with its own addresses."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("beforehand.web.today.urls")),
    path("clients/", include("beforehand.web.clients.urls")),
    path("log/", include("beforehand.web.touches.urls")),
    path("promises/", include("beforehand.web.promises.urls")),
    path("", include("beforehand.web.offices.urls")),
    path("", include("beforehand.web.members.urls")),
    path("", include("beforehand.web.calendars.urls")),
    path("", include("beforehand.web.captures.urls")),
    path("", include("beforehand.web.mailboxes.urls")),
    path("", include("beforehand.web.drop_box.urls")),
    path("", include("beforehand.web.phone_lines.urls")),
    path("", include("beforehand.web.phone_capture.urls")),
    path("import/", include("beforehand.web.imports.urls")),
    path("", include("beforehand.web.offline.urls")),
]
