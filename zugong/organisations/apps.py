"""Django's configuration of the organisations app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "zugong.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"
