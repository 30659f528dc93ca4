"""What commands print: tables for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from zugong.figures.answers import Cell

_WIDEST = 400


def number_for_programs(value: Any) -> Any:
    """An exact number as JSON holds it: whole numbers as such, others as a float."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == int(value) else float(value)


def as_json(content: Any) -> None:
    """Print a value as JSON; dates as ISO text, exact numbers as numbers.

    Programs get a list with one element a line, as soon as it is made; a person at a terminal gets it indented, which takes
    ten times as long.
    """
    if sys.stdout.isatty():
        click.echo(json.dumps(content, ensure_ascii=False, indent=2, default=_plain))
    elif not isinstance(content, list):
        click.echo(_in_a_line(content))
    else:
        for place, element in enumerate(content):
            click.echo(("[\n" if place == 0 else ",\n") + _in_a_line(element), nl=False)
        click.echo("\n]" if content else "[]")


def _in_a_line(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | Fraction):
        return number_for_programs(value)
    raise TypeError(value)


def cell_as_data(cell: Cell) -> dict[str, Any]:
    """A cell with its clocks and parts, for programs."""
    clocks = cell.clocks
    return {
        "figure": cell.figure,
        "value": number_for_programs(cell.value),
        "rows": cell.rows,
        "undecided": cell.undecided,
        "on": clocks.on,
        "from": clocks.period.start,
        "to": clocks.period.last,
        "tree": clocks.tree,
        "entry": cell.entry,
        "pack": cell.pack,
        "parts": [cell_as_data(part) for part in cell.parts],
    }


def table(*headers: str, title: str = "") -> Table:
    """An empty table; headers that end in # are right-aligned numbers."""
    made = Table(title=title or None, title_justify="left", header_style="bold", box=None, pad_edge=False)
    for header in headers:
        made.add_column(header.rstrip("#"), justify="right" if header.endswith("#") else "left", overflow="fold")
    return made


def show(content: Any) -> None:
    """Print a table; into a file or pipe as wide as it needs, so that no line is broken for nobody."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _WIDEST
    console.print(content)


def stderr_console() -> Console:
    """Where progress is drawn, so that it never mixes with what a program reads."""
    return Console(stderr=True)
