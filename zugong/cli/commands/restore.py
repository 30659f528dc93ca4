"""zugong restore: a site from a backup."""

from __future__ import annotations

from pathlib import Path

import click
from django.conf import settings

from zugong.cli.archive import KeyApart, read_backup
from zugong.cli.site import migrate


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def command(file: Path) -> None:
    """Bring back the site of FILE into an empty home folder, and bring its tables up to this version."""
    read_backup(file)
    if not settings.ZUGONG_KEY_FILE.is_file():
        raise KeyApart(key=settings.ZUGONG_KEY_FILE)
    migrate()
    click.echo(f"{settings.ZUGONG_HOME}")
