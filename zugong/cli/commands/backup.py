"""zugong backup: the whole site in one file."""

from __future__ import annotations

from pathlib import Path

import click

from zugong.cli.archive import write_backup
from zugong.cli.site import require_site


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--without-key", is_flag=True, help="Leave the key out; without it identity numbers and phones stay sealed."
)
def command(file: Path, without_key: bool) -> None:
    """Write database, uploaded workbooks, choices and key into FILE (.tar.gz), readable by its owner only.

    The site may go on being used meanwhile. Keep the file where only those may read it who may read everything.
    """
    require_site()
    size = write_backup(file, with_key=not without_key)
    click.echo(f"{file}  {size / 1e6:.1f} MB")
