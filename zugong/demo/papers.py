"""Papers and their clauses, plans, designations, and values that other systems report."""

from __future__ import annotations

from datetime import date, timedelta

from zugong.demo.organisations import County
from zugong.demo.targets import Targets
from zugong.demo.world import Ledger, Organisation

_RURAL_SUBJECT = "农村党群服务中心"
_COMMUNITY_SUBJECT = "社区党群服务中心"
_OLD_CLAUSES = 7


def paper_ledgers(targets: Targets, county: County) -> list[Ledger]:
    """Documents with clauses, plan items, designations and reported values."""
    return [
        *_documents(targets, county),
        _plan(targets, county),
        _designations(targets, county),
        _reported(targets, county),
    ]


def _documents(targets: Targets, county: County) -> list[Ledger]:
    """The papers that count, an older edition of each standard, a draft, and papers on other matters."""
    year, issued_on = targets.year, date(targets.year, 4, 12)
    measures = targets.documents.work_measures
    rural, community = targets.documents.rural_standard, targets.documents.community_standard
    documents: list[tuple] = []
    clauses: list[tuple] = []

    def issue(
        title: str, kind: str, subject: str, clause_kind: str, count: int, *, status: str = "issued", number: str = "",
        since: date = issued_on, until: date | None = None,
    ) -> None:  # fmt: skip
        documents.append((title, number, kind, county.root.name, status, subject, since, until))
        for place in range(1, count + 1):
            clauses.append((title, place, clause_kind, f"第{place}条", since, until))

    issue(measures.title, "work_measures", "基层党建", "measure", measures.clauses, number=measures.number)
    issue(rural, "standard", _RURAL_SUBJECT, "standard", targets.premises.rural_standards)
    issue(community, "standard", _COMMUNITY_SUBJECT, "standard", targets.premises.community_standards)
    before = date(year - 2, 3, 1)
    issue(f"{rural}（旧版）", "standard", _RURAL_SUBJECT, "standard", _OLD_CLAUSES, since=before, until=issued_on)
    issue(
        f"{community}（旧版）", "standard", _COMMUNITY_SUBJECT, "standard", _OLD_CLAUSES, since=before, until=issued_on
    )
    issue(f"{community}（征求意见稿）", "standard", _COMMUNITY_SUBJECT, "standard", _OLD_CLAUSES, status="draft")
    for subject in (_RURAL_SUBJECT, _COMMUNITY_SUBJECT):  # clauses that are standards, in a paper that is none
        issue(f"{subject}管理办法（试行）", "measures", subject, "standard", _OLD_CLAUSES)
    issue(f"{year - 2}年基层党建工作措施", "work_measures", "基层党建", "measure", _OLD_CLAUSES, since=before)
    issue(f"{rural}（征求意见稿）", "standard", _RURAL_SUBJECT, "standard", _OLD_CLAUSES, status="draft")
    issue(f"{measures.title}（征求意见稿）", "work_measures", "基层党建", "measure", _OLD_CLAUSES, status="draft")
    for title in targets.documents.others:
        issue(title, "measures", "组织工作", "measure", 5)
    for title in (measures.title, rural, community):
        clauses.append((title, 90, "note", "附则", issued_on, None))
        kind = "measure" if title == measures.title else "standard"
        clauses.append((title, 91, kind, "已废止的条目", issued_on, targets.closed_on))
    document_columns = ("title", "number", "kind", "organisation", "status", "subject", "since", "until")
    return [
        Ledger("document", targets.closed_on, document_columns, documents),
        Ledger("clause", targets.closed_on, ("document", "number", "kind", "text", "since", "until"), clauses),
    ]


