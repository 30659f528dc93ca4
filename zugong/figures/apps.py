"""Django's configuration of the figures app."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "zugong.figures"
    label = "figures"
    default_auto_field = "django.db.models.BigAutoField"
