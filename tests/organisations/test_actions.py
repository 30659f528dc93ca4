"""Organisations are founded, moved, merged, split and ended, and stand where the links say."""

from datetime import date

import pytest

from tests.organisations.builders import FIRST, SOURCE, founded, path, unit
from zugong.kernel.facts.recording import last_number, recording
from zugong.organisations import actions, errors, events, rules
from zugong.organisations.models import Belongs, Organisation, OrganisationState, Place, Serves, UnitState
from zugong.organisations.queries import blank_spots, names_on, tree_at

pytestmark = pytest.mark.django_db
DAY = date(2021, 5, 1)


def places(organisation: Organisation) -> list[tuple]:
    rows = Place.objects.believed().filter(organisation=organisation).order_by("since")
    return list(rows.values_list("path", "living", "since", "until"))


def test_a_founded_organisation_stands_under_its_superior_from_that_day():
    county = founded("县委")

    town = founded("镇党委", county, since=DAY)

    assert places(county) == [(path(county), True, FIRST, None)]
    assert places(town) == [(path(county, town), True, DAY, None)]


def test_a_superior_must_exist_when_its_subordinate_begins():
    county = founded("县委", since=DAY)

    with pytest.raises(errors.SuperiorEnds) as refused:
        founded("镇党委", county)

    assert refused.value.sentence("en") == (
        "镇党委 stands under 县委 on 2020-01-01, but 县委 does not exist on that day; move 镇党委 first."
    )
    assert (
        refused.value.sentence("zh-hans")
        == "镇党委在2020-01-01隶属于县委，但县委在该日不存在；请先调整镇党委的隶属关系。"
    )
    assert Organisation.objects.count() == 1


def test_a_leading_group_is_refused_as_superior():
    county = founded("县委")
    group = founded("农业农村局党组", county, kind="leading_group")

    with pytest.raises(errors.LeadingGroupAsSuperior, match="choose the committee above 机关支部"):
        founded("机关支部", group, kind="branch")


def test_a_leading_group_is_refused_as_approver_of_an_admission():
    rules.check_may_admit("committee", name="镇党委")

    with pytest.raises(
        errors.LeadingGroupAdmits, match="农业农村局党组 is a leading Party members group and approves no"
    ):
        rules.check_may_admit("leading_group", name="农业农村局党组")


def test_a_move_takes_the_subordinates_along_and_the_past_stays():
    county = founded("县委")
    one, two = founded("一镇", county), founded("二镇", county)
    village = founded("村总支", one)
    branch = founded("村支部", village)

    actions.move_organisation(organisation=village, parent=two, on=DAY, source=SOURCE)

    assert places(branch) == [
        (path(county, one, village, branch), True, FIRST, DAY),
        (path(county, two, village, branch), True, DAY, None),
    ]


def test_nobody_can_stand_below_itself_on_any_day():
    county = founded("县委")
    one = founded("一镇", county)
    two = founded("二镇", one)
    actions.move_organisation(organisation=two, parent=county, on=date(2023, 1, 1), source=SOURCE)

    with pytest.raises(errors.Circle, match="below itself"):
        actions.move_organisation(organisation=one, parent=two, on=DAY, source=SOURCE)
    actions.move_organisation(organisation=one, parent=two, on=date(2023, 1, 1), source=SOURCE)

    assert places(one) == [
        (path(county, one), True, FIRST, date(2023, 1, 1)),
        (path(county, two, one), True, date(2023, 1, 1), None),
    ]


def test_a_move_to_where_it_stands_is_refused():
    county = founded("县委")
    town = founded("镇党委", county)

    with pytest.raises(errors.AlreadyUnder, match="there is nothing to move"):
        actions.move_organisation(organisation=town, parent=county, on=DAY, source=SOURCE)


