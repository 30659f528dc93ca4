"""Ratings of this site: for somebody's rights, below an organisation, on clocks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date

from zugong.dictionary.models import LedgerRow
from zugong.figures.grouping import Grouping, Rights
from zugong.figures.queries import Site, this_site
from zugong.organisations.queries import Tree, tree_at
from zugong.packs.pack import Pack
from zugong.packs.schemes import Scheme
from zugong.schemes.evaluating import Question, Rating
from zugong.schemes.finding import rating_of
from zugong.schemes.gathering import Whose
from zugong.schemes.rounds import Round, round_called

#: Entries that one person made with an own account; what an import brings was said by others.
_BY_HAND = ("form", "api")


def schemes_on(pack: Pack, day: date) -> tuple[Scheme, ...]:
    """The schemes that rate somebody, with a version in force on a day, in the order of the packs."""
    return tuple(one for one in pack.schemes.values() if one.rates != "person" and one.version_on(day))


def rate(question: Question, root: int | None, rights: Rights, *, site: Site | None = None) -> Rating:
    """The rating of all whom the rights show, below an organisation or everywhere."""
    tree = tree_at(question.clocks.tree, question.clocks.known)
    return rating_of(
        question, site or this_site(), Whose(grouping_below(root, tree), rights, tree.parent_of, actors_of)
    )


def grouping_below(root: int | None, tree: Tree) -> Grouping:
    """Rows below an organisation by its subordinates; everything for None or one that the tree does not have."""
    if root is None or root not in tree:
        return Grouping(None, {node.id: (*node.above, node.id)[0] for node in tree}, tree.parent_of)
    return Grouping(root, tree.group_of(root), tree.parent_of)


def actors_of(rows: Sequence[int]) -> Mapping[int, str]:
    """Who entered rows of ledgers by hand, by the id of the row."""
    found = LedgerRow.objects.filter(pk__in=rows, recorded_in__kind__in=_BY_HAND)
    return dict(found.values_list("pk", "recorded_in__actor"))


def rounds_with_results(scheme: Scheme) -> tuple[Round, ...]:
    """The rounds of a scheme of which results are published or decided, in no order."""
    rows = LedgerRow.objects.filter(ledger="scheme_result", retracted_in__isnull=True, body__contains=scheme.scheme)
    bodies = (json.loads(body) for body in rows.values_list("body", flat=True).iterator())
    codes = {body["round"] for body in bodies if body["scheme"] == scheme.scheme}
    return tuple(round_called(scheme, code, date.max) for code in codes)
