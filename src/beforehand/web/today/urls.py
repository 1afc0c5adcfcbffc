"""The address of Today."""

from django.urls import URLPattern, path

from beforehand.web.today import views

urlpatterns: list[URLPattern] = [path("", views.today_page, name="today")]
