"""The app of saved views."""

from django.apps import AppConfig


class SavedViewsConfig(AppConfig):
    name = "zugong.saved_views"
    verbose_name = "Saved views"
