"""Changes of organisations as cases: the step that changes the tree is the guided operation, in the entry of the step."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cases.changing import DAY, Changing
from tests.web.county import County, add
from zugong.cases.actions import Begin, Doing, begin
from zugong.cases.carrying_out import Change, changed_at, entries_of_changes, said_before
from zugong.cases.closing import keep, take_back
from zugong.cases.errors import (
    CasesRemain,
    ChangedAlready,
    DecidedAlready,
    LaterStepsRestOnIt,
    NotCarriedOut,
    NotYoursToAct,
    RunsAlreadyHere,
    StepStopped,
    UndoneWithTheChange,
)
from zugong.cases.filed import Case, case
from zugong.cases.queries import waiting
from zugong.cases.reach import EVERY_CASE
from zugong.cases.rules import Act
from zugong.exchange.undo import undo
from zugong.kernel.facts.models import Entry
from zugong.kernel.time import PartialDate
from zugong.organisations.actions import OrganisationValues, found_organisation
from zugong.organisations.models import Organisation, Unit
from zugong.organisations.queries import tree_at, units_served
from zugong.people.queries import members_on
from zugong.restructuring.operations import Connect, End, Merge, Split
from zugong.restructuring.rehearsal import Outdated


def names_under(county: County, name: str) -> list[str]:
    tree = tree_at(DAY)
    return sorted(tree.name(pk) for pk in tree.children(county.organisation(name)) if tree.living(pk))


def test_a_branch_is_founded_from_the_application_to_the_filing_in_the_county(change: Changing):
    change.approved()
    step = change.now().case_type.step("founded")
    done_to, said = changed_at(change.now(), step, tree_at(DAY)), said_before(change.now(), step)
    change.do(Act("founded", date(2026, 9, 10)), change=change.seen(change.found()))
    change.take("elected", date(2026, 9, 20), outcome="elected", names="书记一名")
    change.take("filed", date(2026, 9, 25), "section", "filed")

    assert done_to == change.county.organisation("east")
    assert said == {
        "new_name": "合作社党支部", "kind": "branch", "unit": "合作社", "on": date(2026, 9, 10), "paper": "东发〔2026〕8号",
    }  # fmt: skip
    assert names_under(change.county, "east") == ["合作社党支部", "榆树村党支部", "橡树村党支部"]
    assert change.now().state.ended == "founded"


def test_two_full_members_are_too_few_for_a_branch_and_the_article_says_so(change: Changing):
    with pytest.raises(StepStopped) as refused:
        change.approved(full_members=2)

    assert refused.value.sentence("zh") == "正式党员不少于3（《支部工作条例》第四条，2018-10-28起施行）。"


def test_the_tree_is_not_changed_without_the_preview_or_by_another_one(change: Changing):
    change.approved()
    other = Change(change.found(), "another digest")

    with pytest.raises(NotCarriedOut):
        change.do(Act("founded", date(2026, 9, 10)))
    with pytest.raises(Outdated):
        change.do(Act("founded", date(2026, 9, 10)), change=other)

    assert names_under(change.county, "east") == ["榆树村党支部", "橡树村党支部"]
    assert [one.step for one in change.now().acts] == ["applied", "reviewed", "decided"]


def test_undoing_the_change_takes_the_step_back_too_and_nothing_else_does(change: Changing):
    change.approved()
    change.do(Act("founded", date(2026, 9, 10)), change=change.seen(change.found()))
    [number] = entries_of_changes(change.now()).values()

    with pytest.raises(UndoneWithTheChange):
        take_back(case_id=change.id, seen=4, by=change.by("township"))
    undo(Entry.objects.get(number=number), source=change.by("township").source)

    assert names_under(change.county, "east") == ["榆树村党支部", "橡树村党支部"]
    assert [one.step for one in waiting(EVERY_CASE, DAY).rows] == ["founded"]


def test_a_merger_ends_one_branch_and_its_case_stays_in_the_file(change: Changing):
    oak, elm = change.county.organisations["oak"], change.county.organisations["elm"]
    act = Act("applied", date(2026, 9, 1), None, {"other": oak.pk, "members": 3, "text": "人数少"})
    change.begin("organisation_merger", act, elm.pk, "elm", "township")
    change.take("decided", date(2026, 9, 10), outcome="agreed", number="东发〔2026〕9号")
    change.do(Act("merged", date(2026, 9, 10)), change=change.seen(Merge(date(2026, 9, 10), elm, oak)))
    change.take("filed", date(2026, 9, 12), "section", "filed")

    assert names_under(change.county, "east") == ["橡树村党支部"]
    assert (change.now().state.ended, change.now().organisation) == ("merged", elm.pk)


def test_a_blank_spot_lies_with_the_committee_of_its_territory_and_is_joined_to_a_branch(change: Changing):
    county, oak = change.county, change.county.organisations["oak"]
    [shop] = add("unit", {"code": "U9", "name": "合作社", "kind": "village", "territory": county.organisation("east")})
    values = {"full_members": 1, "members": 1, "other": oak.pk}
    change.begin(
        "blank_spot_covered", Act("surveyed", date(2026, 9, 1), "joint", values), shop, "east", "township"
    )  # fmt: skip
    change.take("decided", date(2026, 9, 10), outcome="agreed", number="东发〔2026〕9号")
    step = change.now().case_type.step("joined")
    done_to = changed_at(change.now(), step, tree_at(DAY))
    operation = Connect(date(2026, 9, 10), Organisation.objects.get(pk=done_to), (Unit.objects.get(pk=shop),))
    change.do(Act("joined", date(2026, 9, 10)), change=change.seen(operation))
    change.take("filed", date(2026, 9, 12), "section", "organisation")

    assert done_to == oak.pk
    assert [row.unit_id for row in units_served(oak.pk, DAY)] == [shop]
    assert change.now().state.ended == "covered"


def test_whoever_proposed_it_withdraws_it_until_the_level_above_has_taken_it_up(change: Changing):
    change.applied()
    with pytest.raises(NotYoursToAct) as not_theirs:
        change.halt("_stopped", "secretary")
    change.take("reviewed", date(2026, 9, 5), outcome="put_forward")
    with pytest.raises(DecidedAlready):
        change.halt("_withdrawn", "secretary")
    take_back(case_id=change.id, seen=2, by=change.by("township"))
    change.halt("_withdrawn", "secretary")

    assert not_theirs.value.sentence("zh") == "“党组织设立”由中共东镇委员会办理，您没有代其办理的授权。"
    assert (change.now().state.ended, waiting(EVERY_CASE, DAY).rows) == ("withdrawn", ())


def test_what_was_withdrawn_is_opened_again_by_the_committee_unless_another_one_runs_by_then(change: Changing):
    change.applied()
    first = change.id
    change.halt("_withdrawn", "secretary")
    change.halt("_reopened", "township")
    again = [one.step for one in waiting(EVERY_CASE, DAY).rows]
    change.halt("_withdrawn", "secretary")
    change.applied()
    change.id = first
    with pytest.raises(RunsAlreadyHere):
        change.halt("_reopened", "township")

    assert again == ["reviewed"]
    assert change.now().state.ended == "withdrawn"


def test_once_the_tree_is_changed_the_case_goes_to_its_end_or_the_change_is_taken_back(change: Changing):
    change.approved()
    change.do(Act("founded", date(2026, 9, 10)), change=change.seen(change.found()))
    with pytest.raises(ChangedAlready) as refused:
        change.halt("_stopped", "township")
    [number] = entries_of_changes(change.now()).values()
    undo(Entry.objects.get(number=number), source=change.by("township").source)
    change.halt("_stopped", "township")

    assert refused.value.sentence("zh") == (
        "“登记设立”已变更党组织设置，本事项须办到底。变更有误的，先打开“查看变更内容”撤回变更。"
    )
    assert change.now().state.ended == "stopped"


def test_a_change_is_not_undone_from_under_the_steps_that_followed_it(change: Changing):
    change.approved()
    change.do(Act("founded", date(2026, 9, 10)), change=change.seen(change.found()))
    [number] = entries_of_changes(change.now()).values()
    change.take("elected", date(2026, 9, 20), outcome="elected", names="书记一名")
    change.take("filed", date(2026, 9, 25), "section", "filed")
    founding = Entry.objects.get(number=number)
    with pytest.raises(LaterStepsRestOnIt) as refused:
        undo(founding, source=change.by("township").source)
    take_back(case_id=change.id, seen=6, by=change.by("section"))
    take_back(case_id=change.id, seen=5, by=change.by("township"))
    undo(founding, source=change.by("township").source)

    assert refused.value.sentence("zh") == (
        f"这是事项{change.now().number}的一步，其后已登记“产生班子”。请先在该事项中逐步撤回后面的步骤。"
    )
    assert [one.step for one in change.now().acts] == ["applied", "reviewed", "decided"]


def applicant(change: Changing, organisation: int) -> Case:
    """A case of admission that has begun at an organisation."""
    values = {"identity_number": "149999200102020038", "name": "孙悦", "born_on": PartialDate("2001-02-02")}
    act = Act("applied", date(2026, 8, 3), papers=("application_letter",))
    begun = begin(begun=Begin("admission", add("person", values)[0], organisation, act), by=change.by("section"))
    found = case(begun)
    assert found is not None
    return found


def test_an_organisation_does_not_end_while_a_case_runs_there(change: Changing):
    source = change.by("township").source
    east = change.county.organisations["east"]
    values = OrganisationValues(code="0301", name="合作社党支部", kind="branch")
    shop = found_organisation(values=values, parent=east, since=date(2026, 8, 1), source=source)
    admission = applicant(change, shop.pk)
    with pytest.raises(CasesRemain) as refused:
        End(date(2026, 9, 10), shop).perform(source)
    stop = Act("_stopped", DAY, values={"text": "本人迁出"})
    keep(doing=Doing(admission.id, 1, stop), by=change.by("section"))
    End(date(2026, 9, 10), shop).perform(source)

    assert refused.value.sentence("zh") == (
        f"合作社党支部不能在2026-09-10撤销：还有1件事项没有办结（发展党员 {admission.number}）。"
        "请先办结、转交其他党支部或终止办理。"
    )
    assert not tree_at(DAY).living(shop.pk)


def test_no_branch_is_merged_in_the_middle_of_its_election(change: Changing):
    elm, oak = (change.county.organisations[name] for name in ("elm", "oak"))
    source = change.by("township").source
    said = {"until_day": date(2026, 12, 31), "seats": 3, "deputy_seats": 1}
    planned = Act("planned", date(2026, 8, 3), "with_committee", said)
    begun = Begin("village_branch_election", 0, elm.pk, planned, subject=elm.pk)
    election = begin(begun=begun, by=change.by("section"))

    with pytest.raises(CasesRemain) as refused:
        Merge(date(2026, 9, 10), elm, oak).perform(source)
    stop = Act("_stopped", date(2026, 9, 1), values={"text": "党支部合并"})
    keep(doing=Doing(election, 1, stop), by=change.by("section"))
    Merge(date(2026, 9, 10), elm, oak).perform(source)

    assert "换届选举" in refused.value.sentence("zh")
    assert not tree_at(date(2026, 9, 11)).living(elm.pk)


def test_the_cases_of_persons_go_on_in_the_successor_and_with_the_members_of_a_split(change: Changing):
    elm, oak = (change.county.organisations[name] for name in ("elm", "oak"))
    source = change.by("township").source
    admission = applicant(change, elm.pk)
    values = OrganisationValues(code="0301", name="榆树村第二党支部", kind="branch")
    member = members_on(elm.pk, date(2026, 9, 1)).values_list("person_id", flat=True)[0]
    leaves = begin(
        begun=Begin(
            "transfer_out",
            member,
            elm.pk,
            Act("asked", date(2026, 9, 1), "work", {"addressee": "中共某县委员会", "target": "某支部"}),
        ),
        by=change.by("section"),
    )
    Split(date(2026, 9, 5), elm, values, members=(member,)).perform(source)
    Merge(date(2026, 9, 10), elm, oak).perform(source)
    now, went = case(admission.id), case(leaves)

    assert now is not None and went is not None
    assert [(one.step, one.on, one.values) for one in now.acts[1:]] == [
        ("_moved", date(2026, 9, 10), {"text": "榆树村党支部 → 橡树村党支部"})
    ]
    assert (now.organisation, now.state.is_running) == (oak.pk, True)
    assert (tree_at(DAY).name(went.organisation or 0), went.acts[-1].step) == ("榆树村第二党支部", "_moved")
    assert {(one.case, one.actor) for one in waiting(EVERY_CASE, DAY).rows} >= {(now.id, oak.pk)}
