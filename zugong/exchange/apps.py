"""Django's configuration of the exchange app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "zugong.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
