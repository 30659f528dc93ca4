"""Django's configuration of the corrections app."""

from django.apps import AppConfig


class CorrectionsConfig(AppConfig):
    name = "zugong.corrections"
    label = "corrections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import zugong.corrections.receivers  # noqa: F401, PLC0415 - models exist only from here on
