"""Requests for data of the year in all states: answered and closed, open, never sent out, without paper, waiting, a draft."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from zugong.demo.organisations import County
from zugong.demo.request_targets import AskedBox, AskedForm
from zugong.demo.targets import Targets
from zugong.demo.world import Ledger, Organisation

_SENDER = "支部书记"
_FEN = 100
_COLUMNS: dict[str, tuple[str, ...]] = {
    "data_request": (
        "code", "title", "organisation", "asked_by", "defined_by", "paper", "number", "issuer", "due_on", "as_of", "note", "on",
    ),
    "request_box": (
        "request", "organisation", "box", "words", "source", "answer", "choices", "unit_word", "hint", "least", "needed", "on",
    ),
    "request_addressee": ("request", "organisation", "on"),
    "request_decision": ("request", "organisation", "outcome", "decided_by", "on"),
    "request_sending": ("request", "organisation", "known", "offered", "typed", "sent_by", "on"),
    "request_answer": ("request", "organisation", "box", "words", "value", "amount", "money", "origin", "on"),
    "request_step": ("request", "organisation", "step", "reason", "forms", "boxes", "done_by", "on"),
}  # fmt: skip


@dataclass
class _Filed:
    """The rows by record type; of requests the day by which all names are told."""

    day: date
    rows: dict[str, list[tuple]] = field(default_factory=lambda: {code: [] for code in _COLUMNS})


def request_ledgers(targets: Targets, county: County) -> list[Ledger]:
    """What was asked and sent in the year; none where no target asks."""
    if targets.requests is None:
        return []
    filed, random = _Filed(targets.closed_on), Random(f"{targets.seed} requests")
    for form in targets.requests.asked:
        _file(form, targets.requests.decider, county, filed, random)
    return [Ledger(code, targets.closed_on, _COLUMNS[code], rows) for code, rows in filed.rows.items() if rows]


def _file(form: AskedForm, decider: str, county: County, filed: _Filed, random: Random) -> None:
    asker = county.root if form.township is None else county.townships[form.township]
    name, rows = asker.name_on(form.defined_on), filed.rows
    rows["data_request"].append(
        (
            form.code, form.title, name, form.asked_by, form.defined_by, form.paper, form.number, form.issuer,
            form.due_on, form.as_of, form.note, form.defined_on,
        )
    )  # fmt: skip
    for number, box in enumerate(form.boxes, start=1):
        rows["request_box"].append(
            (
                form.code, name, number, box.words, box.source, box.answer, "；".join(box.choices), box.unit, box.hint,
                box.least, "yes", form.defined_on,
            )
        )  # fmt: skip
    owed = _owed_by(form, county)
    rows["request_addressee"] += [(form.code, one.name_on(form.defined_on), form.defined_on) for one in owed]
    if form.admitted_on:
        rows["request_decision"].append((form.code, name, "admitted", decider, form.admitted_on))
    sent = _sendings(form, owed, filed, random)
    _steps(form, name, sent, len(owed), rows["request_step"])


def _owed_by(form: AskedForm, county: County) -> list[Organisation]:
    """The organisations of the villages, each once."""
    township = None if form.township is None else county.townships[form.township]
    units = [unit for unit in county.places.villages if township is None or unit.territory is township]
    return list({id(branch): branch for branch in (county.village_branch[unit] for unit in units)}.values())


def _sendings(
    form: AskedForm, owed: list[Organisation], filed: _Filed, random: Random
) -> list[tuple[Organisation, date]]:
    """Who has sent, and when; the first branch of each township once a request is over, and not before."""
    if form.out_on is None or not form.share:
        return []
    last = min(form.due_on or filed.day, filed.day)
    tried, is_over = _first_branches(owed), last < filed.day
    sent = []
    for branch in owed:
        is_drawn = random.randrange(100) < form.share
        if not (is_over if id(branch) in tried else is_drawn):
            continue
        on = form.out_on + timedelta(days=random.randint(0, (last - form.out_on).days))
        filed.rows["request_sending"].append(_sending(form, branch, on))
        filed.rows["request_answer"] += _answers(form, branch, on, random)
        sent.append((branch, on))
    return sent


def _first_branches(owed: list[Organisation]) -> set[int]:
    """The first branch of each township: a newcomer tries one of them, with something to send and something sent."""
    branches = [one for one in owed if one.kind == "branch"]
    return {id(one) for one in {id(branch.parent): branch for branch in reversed(branches)}.values()}


def _sending(form: AskedForm, branch: Organisation, on: date) -> tuple:
    known = sum(bool(box.source) for box in form.boxes)
    return form.code, branch.name_on(on), known, 0, len(form.boxes) - known, _SENDER, on


def _answers(form: AskedForm, branch: Organisation, on: date, random: Random) -> list[tuple]:
    return [
        _answer(form, branch, number, box, random.choice(box.given), on)
        for number, box in enumerate(form.boxes, start=1)
        if not box.source
    ]


def _answer(form: AskedForm, branch: Organisation, number: int, box: AskedBox, value: str, on: date) -> tuple:
    amount = int(value) if box.answer == "number" else None
    money = float(value) if box.answer == "money" else None
    return form.code, branch.name_on(on), number, box.words, value, amount, money, "typed", on


def _steps(form: AskedForm, name: str, sent: list[tuple[Organisation, date]], owed: int, rows: list[tuple]) -> None:
    if form.out_on:
        rows.append((form.code, name, "sent_out", "", None, None, form.defined_by, form.out_on))
    if form.from_data_on:
        counts = (owed, owed * len(form.boxes))
        rows.append((form.code, name, "from_data", "", *counts, form.defined_by, form.from_data_on))
    if form.sent_back and sent:
        branch, on = sent[0]
        rows.append((form.code, branch.name_on(on), "sent_back", form.sent_back, None, None, form.defined_by, on))
    for step, on in (("reminded", form.reminded_on), ("closed", form.closed_on)):
        if on:
            rows.append((form.code, name, step, "", None, None, form.defined_by, on))
