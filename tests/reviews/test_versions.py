"""Approved versions: what is kept, computed again as known then and now, and why a number differs."""

from __future__ import annotations

import io
from datetime import date
from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reviews.small_review import approved, approved_now, end, record, shown, subject, withdraw
from tests.web.county import SINCE, SOURCE, County, build_county
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import store_of
from zugong.figures.grouping import all_rows
from zugong.kernel.scope import NOTHING
from zugong.organisations import actions as organisations
from zugong.organisations.queries import tree_at
from zugong.people.models import Membership
from zugong.reviews.actions import Chosen, approve, begin_review, upload_template, withdraw_review
from zugong.reviews.documents import saved
from zugong.reviews.errors import OtherThanShown, RightsTooNarrow, TemplateHasProblems
from zugong.reviews.models import FrozenReview, ReviewState, TemplateVersion
from zugong.reviews.outline import Line
from zugong.reviews.verification import Verification, verify_version
from zugong.reviews.word.building import template_document
from zugong.reviews.written import WrittenLine, from_json

AFTERWARDS = date(2020, 6, 1)


@pytest.fixture
def county(db, settings, tmp_path) -> County:
    settings.ZUGONG_REPLICA = tmp_path / "replica"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return build_county()


def differences(found: Verification) -> dict[str, tuple[Fraction | None, dict[str, Fraction]]]:
    """Of each number that differs in all: how much, and by which causes."""
    return {one.cell.code: (one.difference, dict(one.causes)) for one in found.differing if one.cell.group is None}


def by_subordinate(found: Verification, code: str, county: County) -> dict[str, dict[str, Fraction]]:
    names = {pk.pk: name for name, pk in county.organisations.items()}
    return {
        names[one.cell.group]: dict(one.causes) for one in found.differing if one.cell.group and one.cell.code == code
    }


def test_a_version_keeps_who_approved_it_its_text_and_every_number_exactly(county: County):
    version = approved(county)

    texts = [block.text for block in from_json(version.written) if isinstance(block, WrittenLine)]
    assert texts == [
        "中共某县委员会2020年综述", "一、党员", "共有党员6名，基层党组织6个，“一肩挑”占0%，经费0.00万元。",
    ]  # fmt: skip
    kept = {cell["code"]: (cell["value"], cell["rows"]) for cell in version.cells if cell["group"] is None}
    assert kept == {
        "members": ("6", 6), "primary_organisations": ("6", 6), "dual_post_share": ("0", 1), "dual_post_villages": ("0", 0),
        "administrative_villages": ("1", 1), "party_building_funds": ("0", 0),
    }  # fmt: skip
    assert (version.number, version.approved_by.username, version.known) == (
        1,
        "section",
        version.recorded_in.number - 1,
    )


def test_the_word_file_of_a_version_says_the_same_and_explains_each_figure(county: County):
    document = Document(io.BytesIO(bytes(approved(county).document)))

    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines[2] == "共有党员6名，基层党组织6个，“一肩挑”占0%，经费0.00万元。"
    [table, notes] = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["组织", "党员"], ["中共东镇委员会", "3"], ["中共西镇委员会", "2"], ["县农业农村局党支部", "1"],
    ]  # fmt: skip
    assert [row.cells[0].text for row in notes.rows][1:] == [
        "党员", "基层党组织", "“一肩挑”占比", "基层党建工作经费",
    ]  # fmt: skip


def test_a_version_that_nobody_touched_comes_out_the_same_then_and_now(county: County):
    found = verify_version(approved(county))

    assert (found.is_same_then, found.differing, len(found.checked)) == (True, (), 9)


def test_a_member_recorded_afterwards_is_late(county: County):
    version = approved(county)
    row = {"person": county.persons["李国强"], "organisation": county.organisation("oak"), "category": "full"}
    person = record("person", SINCE, {"name": "孙丽", "sex": "female", "identity_number": "149999198001010999"})
    record("membership", AFTERWARDS, {**row, "person": anchor_of(person)})

    found = verify_version(version)

    assert (found.is_same_then, differences(found)) == (True, {"members": (1, {"late": 1})})
    assert by_subordinate(found, "members", county) == {"east": {"late": 1}}


