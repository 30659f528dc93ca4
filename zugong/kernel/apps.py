"""Django's configuration of the kernel app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    name = "zugong.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zugong.kernel.facts import guards  # noqa: PLC0415 - models exist only from here on

        # Django drops SQLite triggers without a word when it remakes a table, so they are set again after every migration.
        post_migrate.connect(guards.install_for_app, dispatch_uid="zugong.kernel.facts.guards")
