"""Elections on their pages: the list of a step, what a count comes to while it is typed, the board above the villages."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from tests.web.county import County, add
from zugong.cases.filed import case
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import store_of

BEGIN = reverse("case_begin", args=["village_branch_election"])
BOARD = reverse("case_board", args=["village_elections"])
PLAN = {"on": "2020-03-02", "outcome": "secretary_only", "until_day": "2020-06-30"}


def begun(county: County, sign_in) -> str:
    """The address of an election without a committee, up to where the secretary's candidates are named."""
    secretary, township = sign_in("secretary"), sign_in("township")
    address = secretary.post(f"{BEGIN}?subject={county.organisation('oak')}", PLAN).url
    secretary.post(f"{address}steps/requested/", {"on": "2020-03-03", "outcome": "three_years", "seen": "1"})
    township.post(f"{address}steps/approved/", {"on": "2020-03-04", "outcome": "agreed", "seen": "2"})
    township.post(f"{address}steps/discipline/", {"on": "2020-03-05", "talks": "3", "commitments": "4", "seen": "3"})
    return address


def test_a_list_is_named_from_those_offered_or_looked_for_and_nobody_else(county, sign_in):
    client, address = sign_in("secretary"), begun(county, sign_in)
    here = f"{address}steps/nominated_secretary/"
    said = {"on": "2020-03-09", "seen": "4"}

    form = client.get(here).context["listed"]
    offered = form.posts[0]
    empty = client.post(here, said)
    other = client.post(here, said | {"person.secretary": "陈静"})
    named = client.post(here, said | {"person.secretary": ["王秀英", ""]})

    names = list(form.names)
    assert (offered.seats, names, offered.is_counted) == ("应选 1 名", ["李国强", "王秀英"], False)
    assert (empty.status_code, empty.context["listed"].problem) == (422, "请至少填写一名人选。")
    assert (other.status_code, other.context["listed"].problem) == (
        422,
        "您能看到的名册里没有“陈静”。请核对姓名，或先请上级登记此人。",
    )
    assert named.status_code == 302
    shown = client.get(address).context["acts"][0]
    assert [(fact.label, fact.text) for fact in shown.facts] == [("书记", "王秀英")]


def test_while_a_count_is_typed_the_page_says_what_it_comes_to(county, sign_in):
    add("serves", {"organisation": county.organisation("oak"), "unit": county.records["village"]})
    client = sign_in("secretary")
    begin = reverse("case_begin", args=["villagers_committee_election"])
    said = {"on": "2020-03-02", "names": "某等五人", "until_day": "2020-06-30", "deputy_seats": "0", "seats": "1"}
    address = client.post(f"{begin}?subject={county.records['village']}", said).url
    votes = {
        "deed": "check", "on": "2020-04-02", "eligible": "600", "present": "400", "ballots": "400",
        "person.head": ["李国强", "王秀英"], "votes.head": ["200", "201"],
    }  # fmt: skip

    told = client.post(f"{address}steps/voted/", votes)
    too_few = client.post(f"{address}steps/voted/", votes | {"present": "300", "ballots": "300"})

    assert (
        told.context["said"] == "应参加600，至少301，实际400；当选须201票。主任应选1名、当选1名，委员应选1名、当选0名"
    )
    assert any(one.startswith("选举无效：应参加600名，实际参加300名") for one in too_few.context["problems"])


def test_a_villager_in_no_register_is_named_with_the_identity_number_and_recorded_with_the_list(county, sign_in):
    add("serves", {"organisation": county.organisation("oak"), "unit": county.records["village"]})
    secretary, township = sign_in("secretary"), sign_in("township")
    begin = reverse("case_begin", args=["villagers_committee_election"])
    said = {"on": "2020-03-02", "names": "某等五人", "until_day": "2020-06-30", "deputy_seats": "0", "seats": "1"}
    address = secretary.post(f"{begin}?subject={county.records['village']}", said).url
    township.post(f"{address}steps/discipline/", {"on": "2020-03-03", "talks": "3", "commitments": "4", "seen": "1"})
    vote = {"on": "2020-03-04", "eligible": "30", "present": "20", "yes": "11", "seen": "2"}
    secretary.post(f"{address}steps/method_adopted/", vote)
    secretary.post(f"{address}steps/roll_published/", {"on": "2020-03-05", "eligible": "600", "seen": "3"})
    secretary.post(f"{address}steps/roll_settled/", {"on": "2020-03-12", "eligible": "600", "seen": "4"})
    named = {"on": "2020-03-13", "seen": "5", "person.head": ["李国强", "王秀英"]}
    here = f"{address}steps/nominated/"

    unknown = secretary.post(here, named | {"person.member": ["李国强", "赵大山"]}).context["listed"].problem
    wrong = secretary.post(here, named | {"person.member": ["李国强", "赵大山 110105194912310021"]}).status_code
    known = secretary.post(here, named | {"person.member": ["李国强", "赵大山 11010519491231002X"]})
    again = secretary.post(f"{address}steps/voted/", {"deed": "check", "person.member": "赵大山"})

    told = "名册里没有“赵大山”，请核对姓名；确实不在名册里的，写“姓名 身份证号”。"
    assert (unknown, wrong, known.status_code, again.status_code) == (told, 422, 302, 200)
    facts = secretary.get(address).context["acts"][0].facts
    assert [(one.label, one.text) for one in facts] == [("主任", "李国强、王秀英"), ("委员", "李国强、赵大山")]
    recorded = store_of(installed_catalogue("jiangxian").types["person"]).believed()
    assert [row.values["name"] for row in recorded].count("赵大山") == 1


def test_the_board_says_for_each_township_how_many_villages_stand_where(county, sign_in):
    add("serves", {"organisation": county.organisation("oak"), "unit": county.records["village"]})
    address = begun(county, sign_in)

    above, below = sign_in("section").get(BOARD).context, sign_in("secretary").get(BOARD)
    found = case(int(address.split("/")[2]))

    [line] = above["lines"]
    assert found is not None and found.since == date(2020, 3, 2)
    assert (line.name, line.places, line.all_done) == ("中共东镇委员会", 1, 0)
    assert [[cell.label for cell in one.cells] for one in line.types] == [["换届准备"], ["未启动"]]
    assert [(cell.label, cell.count) for cell in above["total"].types[0].cells][:2] == [("未启动", 0), ("换届准备", 1)]
    assert (below.status_code, [one.name for one in below.context["lines"]]) == (200, [])
