"""zugong mechanisms: which mechanism of the catalogue is carried by which element of which pack."""

from __future__ import annotations

from collections import Counter

import click

from zugong.cli.main import language
from zugong.cli.output import show, table
from zugong.packs.carried import Carrier, carriers
from zugong.packs.folder import packs_folder
from zugong.packs.mechanisms import read_mechanisms
from zugong.packs.pack import load_pack, read_heading


@click.command("mechanisms")
@click.option("--place", help="Only those of this place, the name of its pack.")
@click.option("--missing", is_flag=True, help="Only those that nothing carries yet.")
def command(place: str | None, missing: bool) -> None:
    """List the mechanisms of the catalogue with the elements that carry them in each place's pack."""
    catalogue = read_mechanisms()
    packs = _packs(place)
    carried = {name: carriers(load_pack(name)) for name in packs}
    made = table("mechanism", "name", "shape", "place", "carried by")
    counts: Counter[bool] = Counter()
    for name, mechanism in catalogue.items():
        for where in (one for one in mechanism.places if one in packs):
            found = carried.get(where, {}).get(name, ())
            counts[bool(found)] += 1
            if not (missing and found):
                made.add_row(name, mechanism.label(language()), mechanism.shape, where, _listed(found))
    show(made)
    click.echo(f"{counts[True]} / {counts.total()}")


def _packs(place: str | None) -> list[str]:
    names = sorted(path.parent.name for path in packs_folder().glob("*/pack.yaml"))
    return [name for name in names if read_heading(packs_folder() / name).territory and place in (None, name)]


def _listed(found: tuple[Carrier, ...]) -> str:
    return ", ".join(_named(one) for one in found) or "—"


def _named(carrier: Carrier) -> str:
    cases = f" (worked cases: {carrier.cases})" if carrier.cases else ""
    return f"{carrier.kind} {carrier.code}{cases}"
