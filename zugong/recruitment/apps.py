"""Django's configuration of the recruitment app."""

from django.apps import AppConfig


class RecruitmentConfig(AppConfig):
    name = "zugong.recruitment"
    label = "recruitment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import zugong.recruitment.receivers  # noqa: F401, PLC0415 - models exist only from here on
