"""The addresses behind the home-screen app."""

from django.urls import URLPattern, path

from beforehand.web.offline import views

urlpatterns: list[URLPattern] = [
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("offline/", views.no_signal, name="offline"),
    path("offline/session", views.session, name="offline_session"),
    path("settings/home-screen/", views.home_screen, name="home_screen"),
    path("share/", views.share, name="share"),
]
