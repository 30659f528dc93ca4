"""Django's configuration of the cases app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "zugong.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import zugong.cases.receivers  # noqa: F401, PLC0415 - models exist only from here on