def anchor_of(row: int) -> int:
    return store_of(installed_catalogue("jiangxian").types["person"]).queryset().get(pk=row).anchor_id


def test_an_end_recorded_afterwards_is_late_and_a_withdrawal_is_a_correction(county: County):
    version = approved(county)
    end("membership", county.records["membership of 王秀英"], date(2020, 12, 20))
    withdraw("membership", county.records["membership of 刘洋"])

    found = verify_version(version)

    assert differences(found) == {"members": (-2, {"late": -1, "corrected": -1})}


def test_an_end_after_the_day_of_the_review_changes_nothing(county: County):
    version = approved(county)
    end("membership", county.records["membership of 王秀英"], date(2021, 1, 1))

    assert verify_version(version).differing == ()


def test_members_who_came_to_another_township_by_a_merger_are_counted_there_by_the_tree(county: County):
    version = approved(county)
    elm, ash = county.organisations["elm"], county.organisations["ash"]
    organisations.merge_organisations(ended=elm, successor=ash, on=date(2020, 12, 1), source=SOURCE)

    found = verify_version(version)

    assert differences(found) == {"primary_organisations": (-1, {"tree": -1})}
    assert by_subordinate(found, "members", county) == {"east": {"tree": -1}, "west": {"tree": 1}}


def test_a_merger_after_the_day_of_the_review_changes_nothing(county: County):
    version = approved(county)
    elm, ash = county.organisations["elm"], county.organisations["ash"]
    organisations.merge_organisations(ended=elm, successor=ash, on=date(2021, 1, 1), source=SOURCE)

    assert verify_version(version).differing == ()


def test_a_sum_differs_by_its_amounts(county: County):
    version = approved(county)
    values = {"purpose": "party_building", "payer": "county_budget", "status": "paid", "amount": 1_250_050}
    record("money", date(2020, 3, 1), {**values, "organisation": county.organisation("east"), "number": "1"})

    assert differences(verify_version(version)) == {
        "party_building_funds": (Fraction("12500.5"), {"late": Fraction("12500.5")})
    }  # fmt: skip


def test_a_rule_that_changed_shows_even_as_known_then(county: County):
    version = approved(county)
    cells = [
        {**cell, "value": "7"} if cell["code"] == "members" and cell["group"] is None else cell
        for cell in version.cells
    ]
    version.cells = cells  # as if the pack of that day had counted otherwise; the row itself cannot be changed

    found = verify_version(version)

    assert (found.is_same_then, differences(found)) == (False, {"members": (-1, {"rule": -1})})


def test_versions_are_numbered_and_an_earlier_one_stays(county: County):
    first = approved(county)
    second = approved_now(first.review, county)

    assert [first.number, second.number, verify_version(first).is_same_then] == [1, 2, True]


