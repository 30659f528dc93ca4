"""What can be wrong with the year of a pack once all of its files are read: a stage that names what is not there."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from zugong.kernel.errors import PackError
from zugong.language.schema import Schema
from zugong.packs.briefings import briefing_files
from zugong.packs.pack import Pack
from zugong.packs.reading import nearest


def cycle_errors(pack: Pack, schema: Schema) -> Iterator[PackError]:
    """Every name in a stage of the pack's year that leads nowhere, in the order of the stages."""
    if pack.cycle is None:
        return
    known = _known(pack, schema)
    for stage in pack.cycle.stages:
        for key, there in known.items():
            for name in getattr(stage, key):
                if name not in there:
                    problem = f"there is no {key.removesuffix('s')} {name!r}{nearest(name, there)}"
                    yield stage.error(problem, key=key)


def _known(pack: Pack, schema: Schema) -> dict[str, Collection[str]]:
    """The names that each key of a stage may hold."""
    reports = (path.stem for folder in pack.folders for path in folder.glob("reports/*.yaml"))
    return {
        "programmes": pack.programmes,
        "lines": [one.code_of(line) for one in pack.programmes.values() for line in one.lines],
        "schemes": [code for code, one in pack.schemes.items() if one.rates != "person"],
        "figures": pack.figures,
        "matters": pack.attentions,
        "lists": list(schema),
        "reports": list(reports),
        "briefings": [path.stem for path in briefing_files(pack.folders)],
    }
