"""Django's configuration of the people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "zugong.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zugong.offices.conditions import register_person_places  # noqa: PLC0415 - models exist only from here on
        from zugong.people import receivers  # noqa: F401, PLC0415 - connects them
        from zugong.people.queries import persons_within  # noqa: PLC0415

        register_person_places(persons_within)
