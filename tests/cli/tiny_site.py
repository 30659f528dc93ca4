"""Loads the tiny demonstration county into the home folder of the environment: `python -m tests.cli.tiny_site`."""

from __future__ import annotations

import os
from pathlib import Path

import django

TARGETS = Path(__file__).parents[1] / "demo" / "tiny_county.yaml"


def load() -> None:
    """A new site with the workbooks of the tiny county, recorded by the ordinary import."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zugong.config.settings")
    django.setup()
    from django.conf import settings  # noqa: PLC0415 (only after the set-up)

    from zugong.bench.rosters import import_workbook, make_site  # noqa: PLC0415
    from zugong.bench.workbooks import workbooks  # noqa: PLC0415

    make_site()
    for plan in workbooks(settings.ZUGONG_PACK, settings.ZUGONG_HOME / "workbooks", TARGETS):
        import_workbook(plan)


if __name__ == "__main__":
    load()
