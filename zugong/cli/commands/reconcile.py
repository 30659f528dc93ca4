"""zugong reconcile: the month's end, branch by branch."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click
from django.conf import settings

from zugong.cli.clocks import Day
from zugong.cli.main import language
from zugong.cli.output import as_json, show, table
from zugong.cli.site import require_site
from zugong.dictionary.catalogue import Catalogue, installed_catalogue
from zugong.exchange.recognising import Choices, recognise
from zugong.exchange.reconcile import INCOMING, OUTGOING, Balance, Reconciliation, reconcile
from zugong.exchange.rosters import Roster, roster_of_store, roster_of_table
from zugong.exchange.row_checks import parse_rows

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("reconcile")
@click.option("--opening", type=_FILE, help="The opening roster; default: the store on that day.")
@click.option("--closing", type=_FILE, help="The closing roster; default: the store on that day.")
@click.option("--from", "first", type=Day(), required=True, help="Day of the opening roster.")
@click.option("--to", "last", type=Day(), required=True, help="Day of the closing roster.")
@click.option("--all", "every", is_flag=True, help="Every branch, also those where nothing moved.")
@click.option("--json", "for_programs", is_flag=True, help="JSON for programs.")
def command(
    opening: Path | None, closing: Path | None, first: date, last: date, every: bool, for_programs: bool
) -> None:
    """Opening + transfers in + admissions − transfers out − deaths − removals = closing, and the names that do not fit.

    Exit code 1 if a name does not fit.
    """
    require_site()
    if last <= first:
        raise click.BadParameter(f"{last} is not after {first}", param_hint="--to")
    catalogue = installed_catalogue(settings.ZUGONG_PACK)
    found = reconcile(_roster(opening, first, catalogue), _roster(closing, last, catalogue), catalogue=catalogue)
    if for_programs:
        as_json(_as_data(found))
    else:
        _show(found, every=every)
    sys.exit(1 if found.misfits else 0)


def _roster(file: Path | None, on: date, catalogue: Catalogue) -> Roster:
    if file is None:
        return roster_of_store(on=on, catalogue=catalogue)
    recognised = recognise(file.read_bytes(), file.name, Choices(sheet="members"), catalogue)
    return roster_of_table(parse_rows(recognised.mapped), on=on, catalogue=catalogue)


_HEADERS = {
    "opening": "期初", "transferred_in": "+转入", "admitted": "+发展", "moved_in": "+调入", "unexplained_in": "+不明",
    "transferred_out": "−转出", "died": "−去世", "removed": "−出党", "moved_out": "−调出", "unexplained_out": "−不明",
    "closing": "期末",
}  # fmt: skip


def _show(found: Reconciliation, *, every: bool) -> None:
    shown = table("党支部", *(f"{header}#" for header in _HEADERS.values()))
    for balance in found.balances:
        if every or any(getattr(balance, name) for name in (*INCOMING, *OUTGOING)):
            shown.add_row(balance.name, *_numbers(balance))
    shown.add_row("∑", *_numbers(found.total))
    show(shown)
    for misfit in found.misfits:
        click.echo(f"? {misfit.branch_name} {misfit.name}: {misfit.sentence.text(language())}")


def _numbers(balance: Balance) -> list[str]:
    return [str(getattr(balance, name) or "") for name in _HEADERS]


def _as_data(found: Reconciliation) -> dict[str, object]:
    return {
        "from": found.opening_on,
        "to": found.closing_on,
        "total": asdict(found.total),
        "branches": [asdict(balance) for balance in found.balances],
        "misfits": [
            {"name": one.name, "branch": one.branch_name, "why": one.why, "sentence": one.sentence.text(language()),
             "roster": one.roster, "row": one.row}
            for one in found.misfits
        ],
    }  # fmt: skip
