"""The addresses of members: signing in and out, one-time links, the own settings."""

from django.urls import URLPattern, path

from beforehand.web.members import account, joining, views

urlpatterns: list[URLPattern] = [
    path("accounts/login/", account.SignIn.as_view(), name="account_login"),
    path("accounts/logout/", account.sign_out, name="account_logout"),
    path("accounts/signup/", account.signup, name="account_signup"),
    path("accounts/inactive/", account.signup, name="account_inactive"),
    path("accounts/password/change/", account.password, name="account_change_password"),
    path("accounts/password/reset/", account.reset, name="account_reset_password"),
    path("join/<str:token>/", joining.join, name="join"),
    path("settings/", views.settings, name="settings"),
    path("settings/hours/", views.hours, name="settings_hours"),
    path("settings/time-off/", views.time_off, name="settings_time_off"),
    path("settings/time-off/<int:absence_id>/withdrawal/", views.withdrawal, name="settings_withdrawal"),
]