def _plan(targets: Targets, county: County) -> Ledger:
    """Projects and actions that ran in the year, and items proposed, of other kinds, or ended before it."""
    year, owner = targets.year, county.root.name
    projects, actions = targets.work.city_projects, targets.work.county_actions
    ended = date(year, 11, 30)  # the last of each: what ran on any day of the year counts
    rows = [
        (name, "city", "project", owner, "running", date(year - 1, 6, 1), ended if name in projects[-1:] else None)
        for name in projects
    ]
    rows += [
        (name, "county", "action", owner, "running", date(year, 2, 20), ended if name in actions[-1:] else None)
        for name in actions
    ]
    first = targets.opened_on
    rows += [
        ("上一年度攻坚行动", "county", "action", owner, "running", date(year - 1, 1, 10), first),
        ("上一年度市级工程", "city", "project", owner, "running", date(year - 2, 1, 10), first),
        ("拟实施的智慧党建工程", "city", "project", owner, "proposed", date(year, 10, 1), None),
        ("拟实施的人才行动", "county", "action", owner, "proposed", date(year, 10, 1), None),
        ("流动党员台账季度更新", "county", "task", owner, "running", date(year, 1, 5), None),
        ("下一年度提升行动", "county", "action", owner, "running", date(year + 1, 1, 1), None),
        ("下一年度市级工程", "city", "project", owner, "running", targets.day_after, None),
        ("市级联合行动", "city", "action", owner, "running", date(year, 3, 1), None),
        ("省级示范工程", "province", "project", owner, "running", date(year, 3, 1), None),
    ]
    columns = ("name", "level", "kind", "organisation", "status", "since", "until")
    return Ledger("plan_item", targets.closed_on, columns, rows)


def _designations(targets: Targets, county: County) -> Ledger:
    """Benchmark villages and demonstration organisations in force, and titles revoked, of other levels or kinds."""
    year, work = targets.year, targets.work
    plain = [unit for unit in county.places.villages if not unit.new_name]
    villages = [county.village_branch[unit] for unit in plain]
    firms = [one for one in county.leaves if one.sector == "new" and not one.renamed_on and one.unit]
    rows: list[tuple] = []

    def name(
        branches: list[Organisation],
        kind: str,
        level: str,
        until: date | None = None,
        *,
        since: date = date(year, 7, 1),
    ) -> None:
        for branch in branches:
            rows.append((kind, level, branch.name, branch.unit.name, "", None, since, until))

    first = work.provincial_benchmarks
    last = first + work.county_benchmarks
    name(villages[:first], "benchmark_village", "province")
    name(villages[first:last], "benchmark_village", "county")
    name(villages[last : last + 3], "benchmark_village", "county", targets.closed_on)
    name(villages[last : last + 2], "benchmark_village", "province", date(year, 9, 1), since=date(year, 2, 1))
    name(villages[last + 3 : last + 8], "benchmark_village", "city")
    name(villages[last : last + 12], "civilised_village", "county")
    name(villages[last : last + 2], "civilised_village", "province")
    if work.firms_title:
        named, others = firms[: work.demonstration_organisations], firms[work.demonstration_organisations :]
        name(named, work.firms_title, "county")
        name(others[:2], work.firms_title, "county", date(year, 10, 1), since=date(year, 1, 15))
    name(firms[:4], "advanced_organisation", "county")
    columns = ("kind", "level", "organisation", "unit", "paper", "valid_until", "since", "until")
    return Ledger("designation", targets.closed_on, columns, rows)


def _reported(targets: Targets, county: County) -> Ledger:
    """The values of the closing day, and lower ones of the day before the year."""
    rows = []
    for one in targets.reported:
        rows.append(
            (one.figure, one.value, one.unit_word, county.root.name, one.origin, one.evidence, targets.closed_on)
        )
    before = targets.opened_on - timedelta(days=1)
    rows += [
        (one.figure, "31.5", one.unit_word, county.root.name, one.origin, one.evidence, before)
        for one in targets.reported
    ]
    columns = ("figure", "value", "unit_word", "organisation", "origin", "evidence", "on")
    return Ledger("reported_value", targets.closed_on, columns, rows)
