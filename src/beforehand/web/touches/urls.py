"""The addresses of touches."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
