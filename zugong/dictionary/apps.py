"""Django's configuration of the dictionary app."""

from django.apps import AppConfig


class DictionaryConfig(AppConfig):
    name = "zugong.dictionary"
    label = "dictionary"
    default_auto_field = "django.db.models.BigAutoField"
