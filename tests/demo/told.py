"""What the workbooks of a county tell, read as rows by column; and who is called what on which day."""

from datetime import date
from functools import cache
from pathlib import Path

from zugong.demo.county import World, build_world, ledgers_of
from zugong.demo.targets import Targets, read_targets
from zugong.demo.world import Ledger
from zugong.dictionary.catalogue import installed_catalogue

TARGETS = {
    "tiny": Path(__file__).parent / "tiny_county.yaml",
    "whole": Path(__file__).parents[2] / "packs" / "jiangxian" / "demo.yaml",
}


class Told:
    """The ledgers of one county in the order of their import."""

    def __init__(self, targets: Targets) -> None:
        self.targets = targets
        self.world: World = build_world(targets)
        self.ledgers: list[Ledger] = ledgers_of(self.world)

    def rows(self, sheet: str, *, as_of: date | None = None) -> list[dict]:
        """The rows of every workbook of the sheet, or of the one of that day, by the column's last name or whole path."""
        return [
            dict(zip(ledger.columns, row, strict=True))
            for ledger in self.ledgers
            if ledger.sheet == sheet and as_of in (None, ledger.as_of)
            for row in ledger.rows
        ]

    def holding(self, sheet: str, day: date) -> list[dict]:
        """The rows of a sheet with dates of its own that hold on the day."""
        return [row for row in self.rows(sheet) if row["since"] <= day and (row["until"] is None or day < row["until"])]

    def in_year(self, day: date) -> bool:
        """Is the day one of the year that is told?"""
        return self.targets.opened_on <= day <= self.targets.closed_on


@cache
def told(county: str) -> Told:
    return Told(read_targets(TARGETS[county]))


class Names:
    """Which names organisations or units bear on which days, from the rosters and the changes only."""

    def __init__(self, county: Told, kind: str) -> None:
        opened = county.targets.opened_on
        sheet, column = ("organisations", "organisation.name") if kind == "organisation" else ("units", "name")
        self._stays: dict[str, list[tuple[date, date]]] = {}
        for row in county.rows(sheet):
            self._stays[row[column]] = [(opened, date.max)]
        for change in county.rows("organisation_changes"):
            if change["kind"] == f"rename_{kind}":
                self._end(change["subject"], change["on"])
                self._stays.setdefault(change["new_name"], []).append((change["on"], date.max))
            elif change["kind"] in (f"merge_{kind}", f"end_{kind}"):
                self._end(change["subject"], change["on"])

    def _end(self, name: str, on: date) -> None:
        since, until = self._stays[name].pop()
        assert until == date.max and since < on, f"{name} has gone before {on}"
        self._stays[name].append((since, on))

    def means_one(self, name: str, day: date) -> bool:
        """Is it the name of exactly one that is there on the day, or known only from later on?"""
        return sum(day < until for _, until in self._stays.get(name, ())) == 1

    def standing_on(self, day: date) -> set[str]:
        """The names in force on the day."""
        return {name for name, stays in self._stays.items() if any(since <= day < until for since, until in stays)}


def references(county: Told, target: str) -> list[tuple[str, str, date]]:
    """Sheet, name and day of every reference to an organisation or unit outside the rosters of organisations."""
    catalogue = installed_catalogue(county.targets.pack)
    found = []
    for ledger in county.ledgers:
        if ledger.sheet in ("organisations", "units", "organisation_changes"):
            continue
        sheet = catalogue.sheet(ledger.sheet)
        prefix = f"{sheet.writes[0]}." if len(sheet.writes) == 1 else ""
        fields = {column.key: column.field for column in sheet.columns}
        places = [at for at, name in enumerate(ledger.columns) if fields[prefix + name].of == target]
        days = [at for at, name in enumerate(ledger.columns) if name.rpartition(".")[2] in ("on", "since")]
        for row in ledger.rows:
            day = row[days[0]] if days else ledger.as_of
            found += [(ledger.sheet, row[at], day) for at in places if row[at]]
    return found
