"""Django's configuration of the complaints app."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "zugong.complaints"
    label = "complaints"
    default_auto_field = "django.db.models.BigAutoField"