def test_a_merger_moves_subordinates_units_and_territory_in_one_entry():
    county = founded("县委")
    ended, successor = founded("甲镇", county), founded("乙镇", county)
    branch = founded("支部", ended)
    firm = unit("企业", kind="enterprise", territory=ended)
    actions.set_serves(organisation=ended, unit=firm, since=FIRST, source=SOURCE)
    before = last_number()

    actions.merge_organisations(ended=ended, successor=successor, on=DAY, source=SOURCE)

    assert last_number() == before + 1
    assert places(branch)[-1] == (path(county, successor, branch), True, DAY, None)
    assert places(ended) == [
        (path(county, ended), True, FIRST, DAY),
        (path(county, successor, ended), False, DAY, None),
    ]
    assert UnitState.objects.believed().holding(DAY).get(anchor=firm).territory == successor
    assert Serves.objects.believed().holding(DAY).get(unit=firm).organisation == successor
    assert Place.objects.believed(before).holding(DAY).get(organisation=branch).path == path(county, ended, branch)


def test_a_merger_tells_the_apps_above_inside_the_transaction():
    county = founded("县委")
    ended, successor = founded("甲镇", county), founded("乙镇", county)
    heard = []

    def hear(sender, **details):
        heard.append((details["ended"], details["successor"], details["on"], details["entry"].number))

    events.organisation_merged.connect(hear)
    try:
        actions.merge_organisations(ended=ended, successor=successor, on=DAY, source=SOURCE)
    finally:
        events.organisation_merged.disconnect(hear)

    assert heard == [(ended, successor, DAY, None)]


def test_a_merger_into_itself_its_subordinate_or_what_is_not_there_is_refused():
    county = founded("县委")
    town, later = founded("镇党委", county), founded("新镇", county, since=date(2022, 1, 1))
    village = founded("村总支", town)

    with pytest.raises(errors.SucceedsItself, match="cannot be merged into itself"):
        actions.merge_organisations(ended=town, successor=town, on=DAY, source=SOURCE)
    with pytest.raises(errors.SuccessorBelow, match="move 村总支 under another superior first"):
        actions.merge_organisations(ended=town, successor=village, on=DAY, source=SOURCE)
    with pytest.raises(errors.SuccessorNotThere, match="because 新镇 does not exist on that day"):
        actions.merge_organisations(ended=founded("空镇", county), successor=later, on=DAY, source=SOURCE)


def test_an_organisation_cannot_end_while_it_has_subordinates():
    county = founded("县委")
    town = founded("镇党委", county)
    founded("村支部", town)

    with pytest.raises(
        errors.SuperiorEnds, match="村支部 stands under 镇党委 on 2021-05-01, but 镇党委 does not exist"
    ):
        actions.end_organisation(organisation=town, on=DAY, source=SOURCE)

    assert OrganisationState.objects.believed().get(anchor=town).until is None


def test_an_organisation_cannot_end_while_units_lie_in_its_territory():
    town = founded("镇党委")
    unit("东村", territory=town)

    with pytest.raises(errors.UnitsRemain, match="1 units still lie in its territory, 东村 among them"):
        actions.end_organisation(organisation=town, on=DAY, source=SOURCE)


def test_an_ended_organisation_is_seen_through_its_last_superior():
    county = founded("县委")
    one, two = founded("一镇", county), founded("二镇", county)
    branch = founded("支部", one)
    actions.move_organisation(organisation=branch, parent=two, on=DAY, source=SOURCE)

    actions.end_organisation(organisation=branch, on=date(2022, 1, 1), source=SOURCE)

    assert places(branch)[-1] == (path(county, two, branch), False, date(2022, 1, 1), None)


def test_a_split_makes_new_organisations_and_the_named_subordinates_go_with_them():
    county = founded("县委")
    town = founded("镇党委", county)
    east, west = founded("东支部", town), founded("西支部", town)
    part = actions.Part(actions.OrganisationValues(code="new", name="新镇", kind="committee"), (east,))

    (new,) = actions.split_organisation(organisation=town, parts=[part], on=DAY, source=SOURCE)

    assert [places(found)[-1][0] for found in (new, east, west)] == [
        path(county, new), path(county, new, east), path(county, town, west),
    ]  # fmt: skip


