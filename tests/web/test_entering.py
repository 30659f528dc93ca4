"""Entering one record by hand: new, changed, ended, corrected, withdrawn; checks, rights, and two people at once."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.county import County, add
from zugong.dictionary.fieldtypes.sealed import identity_check_character
from zugong.dictionary.models import LedgerRow
from zugong.kernel.facts.models import Entry
from zugong.kernel.facts.recording import last_number
from zugong.people.models import Membership, PersonState

BACHELOR = "21"
NUMBER = "14999919800101005" + identity_check_character("14999919800101005")


def form(client: Client, act: str, code: str, identity: int) -> str:
    return reverse(f"record_{act}", args=[code, identity])


def looked_at(client: Client, address: str, typed: dict[str, str]):
    """The page that says what would be recorded."""
    return client.post(address, {"based_on": client.get(address).context["based_on"], **typed, "step": "preview"})


def recorded(client: Client, address: str, typed: dict[str, str]):
    """Look at it, then record exactly that."""
    shown = looked_at(client, address, typed)
    assert shown.status_code == 200, [shown.context["problems"], problems(shown)]
    sent = {**typed, "based_on": shown.context["based_on"], "digest": shown.context["digest"], "step": "record"}
    return client.post(address, sent)


def problems(page) -> dict[str, tuple[str, ...]]:
    """What stands against each field of a form."""
    fields = [field for part in page.context["parts"] for field in part.fields]
    fields += [page.context["day"]] if page.context["day"] else []
    return {field.name: field.errors for field in fields if field.errors}


def says(page) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    lines = page.context["told"]
    return [(line.label, line.when, [(one.label, one.before, one.after) for one in line.says]) for line in lines]


def membership(county: County, name: str) -> Membership:
    return Membership.objects.believed().get(person=county.persons[name], until=None)


def present(row: Membership) -> dict[str, str]:
    """What the form of a membership shows before anybody types."""
    return {"membership.organisation": str(row.organisation_id), "membership.category": row.category}


def test_a_change_keeps_what_held_before_and_says_first_what_it_records(county: County, sign_in):
    client, row = sign_in("secretary"), membership(county, "王秀英")
    address = form(client, "change", "membership", row.pk)
    typed = {**present(row), "membership.category": "probationary", "day": "2020-08-01", "paper": "支部决议3号"}

    shown = looked_at(client, address, typed)
    before = last_number()
    recorded(client, address, typed)

    assert says(shown) == [("变更", "从 2020-08-01 起", [("人员类别", "正式党员", "预备党员")])]
    rows = Membership.objects.believed().filter(person=county.persons["王秀英"]).order_by("since")
    assert list(rows.values_list("since", "until", "category")) == [
        (date(2020, 1, 1), date(2020, 8, 1), "full"), (date(2020, 8, 1), None, "probationary"),
    ]  # fmt: skip
    entry = Entry.objects.get(number=last_number())
    assert (before, entry.number, entry.kind, entry.actor, entry.paper) == (
        before,
        before + 1,
        "form",
        "secretary",
        "支部决议3号",
    )


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2019-12-31", "现有记录从2020-01-01起；2019-12-31还没有这条记录。如果起始日期录错了，请用“以前录错了”"),
        ("2020-02-30", "“从哪一天起变化”要写到日，例如 2020-07-01，现为“2020-02-30”"),
        ("", "“从哪一天起变化”必须填写"),
    ],
)
def test_a_day_on_which_nothing_can_change_is_answered_beside_it(county: County, sign_in, day: str, sentence: str):
    client, row = sign_in("section"), membership(county, "王秀英")
    address = form(client, "change", "membership", row.pk)

    page = looked_at(client, address, {**present(row), "membership.category": "probationary", "day": day})

    assert (page.status_code, problems(page)) == (422, {"day": (sentence,)})
    fields = {field.name: field.value for part in page.context["parts"] for field in part.fields}
    assert fields["membership.category"] == "probationary"


def test_a_membership_ends_with_its_reason(county: County, sign_in):
    client, row = sign_in("section"), membership(county, "王秀英")
    typed = {**present(row), "membership.end_reason": "died", "day": "2020-05-01", "ends": "1"}

    recorded(client, form(client, "change", "membership", row.pk), typed)

    held = Membership.objects.believed().get(person=county.persons["王秀英"])
    assert (held.since, held.until, held.end_reason) == (date(2020, 1, 1), date(2020, 5, 1), "died")


def test_what_ended_on_the_day_already_is_not_recorded_once_more(county: County, sign_in):
    client, row = sign_in("section"), membership(county, "王秀英")
    typed = {**present(row), "membership.end_reason": "died", "day": "2020-05-01", "ends": "1"}
    recorded(client, form(client, "change", "membership", row.pk), typed)
    ended = Membership.objects.believed().get(person=county.persons["王秀英"])

    page = looked_at(client, form(client, "change", "membership", ended.pk), typed)

    assert (page.status_code, page.context["problems"]) == (422, ("没有改动任何内容，无需登记",))


def test_a_correction_stands_for_all_the_time_in_which_the_wrong_value_was_believed(county: County, sign_in):
    client, anchor = sign_in("section"), county.persons["王秀英"]
    recorded(
        client,
        form(client, "change", "person", anchor),
        {"person.name": "王秀英", "person.education": "大学本科", "day": "2020-03-01"},
    )

    typed = {
        "person.name": "王秀莹",
        "person.sex": "female",
        "person.education": "大学本科",
        "person.since": "2020-03-01",
        "reason": "身份证上是莹",
    }
    recorded(client, form(client, "correct", "person", anchor), typed)

    rows = PersonState.objects.believed().filter(anchor=anchor).order_by("since")
    assert list(rows.values_list("since", "name", "education")) == [
        (date(2020, 1, 1), "王秀莹", None), (date(2020, 3, 1), "王秀莹", BACHELOR),
    ]  # fmt: skip
    assert all(row.mobile_phone_sealed for row in rows)


def test_a_correction_asks_why(county: County, sign_in):
    client = sign_in("section")
    address = form(client, "correct", "person", county.persons["王秀英"])

    page = looked_at(client, address, {"person.name": "王秀莹", "person.since": "2020-01-01", "reason": "错"})

    assert (page.status_code, page.context["reason_problems"]) == (422, ("请写明理由（至少四个字）",))


def test_an_identity_number_that_contradicts_the_sex_must_be_confirmed(county: County, sign_in):
    client, address = sign_in("section"), reverse("record_new", args=["membership"])
    typed = {
        "person.identity_number": NUMBER, "person.name": "钱一", "person.sex": "female",
        "membership.organisation": str(county.organisation("oak")), "membership.category": "full",
        "membership.since": "2020-06-01",
    }  # fmt: skip

    doubted = looked_at(client, address, typed)
    recorded(client, address, {**typed, "confirm": "1"})

    assert (doubted.status_code, len(doubted.context["doubts"])) == (422, 1)
    state = PersonState.objects.believed().get(name="钱一")
    assert Membership.objects.believed().get(person=state.anchor_id).organisation_id == county.organisation("oak")


def test_a_person_who_is_a_member_already_is_not_entered_twice(county: County, sign_in):
    client, address = sign_in("section"), reverse("record_new", args=["membership"])
    typed = {
        "person.identity_number": NUMBER, "person.name": "钱一", "membership.organisation": str(county.organisation("oak")),
        "membership.category": "full", "membership.since": "2020-06-01",
    }  # fmt: skip
    recorded(client, address, typed)

    again = looked_at(client, address, typed)

    assert list(problems(again)) == ["person.identity_number"]
    assert PersonState.objects.believed().filter(name="钱一").count() == 1


def test_nobody_enters_a_member_into_a_branch_that_is_not_theirs(county: County, sign_in):
    client, address = sign_in("secretary"), reverse("record_new", args=["membership"])
    typed = {
        "person.identity_number": NUMBER, "person.name": "钱一", "membership.organisation": str(county.organisation("elm")),
        "membership.category": "full", "membership.since": "2020-06-01",
    }  # fmt: skip

    page = looked_at(client, address, typed)

    assert (page.status_code, problems(page)) == (
        422, {"membership.organisation": ("“所在党支部”：不在您的权限范围内，请重新选择",)},
    )  # fmt: skip


def test_the_only_organisation_that_one_can_name_is_chosen_already(county: County, sign_in):
    address = reverse("record_new", args=["problem"])

    pages = {role: sign_in(role).get(address).context["parts"] for role in ("secretary", "section")}

    chosen = {
        role: [
            option.value
            for part in parts
            for field in part.fields
            for option in field.options
            if field.name == "problem.organisation" and option.is_chosen
        ]
        for role, parts in pages.items()
    }
    assert chosen == {"secretary": [str(county.organisation("oak"))], "section": []}


def test_a_ledger_of_a_pack_is_entered_corrected_and_withdrawn_like_any_record(county: County, sign_in):
    client, oak = sign_in("secretary"), str(county.organisation("oak"))
    typed = {
        "themed_day.organisation": oak, "themed_day.series": "themed_day", "themed_day.period": "2020-08",
        "themed_day.theme": "防汛", "themed_day.status": "held", "themed_day.on": "2020-08-05",
    }  # fmt: skip
    recorded(client, reverse("record_new", args=["themed_day"]), typed)
    row = LedgerRow.objects.believed().get(ledger="themed_day", since=date(2020, 8, 5))

    right = {**typed, "themed_day.theme": "防汛演练", "reason": "题目写漏了"}
    recorded(client, form(client, "correct", "themed_day", row.anchor_id), right)
    corrected = LedgerRow.objects.believed().get(anchor=row.anchor_id)
    recorded(client, form(client, "withdraw", "themed_day", row.anchor_id), {"reason": "重复登记"})

    assert '"theme":"防汛演练"' in corrected.body
    assert not LedgerRow.objects.believed().filter(anchor=row.anchor_id).exists()
    page = client.get(reverse("record", args=["themed_day", row.anchor_id]))
    assert [line.label for line in page.context["history"]] == ["撤回", "更正", "登记"]
    assert (page.context["is_withdrawn"], page.context["acts"]) == (True, ())


def test_what_others_name_is_not_withdrawn(county: County, sign_in):
    client = sign_in("section")
    address = form(client, "withdraw", "themed_day", county.records["themed day"])

    page = looked_at(client, address, {"reason": "重复登记"})

    assert page.context["problems"] == ("还有记录用到这条主题党日（主题党日签到名册1条），请先撤回或改正那些记录",)


def test_the_second_of_two_people_is_told_what_the_first_recorded_and_keeps_what_they_typed(county: County, sign_in):
    first, second = sign_in("secretary"), sign_in("township")
    address = form(first, "change", "person", county.persons["王秀英"])
    opened = second.get(address).context["based_on"]
    recorded(first, address, {"person.name": "王秀英", "person.education": "大学本科", "day": "2020-03-01"})

    typed = {
        "person.name": "王秀英",
        "person.occupation": "农牧渔民",
        "day": "2020-04-01",
        "based_on": opened,
        "step": "preview",
    }
    late = second.post(address, typed)

    told = [
        (line.entry.actor, line.when, [(one.label, one.after) for one in line.says])
        for line in late.context["meanwhile"]
    ]
    assert (late.status_code, told) == (409, [("橡树村党支部", "从 2020-03-01 起", [("学历", "大学本科")])])
    fields = {field.name: field.value for part in late.context["parts"] for field in part.fields}
    assert (fields["person.education"], late.context["day"].value) == (BACHELOR, "2020-04-01")


def test_of_a_field_that_both_altered_the_second_sees_both_values_and_chooses(county: County, sign_in):
    first, second = sign_in("secretary"), sign_in("township")
    address = form(first, "change", "person", county.persons["王秀英"])
    opened = second.get(address).context["based_on"]
    recorded(first, address, {"person.name": "王秀英", "person.education": "大学本科", "day": "2020-03-01"})
    typed = {"person.name": "王秀英", "person.education": "大学专科", "day": "2020-04-01", "step": "preview"}

    late = second.post(address, typed | {"based_on": opened})
    based_on = late.context["based_on"]
    chosen = {
        which: second.post(address, typed | {"based_on": based_on, "take.person.education": which})
        for which in ("theirs", "mine")
    }

    assert [(one.label, one.theirs, one.mine) for one in late.context["clashes"]] == [("学历", "大学本科", "大学专科")]
    told = {which: [one.after for line in page.context["told"] for one in line.says] for which, page in chosen.items()}
    assert told == {"theirs": [], "mine": ["大学专科"]}


def test_nothing_else_is_recorded_than_what_was_shown(county: County, sign_in):
    client, row = sign_in("section"), membership(county, "王秀英")
    address = form(client, "change", "membership", row.pk)
    typed = {**present(row), "membership.category": "probationary", "day": "2020-08-01"}
    shown = looked_at(client, address, typed)
    before = last_number()

    other = {
        **typed,
        "day": "2020-09-01",
        "based_on": shown.context["based_on"],
        "digest": shown.context["digest"],
        "step": "record",
    }
    again = client.post(address, other)

    assert (again.status_code, says(again)[0][1], last_number()) == (200, "从 2020-09-01 起", before)


def test_who_only_sees_a_record_reads_why_it_stays_shut_and_is_shown_no_button(county: County, sign_in):
    [problem] = add("problem", {"organisation": county.organisation("oak"), "number": "W1", "text": "路灯不亮"})
    client = sign_in("member")

    assert client.get(reverse("record", args=["problem", problem])).status_code == 404
    own = client.get(reverse("person", args=[county.persons["王秀英"]]))
    assert "/change/" not in own.content.decode()


def test_a_record_that_was_changed_is_found_under_its_old_address(county: County, sign_in):
    client, row = sign_in("section"), membership(county, "王秀英")
    recorded(
        client,
        form(client, "change", "membership", row.pk),
        {**present(row), "membership.category": "probationary", "day": "2020-08-01"},
    )

    answer = client.get(reverse("record", args=["membership", row.pk]))

    now = Membership.objects.believed().get(person=county.persons["王秀英"], until=None)
    assert (answer.status_code, answer.url) == (302, reverse("record", args=["membership", now.pk]))


def test_records_to_refer_to_are_found_only_among_those_that_one_may_list(county: County, sign_in):
    address = reverse("record_find", args=["person"])

    found = [
        sign_in(role).get(address, {"q": "刘洋"}).content.decode().count("刘洋")
        for role in ("section", "township", "bureau")
    ]

    assert found == [1, 0, 0]


def test_the_figures_that_would_move_are_shown_and_then_have_moved(county: County, sign_in):
    client, row = sign_in("section"), membership(county, "王秀英")
    address = form(client, "change", "membership", row.pk)
    typed = {**present(row), "membership.end_reason": "died", "day": "2020-05-01", "ends": "1"}

    shown = looked_at(client, address, typed)
    recorded(client, address, typed)
    after = client.get(reverse("figure", args=["members"]))

    moves = {move.name: (move.before, move.after) for move in shown.context["moves"]}
    assert moves["党员"] == ("6名", "5名")
    assert "5" in after.content.decode()


def test_the_first_day_of_what_is_new_is_marked_as_needed(county: County, sign_in):
    parts = sign_in("secretary").get(reverse("record_new", args=["problem"])).context["parts"]

    assert [field.is_required for part in parts for field in part.fields if field.name == "problem.since"] == [True]
