"""A scheme of forty clauses for as many branches as a large city has, on generated branches with a year of records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings

from zugong.bench.measuring import Measurement, seconds_of
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import NewRow, store_of
from zugong.figures.definitions import Definitions
from zugong.figures.grouping import all_rows
from zugong.figures.queries import Site, this_site
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import Source, recording
from zugong.kernel.time import Clocks
from zugong.organisations.actions import refresh_places
from zugong.organisations.queries import tree_at
from zugong.packs.schemes import Scheme
from zugong.schemes.evaluating import Question, question_on
from zugong.schemes.queries import rate

_BRANCHES = 10_090
_REGION = "bench"
_SCHEME = "bench_of_forty"
_YEAR = 2020
_DAY = date(_YEAR, 12, 31)
_MONTHS = range(1, 13)
_REVIEWED = 12
_IN_YEAR = "on >= period_start and on < period_end"


def measure(runs: int) -> Iterator[Measurement]:
    """Rate everybody as often as asked; the branches and their records are generated first, on the copy."""
    fill()
    site = site_with_scheme()
    question = question_on(site.definitions.pack, _SCHEME, Clocks.at(_DAY))
    found = rate(question, None, all_rows, site=site)
    seconds = tuple(seconds_of(lambda: rate(question, None, all_rows, site=site)) for _ in range(runs))
    count, clauses = len(found.standings), len(question.version.places)
    yield Measurement(
        "scheme_rating", f"{clauses} 条的评定，{count:,} 个党支部全部算完",
        f"A scheme of {clauses} clauses for {count:,} branches", "s", seconds, target=5,
    )  # fmt: skip
    explained = tuple(seconds_of(lambda: _explain(found.question, site)) for _ in range(runs))
    yield Measurement(
        "scheme_one_below", "其中一个党委之下的党支部", "The same for the branches below one committee", "s", explained
    )  # fmt: skip


def _explain(question: Question, site: Site) -> None:
    tree = tree_at(question.clocks.tree)
    committee = next(node.id for node in tree if node.living and tree.children(node.id))
    rate(question, committee, all_rows, site=site)


def site_with_scheme() -> Site:
    """This site, with the scheme among those of its pack."""
    site = this_site()
    pack = site.definitions.pack
    scheme = Scheme.model_validate(scheme_of_forty(next(iter(pack.owners))))
    wider = replace(pack, schemes={**pack.schemes, _SCHEME: scheme})
    return replace(site, definitions=Definitions(wider, installed_catalogue(settings.ZUGONG_PACK)))


def scheme_of_forty(office: str) -> dict[str, Any]:
    """Twelve conditions, sixteen tests of records and figures, twelve clauses that people review."""
    conditions = [
        {"condition": f"some(themed_day, organisation = this and on >= {_first(month)} and on < {_first(month + 1)})"}
        for month in _MONTHS
    ]
    records = [
        {"record": {"of": "themed_day", "about": "organisation", "where": f"{_IN_YEAR} and on >= {_first(month)}", "at_least": 3}}
        for month in _MONTHS
    ]  # fmt: skip
    below = [
        {
            "record": {
                "of": "themed_day",
                "where": f"{_IN_YEAR} and on < {_first(month)}",
                "at_least": 5,
                "proportional": True,
            }
        }
        for month in (4, 7, 10, 13)
    ]
    people = [{"document": {"zh": "记录", "en": "Records"}} for _ in range(_REVIEWED)]
    criteria = [
        {
            "criterion": f"c{number}",
            "group": "all",
            "zh": f"第{number}条",
            "en": f"Clause {number}",
            "points": 2.5,
            **judged,
        }
        for number, judged in enumerate([*conditions, *records, *below, *people])
    ]
    words = {"zh": "测速", "en": "Bench"}
    where = f"holds() and kind = 'branch' and region = '{_REGION}'"
    version = {
        "version": "1", "paper": {"title": "测速", "issuer": words}, "since": date(_YEAR, 1, 1),
        "fills": office, "reviewer": office, "matter": "work", "sectors": {"branches": {**words, "where": where}},
        "groups": {"all": words}, "criteria": criteria,
        "levels": [{"level": f"l{points}", **words, "needs": {"points": points}} for points in (90, 80, 60)],
    }  # fmt: skip
    return {"scheme": _SCHEME, **words, "versions": [version]}


def _first(month: int) -> str:
    first = date(_YEAR, month, 1) if month <= len(_MONTHS) else date(_YEAR + 1, 1, 1)
    return f"day('{first}')"


def fill() -> None:
    """Branches below the committees of the site, each with a year of themed days, self-checks and reviews."""
    with recording(Source("command", "bench")) as entry:
        branches = _branches(entry)
        _write("themed_day", list(_days(branches)), entry)
        for ledger in ("scheme_self_check", "scheme_review"):
            _write(ledger, list(_said(branches, ledger)), entry)


def _branches(entry: Entry) -> Sequence[int]:
    kind = installed_catalogue(settings.ZUGONG_PACK).types["organisation"]
    parents = [node.id for node in tree_at(_DAY) if node.living and node.kind == "committee"]
    anchors, since = store_of(kind).new_anchors(_BRANCHES), date(_YEAR, 1, 1)
    named = enumerate(anchors)
    states = [
        NewRow(one, since, None, _values("organisation", code=f"bench{n:05}", name=f"测速{n}", kind="branch", region=_REGION))
        for n, one in named
    ]  # fmt: skip
    _write("organisation", states, entry)
    links = [
        NewRow(None, since, None, _values("belongs", child=one, parent=parents[number % len(parents)]))
        for number, one in enumerate(anchors)
    ]
    _write("belongs", links, entry)
    refresh_places(entry=entry)
    return anchors


def _days(branches: Sequence[int]) -> Iterator[NewRow]:
    """A themed day every month, in some branches one month less."""
    held = [(one, month) for number, one in enumerate(branches) for month in _MONTHS if number % 13 != month]
    anchors = store_of(installed_catalogue(settings.ZUGONG_PACK).types["themed_day"]).new_anchors(len(held))
    for anchor, (branch, month) in zip(anchors, held, strict=True):
        values = _values(
            "themed_day", organisation=branch, status="held", series="themed_day", period=f"{_YEAR}-{month:02}"
        )  # fmt: skip
        yield NewRow(anchor, date(_YEAR, month, 5), None, values)


def _said(branches: Sequence[int], ledger: str) -> Iterator[NewRow]:
    """What is said of the clauses that people review."""
    first = 40 - _REVIEWED
    for number, branch in enumerate(branches):
        for clause in range(first, 40):
            outcome = "unmet" if (number + clause) % 7 == 0 else "met"
            values = _values(
                ledger, scheme=_SCHEME, round=str(_YEAR), organisation=branch, criterion=f"c{clause}",
                outcome=outcome, reviewer="测速",
            )  # fmt: skip
            yield NewRow(None, date(_YEAR, 12, 1), None, values)


def _values(type_code: str, **said: Any) -> dict[str, Any]:
    return dict.fromkeys(installed_catalogue(settings.ZUGONG_PACK).types[type_code].fields) | said


def _write(type_code: str, rows: Sequence[NewRow], entry: Entry) -> None:
    store_of(installed_catalogue(settings.ZUGONG_PACK).types[type_code]).insert(rows, entry=entry)
