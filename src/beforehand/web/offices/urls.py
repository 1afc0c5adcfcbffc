"""The addresses of offices."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
