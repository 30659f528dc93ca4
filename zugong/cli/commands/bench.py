"""zugong bench: the numbers that the README prints, on this machine."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from django.conf import settings

from zugong.bench.machine import this_machine
from zugong.bench.parts import PARTS, Bench
from zugong.bench.printing import as_data, as_markdown, as_table, write_between_markers
from zugong.bench.sites import has_site
from zugong.bench.workbooks import first_demo_pack
from zugong.cli.main import language
from zugong.cli.output import as_json, show

_READMES = {"README.md": "en", "README.zh.md": "zh"}


@click.command("bench")
@click.option("--only", multiple=True, type=click.Choice(PARTS), help="Only this part; may be given several times.")
@click.option("--pack", help="Where there is no site: a pack with a demo.yaml (default: the first that has one).")
@click.option("--quick", is_flag=True, help="Every part once, and a tenth of the pages.")
@click.option("--json", "for_programs", is_flag=True, help="JSON for programs.")
@click.option("--markdown", is_flag=True, help="The table as the README has it.")
@click.option("--write-readme", is_flag=True, help="Write the table into README.md and README.zh.md.")
@click.option("--strict", is_flag=True, help="Exit code 1 if a median misses its target.")
def command(
    only: tuple[str, ...],
    pack: str | None,
    quick: bool,
    for_programs: bool,
    markdown: bool,
    write_readme: bool,
    strict: bool,
) -> None:
    """Measure imports, figures, pages, memory and exports on a copy of this site; nothing in it is changed.

    Where ZUGONG_HOME holds no site, the demonstration county is loaded into a temporary folder. All of it takes some
    minutes; let the machine do nothing else meanwhile.
    """
    machine, home = this_machine(), Path(settings.ZUGONG_HOME)
    progress = (lambda part: None) if for_programs else (lambda part: click.echo(f"… {part}", err=True))
    bench = Bench(
        home, settings.ZUGONG_PACK if has_site(home) else pack or first_demo_pack(), quick=quick, progress=progress
    )
    measured = list(bench.measured(only or PARTS))
    if for_programs:
        as_json(as_data(machine, measured))
    elif markdown:
        click.echo(as_markdown(machine, measured, language()))
    else:
        show(as_table(measured, language()))
        click.echo(machine.sentence(language()))
    if write_readme:
        for name, spoken in _READMES.items():
            write_between_markers(Path(settings.BASE_DIR) / name, as_markdown(machine, measured, spoken))
    sys.exit(1 if strict and any(one.is_met is False for one in measured) else 0)
