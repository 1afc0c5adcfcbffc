from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "beforehand.records"
    label = "records"
