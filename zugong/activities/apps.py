"""Django's configuration of the activities app, which has no tables: what is recorded are ledgers of packs."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "zugong.activities"
    label = "activities"

    def ready(self) -> None:
        import zugong.activities.receivers  # noqa: F401, PLC0415 - models exist only from here on