def test_the_database_refuses_to_change_a_version(county: County):
    version = approved(county)

    for change in (
        lambda: FrozenReview.objects.filter(pk=version.pk).update(title="别的"),
        lambda: FrozenReview.objects.filter(pk=version.pk).delete(),
        lambda: TemplateVersion.objects.filter(pk=version.template_id).update(name="别的"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

    assert FrozenReview.objects.get(pk=version.pk).title == "综述"


def test_whoever_approves_sees_everything_that_the_review_counts(county: County):
    review = approved(county).review

    with pytest.raises(RightsTooNarrow) as refused:
        approve(
            review=review, seen=shown(review), user=county.users["section"], rights=lambda kind: NOTHING, source=SOURCE
        )

    assert refused.value.sentence("zh-hans") == "“党员”含有您无权查看的记录，须由能看到全部记录的人定稿。"


def test_what_changed_since_it_was_shown_is_not_approved_unread(county: County):
    review = approved(county).review
    before = shown(review)
    withdraw("membership", county.records["membership of 王秀英"])

    with pytest.raises(OtherThanShown):
        approve(review=review, seen=before, user=county.users["section"], rights=all_rows, source=SOURCE)

    assert (FrozenReview.objects.count(), approved_now(review, county).number) == (1, 2)


def test_a_withdrawn_review_keeps_its_versions(county: County):
    version = approved(county)
    withdraw_review(review=version.review, source=SOURCE)

    believed = ReviewState.objects.filter(retracted_in__isnull=True).count()
    assert (believed, verify_version(version).is_same_then) == (0, True)


def test_the_text_of_the_pack_becomes_a_version_of_a_template_once(county: County):
    review = begin_review(subject=subject(county, title=""), chosen=Chosen("yearly_review"), source=SOURCE)
    versions = [approved_now(review, county) for _ in range(2)]

    assert [versions[0].title, {one.template_id for one in versions}, TemplateVersion.objects.count()] == [
        "绛县：2020年基层党建", {versions[0].template_id}, 1,
    ]  # fmt: skip


def test_a_template_with_a_mistake_is_not_kept(county: County):
    wrong = saved(template_document((Line("body", "共{{党元}}名"),)))

    with pytest.raises(TemplateHasProblems) as refused:
        upload_template(content=wrong, name="a", organisation=county.organisation("county"), source=SOURCE)

    said = "模板有1处需要改正，第一处：“共{{党元}}名”没有名为“党元”的指标，相近的有：党员、讲党课。改正后再试。"
    assert (refused.value.sentence("zh-hans"), TemplateVersion.objects.count()) == (said, 0)


CHANGES = st.lists(
    st.tuples(st.sampled_from(["late", "withdraw", "end", "move", "merge", "money"]), st.integers(0, 5)), max_size=6
)


@settings(deadline=None, max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES)
def test_the_causes_of_a_difference_add_up_to_it_whatever_was_recorded(county: County, changes: list[tuple[str, int]]):
    with transaction.atomic():
        version = approved(county)
        for number, (deed, chosen) in enumerate(changes):
            apply(county, deed, chosen, number)

        found = verify_version(version)

        transaction.set_rollback(True)
    assert found.is_same_then
    assert {one.cell.key: sum(one.causes.values(), Fraction(0)) for one in found.checked} == {
        one.cell.key: one.difference for one in found.checked
    }  # fmt: skip


def apply(county: County, deed: str, chosen: int, number: int) -> None:
    """One change of the small county, where it is possible."""
    names = ["李国强", "王秀英", "张伟", "刘洋", "陈静", "赵敏"]
    row = county.records[f"membership of {names[chosen]}"]
    branches = [county.organisations[name] for name in ("oak", "elm", "ash")]
    believed = still_believed(row)
    if deed == "late":
        person = record("person", SINCE, {"name": f"新{number}", "identity_number": f"14999919800102{number:04}"})
        values = {"person": anchor_of(person), "organisation": branches[chosen % 3].pk, "category": "full"}
        record("membership", AFTERWARDS, values)
    elif deed == "withdraw" and believed:
        withdraw("membership", row)
    elif deed == "end" and believed:
        end("membership", row, date(2020, 12, 1 + chosen))
    elif deed == "money":
        values = {"purpose": "party_building", "payer": "county_budget", "status": "paid", "amount": 100 * chosen + 7}
        record("money", AFTERWARDS, {**values, "organisation": branches[chosen % 3].pk, "number": f"m{number}"})
    elif deed in ("move", "merge") and is_living(branches[0].pk) and is_living(branches[2].pk):
        reorganise(deed, branches, county)


def reorganise(deed: str, branches, county: County) -> None:
    if deed == "merge":
        organisations.merge_organisations(ended=branches[0], successor=branches[2], on=date(2020, 11, 1), source=SOURCE)
    elif organisations_parent(branches[0].pk) != county.organisation("west"):
        organisations.move_organisation(
            organisation=branches[0], parent=county.organisations["west"], on=date(2020, 11, 1), source=SOURCE
        )


def still_believed(row: int) -> bool:
    return Membership.objects.filter(pk=row, retracted_in__isnull=True).exists()


def is_living(organisation: int) -> bool:
    return tree_at(date(2020, 12, 31)).living(organisation)


def organisations_parent(organisation: int) -> int | None:
    return tree_at(date(2020, 12, 31)).parent(organisation)
