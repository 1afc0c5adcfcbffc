"""The addresses of promises."""

from django.urls import URLPattern, path

from beforehand.web.promises import views

urlpatterns: list[URLPattern] = [
    path("", views.promises_page, name="promises"),
    path("<int:promise_id>", views.promise_page, name="promise"),
    path("<int:promise_id>/keeping", views.keeping, name="promise_keeping"),
]