def test_a_split_that_ends_the_old_one_leads_to_its_superior_since_two_succeed_it():
    county = founded("县委")
    town = founded("镇党委", county)
    parts = [actions.Part(actions.OrganisationValues(code=name, name=name, kind="committee")) for name in "甲乙"]

    with recording(SOURCE):
        actions.split_organisation(organisation=town, parts=parts, on=DAY, source=SOURCE)
        actions.end_organisation(organisation=town, on=DAY, source=SOURCE)

    assert places(town)[-1] == (path(county, town), False, DAY, None)
    assert set(tree_at(DAY).group_of(county.pk).values()) == {county.pk, *tree_at(DAY).children(county.pk)}
    assert tree_at(DAY).group_of(county.pk)[town.pk] == county.pk


def test_a_renamed_organisation_keeps_its_old_name_on_old_days():
    town = founded("旧名")

    actions.rename_organisation(organisation=town, name="新名", on=DAY, source=SOURCE)

    assert [names_on(day, [town.pk]) for day in (date(2021, 4, 30), DAY)] == [{town.pk: "旧名"}, {town.pk: "新名"}]


def test_a_code_belongs_to_one_organisation():
    founded("县委")
    values = actions.OrganisationValues(code="77", name="甲", kind="branch")
    actions.found_organisation(values=values, parent=None, since=FIRST, source=SOURCE)

    with pytest.raises(errors.CodeTaken, match="The code 77 belongs to 甲 already"):
        actions.found_organisation(values=values, parent=None, since=DAY, source=SOURCE)


def test_an_enterprise_without_organisation_is_on_the_blank_list():
    branch = founded("联合支部", kind="joint_branch")
    served, blank = unit("甲企业", kind="enterprise"), unit("乙企业", kind="enterprise")
    unit("自然村", kind="natural_village")
    actions.set_serves(organisation=branch, unit=served, since=FIRST, source=SOURCE)

    assert [found.anchor for found in blank_spots(DAY)] == [blank]
    actions.end_serves(organisation=branch, unit=served, on=DAY, source=SOURCE)
    assert [[found.anchor for found in blank_spots(day)] for day in (date(2021, 4, 30), DAY)] == [
        [blank],
        [served, blank],
    ]


def test_merged_units_end_and_the_link_of_the_old_one_ends_with_it():
    branch = founded("村支部", kind="branch")
    ended, successor = unit("东村"), unit("西村")
    actions.set_serves(organisation=branch, unit=ended, since=FIRST, source=SOURCE)

    actions.merge_units(ended=ended, successor=successor, on=DAY, source=SOURCE)

    assert list(UnitState.objects.believed().holding(DAY).values_list("anchor", flat=True)) == [successor.pk]
    assert Serves.objects.believed().get().until == DAY


def test_links_are_refused_twice_and_when_there_is_nothing_to_end():
    guide, guided = founded("农业农村局"), founded("镇党委")
    link = {"guide": guide, "guided": guided, "subject": "work"}
    actions.set_guides(**link, since=FIRST, source=SOURCE)

    with pytest.raises(errors.LinkedAlready, match="end that link first"):
        actions.set_guides(**link, since=DAY, source=SOURCE)
    actions.end_guides(**link, on=DAY, source=SOURCE)
    with pytest.raises(errors.NotLinked, match="there is nothing to end"):
        actions.end_guides(**link, on=DAY, source=SOURCE)


def test_an_import_refreshes_the_places_once_at_its_end():
    county, town, branch = (Organisation.objects.create() for _ in range(3))
    with recording(SOURCE) as entry:
        for number, organisation in enumerate((county, town, branch)):
            OrganisationState.objects.create(
                anchor=organisation, code=str(number), name=str(number), kind="branch", since=FIRST, recorded_in=entry
            )
        Belongs.objects.create(child=town, parent=county, since=FIRST, recorded_in=entry)
        Belongs.objects.create(child=branch, parent=town, since=FIRST, recorded_in=entry)
        actions.refresh_places(entry=entry, since=FIRST)

    assert places(branch) == [(path(county, town, branch), True, FIRST, None)]
    with recording(SOURCE) as entry:
        assert actions.rebuild_places(entry=entry) == 0
