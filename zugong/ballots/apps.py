"""Django's configuration of the ballots app."""

from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "zugong.ballots"
    label = "ballots"
    default_auto_field = "django.db.models.BigAutoField"
