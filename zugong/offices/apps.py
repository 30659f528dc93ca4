"""Django's configuration of the offices app."""

from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "zugong.offices"
    label = "offices"
    default_auto_field = "django.db.models.BigAutoField"
