"""Django's configuration of the requests app."""

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "zugong.requests"
    label = "requests"
    default_auto_field = "django.db.models.BigAutoField"
