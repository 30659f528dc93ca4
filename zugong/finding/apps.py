"""Django's configuration of the finding app."""

from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "zugong.finding"
    label = "finding"
    default_auto_field = "django.db.models.BigAutoField"
