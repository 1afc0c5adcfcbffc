"""The addresses of imports."""

from django.urls import URLPattern, path

from beforehand.web.imports import care, columns, progress, undoing, views

urlpatterns: list[URLPattern] = [
    path("", views.imports_page, name="imports"),
    path("<int:import_id>/", progress.import_page, name="import"),
    path("<int:import_id>/columns/", columns.columns_page, name="import_columns"),
    path("<int:import_id>/care/", care.care_page, name="import_care"),
    path("<int:import_id>/leaving", undoing.leaving, name="import_leaving"),
    path("<int:import_id>/undoing/", undoing.undoing, name="import_undoing"),
]
