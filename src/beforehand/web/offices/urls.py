"""The addresses of the office: the first run, the board, and what a broker sets."""

from django.urls import URLPattern, path

from beforehand.web.offices import first_run

urlpatterns: list[URLPattern] = [
    path("welcome/", first_run.first_run, name="first_run"),
    path("welcome/sample/", first_run.sample, name="first_run_sample"),
]
