"""The accounts by which a newcomer tries the demonstration county: one for each kind of user."""

from __future__ import annotations

from datetime import date

from zugong.cases.filed import ledger_store
from zugong.demo.account_targets import Account
from zugong.demo.targets import Targets
from zugong.dictionary.declarations import Depth
from zugong.kernel.facts.recording import Source, recording
from zugong.offices import actions
from zugong.organisations.models import Organisation
from zugong.organisations.queries.tree import Tree, tree_at
from zugong.people.models import Membership

_BRANCH, _CASE = "branch", "case"


def create_accounts(targets: Targets, *, source: Source) -> None:
    """Make every account of the trial with its office and usual mandates, in one entry."""
    tree = tree_at(targets.closed_on)
    with recording(source):
        for account in targets.trial.accounts:
            _create(account, tree, targets, source)


def _create(account: Account, tree: Tree, targets: Targets, source: Source) -> None:
    organisation = _organisation(account, tree)
    person = _person(account, organisation, targets.closed_on) if organisation else None
    user = actions.create_user(
        username=account.username, password=targets.trial.password, full_name=account.name, person=person,
        administrator=account.administrator, source=source,
    )  # fmt: skip
    if not account.kind or organisation is None:
        return
    anchor = Organisation.objects.get(pk=organisation)
    office = actions.create_office(name=account.office, organisation=anchor, since=targets.opened_on, source=source)
    actions.seat(user=user, office=office, since=targets.opened_on, source=source)
    actions.grant_usual(
        office=office,
        kind=account.kind,
        territory=anchor,
        since=targets.opened_on,
        source=source,
        matter=account.matter,
    )
    for one in account.mandates:
        actions.grant(
            office=office, matter=one.matter, act=one.act, territory=anchor, depth=Depth[one.depth.upper()],
            since=targets.opened_on, source=source,
        )  # fmt: skip


def _person(account: Account, organisation: int, on: date) -> int | None:
    if account.case:
        return _longest_waiting(organisation, account.case)
    return _first_member(organisation, on) if account.member else None


def _longest_waiting(organisation: int, case_type: str) -> int:
    """Of a case of that type that runs at an organisation, begun before all others."""
    running = ledger_store(_CASE).believed(organisation_id=organisation, until__isnull=True)
    about = [row for row in running if row.values["case_type"] == case_type]
    return min(about, key=lambda row: (row.since, row.anchor or 0)).values["person"]


def _organisation(account: Account, tree: Tree) -> int | None:
    if not account.organisation:
        return None
    (found,) = [node.id for node in tree if node.living and node.name == account.organisation]
    return _first_branch(found, tree) if account.first_branch else found


def _first_branch(organisation: int, tree: Tree) -> int:
    return next(child for child in tree.children(organisation) if tree.kind(child) == _BRANCH)


def _first_member(organisation: int, on: date) -> int:
    members = Membership.objects.believed().holding(on).filter(organisation_id=organisation)
    return members.order_by("person_id").values_list("person_id", flat=True)[0]
