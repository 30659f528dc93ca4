"""Django's configuration of the cards app."""

from django.apps import AppConfig


class CardsConfig(AppConfig):
    name = "zugong.cards"
    label = "cards"
    default_auto_field = "django.db.models.BigAutoField"
