"""Django's configuration of the cases app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "zugong.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
