"""The whole way: records in the database, the columnar copy, the figures of a real pack; and what a document promised."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.figures.replica.random_records import SOURCE, RandomRecords
from tests.organisations.builders import founded
from zugong.dictionary.store import NewRow, store_of
from zugong.figures.answers import Request
from zugong.figures.definitions import installed_definitions
from zugong.figures.grouping import EVERYWHERE, Grouping, all_rows
from zugong.figures.queries import Site, ask, this_site
from zugong.figures.reference import StoredWorld, reference_answers
from zugong.figures.trees import grouping_at
from zugong.figures.verify import ScopeNotThere, verdicts, verify
from zugong.kernel.facts.recording import recording
from zugong.kernel.scope import RowRights
from zugong.kernel.time import Clocks
from zugong.organisations import actions

DAYS = (date(2010, 6, 30), date(2020, 12, 31))


@pytest.fixture
def site(db, settings, tmp_path) -> Site:
    settings.ZUGONG_REPLICA = tmp_path / "replica"
    return this_site()


def agree(site: Site, grouping: Grouping, rights, clocks: Clocks) -> None:
    definitions = site.definitions
    requests = [Request(figure, clocks) for figure in definitions.pack.figures]

    fast = ask(requests, grouping, rights, site=site)

    entry = next(iter(fast.cells.values())).total.entry
    expected = reference_answers(
        requests, definitions, grouping, rights, lambda known: StoredWorld(definitions, known), entry=entry
    )
    assert (fast.cells, set(fast.refused)) == (expected.cells, set(expected.refused))


def test_both_engines_answer_every_figure_of_a_pack_alike_from_stored_records(site):
    records = RandomRecords(11)
    for _ in range(60):
        records.write()
    with recording(SOURCE) as entry:  # whatever else there is, there are members to be seen and not to be seen
        for _ in range(3):
            records.record("membership", entry)
    organisations = [row.values["organisation"] for row in records.believed["membership"].values()]
    grouping = Grouping(organisations[0], dict.fromkeys(organisations, organisations[0]))

    for day in DAYS:
        agree(site, EVERYWHERE, all_rows, Clocks.at(day))
        agree(site, EVERYWHERE, all_rows, Clocks.at(day, known=30))
        agree(site, grouping, lambda kind: RowRights(frozenset(organisations[1:])), Clocks.at(day))


def record_reported(*values: tuple[str, date]) -> None:
    kinds = installed_definitions("jiangxian").catalogue.types
    organisation = store_of(kinds["organisation"]).new_anchors(1)[0]
    said = {"figure": "platform_activity", "origin": "平台", "organisation": organisation}
    with recording(SOURCE) as entry:
        rows = [NewRow(None, on, None, {**said, "value": value}) for value, on in values]
        store_of(kinds["reported_value"]).insert(rows, entry=entry)


def test_a_promise_of_a_reported_value_takes_the_latest_by_the_day_with_its_origin(site):
    record_reported(("49", date(2020, 6, 30)), ("52.6", date(2020, 12, 31)), ("1", date(2021, 1, 1)))
    promises = site.definitions.pack.promises

    found = {verdict.promise.id: verdict for verdict in verdicts(promises, promises.clocks.clocks, EVERYWHERE, site)}

    verdict = found["jiangxian-platform-activity"]
    assert (verdict.computed, verdict.ok, verdict.origin.origin) == (Decimal("0.526"), True, "平台")
    missing = found["jiangxian-platform-registration"]
    assert (missing.computed, missing.ok) == (None, False)
    assert (
        missing.problem.sentence("zh")
        == "截至 2020-12-31 没有人填报“platform_registration”，请作为填报数录入并注明来源。"
    )


def test_every_promise_has_a_verdict_and_parameters_answer_without_records(site):
    promises = site.definitions.pack.promises

    found = verdicts(promises, promises.clocks.clocks, EVERYWHERE, site)

    assert [verdict.promise.id for verdict in found] == [promise.id for promise in promises.promises]
    assert [verdict.promise.id for verdict in found if verdict.promise.parameter and not verdict.ok] == []
    members = next(verdict for verdict in found if verdict.promise.id == "jiangxian-members")
    assert (members.computed, members.ok, members.match.shown) == (0, False, "0名")


def test_arithmetic_that_does_not_hold_between_printed_numbers_is_a_contradiction_of_the_document(site):
    promises = site.definitions.pack.promises

    found = verdicts(promises, promises.clocks.clocks, EVERYWHERE, site)

    lines = {line.filled: line.left for verdict in found for line in verdict.contradictions}
    assert lines == {
        "590000 / 20 = 29000": Fraction(29500),
        "29000 * 20 = 590000": Fraction(580000),
        "14 + 14 = 32": Fraction(28),
    }


def test_a_document_is_verified_below_the_organisation_that_it_speaks_of(site):
    with pytest.raises(ScopeNotThere, match="no organisation called 中共绛县委员会 on 2020-12-31"):
        verify(site=site)
    other = founded("外县党委")
    county = founded("中共绛县委员会", kind="county_committee")
    town = founded("甲镇党委", county)
    founded("甲村党支部", town, kind="branch")
    gone = founded("乙村党支部", town, kind="branch")
    actions.end_organisation(organisation=gone, on=date(2020, 7, 1), source=SOURCE)

    verdict = next(one for one in verify(site=site) if one.promise.id == "jiangxian-organisations")

    assert (verdict.computed, verdict.ok) == (2, False)
    clocks = site.definitions.pack.promises.clocks.clocks
    request = Request("primary_organisations", clocks)
    groups = ask([request], grouping_at(clocks, county.pk), all_rows, site=site).groups(request)
    assert {group: cell.value for group, cell in groups.items()} == {county.pk: 0, town.pk: 2}
    everywhere = ask([request], grouping_at(clocks, None), all_rows, site=site).groups(request)
    assert {group: cell.value for group, cell in everywhere.items()} == {other.pk: 1, county.pk: 2}
