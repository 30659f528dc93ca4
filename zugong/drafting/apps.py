"""Django's configuration of the drafting app."""

from django.apps import AppConfig


class DraftingConfig(AppConfig):
    name = "zugong.drafting"
    label = "drafting"
    default_auto_field = "django.db.models.BigAutoField"
