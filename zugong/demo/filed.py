"""What is filed about schemes, gathered by record type until it is written out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from zugong.demo.world import Ledger, Organisation, Unit

_ABOUT = ("scheme", "round", "organisation", "unit", "criterion")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "scheme_self_check": (*_ABOUT, "outcome", "document", "text", "on"),
    "scheme_lot": ("scheme", "round", "organisation", "seed", "percent", "paper", "on"),
    "scheme_visit": (*_ABOUT, "outcome", "reason", "reviewer", "on"),
    "scheme_review": (*_ABOUT, "outcome", "reason", "reviewer", "office", "on"),
    "scheme_appeal": (*_ABOUT, "text", "document", "on"),
    "scheme_appeal_decision": (*_ABOUT, "outcome", "reason", "decided_by", "on"),
    "scheme_result": (
        *_ABOUT[:4], "version", "status", "level", "stars", "reason", "published_on", "decided_by", "paper", "since", "until",
    ),
    "scheme_adjustment": (*_ABOUT[:4], "month", "points", "level", "reason", "paper", "decided_by", "on"),
    "scheme_consequence": (*_ABOUT[:4], "cause", "answer", "reason", "paper", "decided_by", "on"),
}  # fmt: skip


@dataclass
class Filed:
    """The rows by record type, about one scheme at a time."""

    day: date
    round: str
    rows: dict[str, list[tuple]] = field(default_factory=lambda: {code: [] for code in _COLUMNS})

    def about(self, scheme: str, branch: Organisation, unit: Unit | None) -> tuple[str, str, str, str]:
        return (scheme, self.round, branch.name_on(self.day), unit.name_on(self.day) if unit else "")

    def ledgers(self) -> list[Ledger]:
        return [Ledger(code, self.day, _COLUMNS[code], rows) for code, rows in self.rows.items() if rows]
