"""zugong pack: check packs without a database."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from zugong.dictionary.catalogue import load_catalogue
from zugong.figures.schema import schema_of
from zugong.packs.check import check_pack
from zugong.packs.pack import load_pack
from zugong.packs.schemas import schemas
from zugong.reviews.briefing_check import briefing_errors
from zugong.reviews.report_check import report_errors


@click.group("pack")
def command() -> None:
    """Packs hold what a locality invents: codes, ledgers, figures, rules. They are data, never code."""


@command.command("check")
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
def check(folders: tuple[Path, ...]) -> None:
    """Check each pack FOLDER as a whole; every error names its file, line, and what is allowed.

    Exit code 1 if anything is wrong.
    """
    wrong = 0
    for folder in folders:
        name, root = folder.resolve().name, folder.resolve().parent
        problems = check_pack(name, schema=schema_of(load_catalogue(name, folder=root)), folder=root)
        problems += [] if problems else briefing_errors(load_pack(name, folder=root))
        problems += [] if problems else report_errors(load_pack(name, folder=root))
        for problem in problems:
            click.echo(str(problem), err=True)
        wrong += len(problems)
        if not problems:
            pack = load_pack(name, folder=root)
            click.echo(f"{name} {pack.version}: {len(pack.figures)} figures, {len(pack.parameters)} parameters  ✓")
    sys.exit(1 if wrong else 0)


@command.command("schema")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def schema(folder: Path) -> None:
    """Write the JSON Schemas of pack files into FOLDER, for editors."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in schemas().items():
        target = folder / f"{name}.schema.json"
        target.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        click.echo(str(target))
