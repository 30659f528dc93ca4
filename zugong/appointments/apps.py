"""Django's configuration of the appointments app."""

from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "zugong.appointments"
    label = "appointments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import zugong.appointments.receivers  # noqa: F401, PLC0415 - models exist only from here on
        from zugong.appointments.queries import posts_within  # noqa: PLC0415
        from zugong.offices.access import register_position_rights  # noqa: PLC0415

        register_position_rights(posts_within)
