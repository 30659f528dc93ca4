"""The tree of a day, its groups, its pages, and when it is read again."""

from datetime import date

import pytest

from tests.organisations.builders import FIRST, SOURCE, founded, path
from zugong.kernel.facts.recording import last_number, recording
from zugong.organisations import actions
from zugong.organisations.queries import ChildrenPage, ChildRow, Node, children_page, tree_at

pytestmark = pytest.mark.django_db
DAY = date(2021, 5, 1)
EVE = date(2021, 4, 30)


def test_the_tree_of_a_day_knows_parent_children_depth_and_name():
    county = founded("县委")
    town = founded("镇党委", county)
    branch = founded("支部", town)
    founded("后来的", county, since=date(2022, 1, 1))

    tree = tree_at(DAY)

    code = tree.node(branch.pk).code
    assert tree.node(branch.pk) == Node(branch.pk, code, "支部", None, "committee", path(county, town, branch), True)
    assert (tree.parent(branch.pk), tree.depth(branch.pk), tree.above(branch.pk)) == (town.pk, 2, (county.pk, town.pk))
    assert (tree.tops, tree.children(county.pk), len(tree)) == ((county.pk,), (town.pk,), 3)
    assert tree.parent_of == {town.pk: county.pk, branch.pk: town.pk}
    assert [tree.is_below(branch.pk, county.pk), tree.is_below(county.pk, branch.pk)] == [True, False]


def test_what_ended_counts_where_its_successor_does_in_the_tree_of_a_later_day():
    county = founded("县委")
    one, two = founded("一镇", county), founded("二镇", county)
    branch = founded("支部", one)
    actions.merge_organisations(ended=one, successor=two, on=DAY, source=SOURCE)

    assert tree_at(EVE).group_of(county.pk) == {county.pk: county.pk, one.pk: one.pk, two.pk: two.pk, branch.pk: one.pk}
    assert tree_at(DAY).group_of(county.pk) == {county.pk: county.pk, two.pk: two.pk, one.pk: two.pk, branch.pk: two.pk}
    assert (tree_at(DAY).living(one.pk), tree_at(DAY).children(county.pk)) == (False, (two.pk,))


def test_what_ended_without_successor_counts_in_the_root_itself():
    county = founded("县委")
    town = founded("镇党委", county)

    actions.end_organisation(organisation=town, on=DAY, source=SOURCE)

    assert tree_at(DAY).group_of(county.pk) == {county.pk: county.pk, town.pk: county.pk}


def test_a_later_correction_does_not_change_the_tree_as_it_was_known():
    county = founded("县委")
    one, two = founded("一镇", county), founded("二镇", county)
    branch = founded("支部", one)
    known = last_number()

    actions.move_organisation(organisation=branch, parent=two, on=FIRST, source=SOURCE)

    assert [tree_at(DAY, known).parent(branch.pk), tree_at(DAY).parent(branch.pk)] == [one.pk, two.pk]


def test_the_tree_is_kept_until_an_organisation_changes():
    county = founded("县委")
    kept = tree_at(DAY)
    with recording(SOURCE):
        pass
    unchanged = tree_at(DAY)

    actions.rename_organisation(organisation=county, name="新名", on=FIRST, source=SOURCE)

    assert unchanged is kept
    assert tree_at(DAY).name(county.pk) == "新名"


def test_an_open_transaction_sees_its_own_changes():
    county = founded("县委")
    tree_at(DAY)

    with recording(SOURCE):
        town = founded("镇党委", county)
        inside = tree_at(DAY).children(county.pk)

    assert inside == (town.pk,)


def test_the_tree_opens_one_page_after_another():
    county = founded("县委")
    one, two, three = (founded(name, county) for name in ("一镇", "二镇", "三镇"))
    founded("支部", two)
    rows = [
        ChildRow(pk, tree_at(DAY).node(pk).code, tree_at(DAY).name(pk), "committee", pk == two.pk)
        for pk in (one.pk, two.pk, three.pk)
    ]

    first = children_page(county.pk, DAY, limit=2)
    second = children_page(county.pk, DAY, after=first.next, limit=2)

    assert [first, second] == [ChildrenPage(tuple(rows[:2]), two.pk), ChildrenPage(tuple(rows[2:]), None)]
    assert [row.id for row in children_page(None, DAY).children] == [county.pk]
