"""Dues from the amount to the statement: fixed, ticked off, closed, handed on, used; who sees what of it."""

from __future__ import annotations

from datetime import date

from django.test import Client
from django.urls import reverse

from tests.web.cases_there import applicant
from tests.web.county import SINCE, SOURCE, County, add
from zugong.dictionary.models import LedgerRow
from zugong.dues.accounts import account_of, trace_of
from zugong.dues.queries import movements_of_fund
from zugong.dues.records import AMOUNT, ENTRY, MONTH, PAYMENT, ledger
from zugong.figures.answers import Request
from zugong.figures.grouping import EVERYWHERE, all_rows
from zugong.figures.queries import ask
from zugong.kernel.facts.models import Entry
from zugong.kernel.time import Clocks, PartialDate
from zugong.offices.actions import create_office, create_user, grant_usual, seat
from zugong.offices.models import AccessLog
from zugong.packs.attention import span_of

YEAR = (date(2020, 1, 1), date(2021, 1, 1))
DAY = date(2020, 12, 31)


def at(name: str, county: County, organisation: str, *more: object) -> str:
    return reverse(name, args=[county.organisation(organisation), *more])


def add_treasurer(county: County) -> None:
    """The treasurer of the oak branch: an office of its own that keeps dues, down to what somebody earns."""
    oak = county.organisations["oak"]
    county.users["treasurer"] = create_user(username="treasurer", password="x", full_name="管党费的", source=SOURCE)
    office = create_office(name="橡树村党费", organisation=oak, since=SINCE, source=SOURCE)
    seat(user=county.users["treasurer"], office=office, since=SINCE, source=SOURCE)
    grant_usual(office=office, kind="dues_treasurer", territory=oak, since=SINCE, source=SOURCE)


def fix(client, county: County, **said: str):
    """Fix amounts from October on: `said` are the measure and number of each, as k and n with the name."""
    named = {f"{name[0]}{county.persons[name[2:]]}" if name[1:2] == "_" else name: one for name, one in said.items()}
    return client.post(at("dues_amounts", county, "oak"), {"act": "keep", "since": "2020-12"} | named)


def paid(client, county: County, *names: str, **said: str):
    ticked = {"p": [county.persons[name] for name in names], "month": "2020-12", "way": "cash", "paid_on": "2020-12-30"}
    return client.post(at("dues_month", county, "oak"), ticked | said)


def amounts_told(response) -> dict[str, tuple[str, str]]:
    return {line.name: (line.now, line.told or line.problem) for line in response.context["lines"]}


def test_only_the_treasurer_computes_with_a_base_and_nothing_keeps_it(county: County, sign_in):
    add_treasurer(county)
    said = {"k_王秀英": "wage", "n_王秀英": "4213.07", "k_李国强": "farmer"}

    by_secretary = fix(sign_in("secretary"), county, **said)
    reckoned = sign_in("treasurer").post(
        at("dues_amounts", county, "oak"),
        {"act": "reckon", f"k{county.persons['王秀英']}": "wage", f"n{county.persons['王秀英']}": "4213.07"},
    )
    by_treasurer = fix(sign_in("treasurer"), county, **said)

    rows = {row.values["person"]: row.values for row in ledger(AMOUNT).believed()}
    wang = rows[county.persons["王秀英"]]
    everything = "".join(LedgerRow.objects.values_list("body", flat=True)) + "".join(
        Entry.objects.values_list("note", flat=True)
    )
    assert (by_secretary.status_code, by_treasurer.status_code) == (302, 302)
    assert amounts_told(reckoned)["王秀英"][1] == (
        "计算基数 4,213.07 元 × 1% = 每月 42.13 元。 适用 3000 元以上至 5000 元一档。"
        "依据《关于中国共产党党费收缴、使用和管理的规定》第1、2条，2008-04-01 起施行。"
    )
    assert {person: row["amount"] for person, row in rows.items()} == {
        county.persons["王秀英"]: 4213, county.persons["李国强"]: 100,
    }  # fmt: skip
    assert (wang["payer"], wang["percent"], wang["year"]) == ("wage", "1", 2020)
    assert ("421307" in everything, "4213.07" in everything) == (False, False)
    assert AccessLog.objects.filter(record_type=AMOUNT, persons__person=county.persons["王秀英"]).exists()


def test_the_list_of_names_takes_payments_once_and_closes_the_month(county: County, sign_in):
    add_treasurer(county)
    fix(sign_in("treasurer"), county, **{"k_王秀英": "wage", "n_王秀英": "4200", "k_李国强": "farmer"})
    client = sign_in("secretary")

    before = client.get(at("dues_month", county, "oak"))
    nobody = paid(client, county)
    first = paid(client, county, "王秀英")
    again = paid(client, county, "王秀英")
    client.post(at("dues_close", county, "oak"), {"month": "2020-12"})
    after = client.get(at("dues_month", county, "oak"))
    receipt = client.get(at("dues_receipts", county, "oak") + "?number=2020-0001").context["receipts"]

    told = [(line.name, line.amount, line.state) for line in before.context["lines"]]
    [payment], [closed] = ledger(PAYMENT).believed(), ledger(MONTH).believed()
    assert sorted(told) == sorted([("李国强", "1.00", "待交"), ("王秀英", "42.00", "待交")])
    assert (nobody.status_code, nobody.context["problem"]) == (
        422,
        "没有勾选还要交费的党员。请先勾选已交费的人，再登记。",
    )
    assert (first.status_code, again.status_code) == (302, 302)
    assert (payment.values["amount"], payment.values["month"].text, payment.values["receipt"]) == (
        4200,
        "2020-12",
        "2020-0001",
    )
    assert [closed.values[name] for name in ("persons_due", "persons_paid", "amount_due", "amount_paid")] == [
        2,
        1,
        4300,
        4200,
    ]
    assert [(line.name, line.state) for line in after.context["lines"]] == [
        ("李国强", "待交"),
        ("王秀英", "12-30 现金"),
    ]
    assert [(one.paper.received, one.paper.capitals) for one in receipt] == [
        ("今收到 王秀英 同志交纳 2020-12 党费（现金）", "人民币（大写）肆拾贰元整")
    ]


def test_of_two_who_took_the_same_money_the_second_sees_both_and_decides(county: County, sign_in):
    add_treasurer(county)
    fix(sign_in("treasurer"), county, **{"k_王秀英": "farmer", "k_李国强": "farmer"})
    wang, li = county.persons["王秀英"], county.persons["李国强"]
    stood = sign_in("secretary").get(at("dues_month", county, "oak")).context["stood"]
    paid(sign_in("treasurer"), county, "王秀英")
    late = {"way": "transfer", "paid_on": "2020-12-29", "stood": stood, f"m{wang}": "2020-12", f"m{li}": "2020-12"}
    secretary = sign_in("secretary")

    same = paid(secretary, county, "王秀英")
    asked = paid(secretary, county, "王秀英", "李国强", **late)
    nothing_yet = [row.values["receipt"] for row in ledger(PAYMENT).believed()]
    [clash] = asked.context["overtaken"].clashes
    decided = paid(secretary, county, "王秀英", "李国强", **late, **{clash.choice: "mine"})
    kept = paid(secretary, county, "王秀英", act="theirs")

    rows = sorted(ledger(PAYMENT).believed(), key=lambda row: row.values["receipt"])
    assert [one.status_code for one in (same, asked, decided, kept)] == [302, 409, 302, 302]
    assert nothing_yet == ["2020-0001"]
    assert (asked.context["overtaken"].by, clash.label, clash.theirs, clash.mine, clash.may_be_both) == (
        "管党费的（橡树村党费）", "王秀英", "2020-12 党费，2020-12-30 现金交纳，1.00 元，收据 2020-0001",
        "2020-12 党费，2020-12-29 转账交纳", False,
    )  # fmt: skip
    assert [(row.values["person"], row.values["receipt"], row.values["way"], row.since) for row in rows] == [
        (wang, "2020-0002", "transfer", date(2020, 12, 29)), (li, "2020-0003", "transfer", date(2020, 12, 29)),
    ]  # fmt: skip
    assert asked.context["in_question"] == ((wang, "2020-12"),)


def test_an_amount_that_changed_since_the_form_was_opened_is_shown_before_anything_is_recorded(county: County, sign_in):
    fix(sign_in("secretary"), county, **{"k_王秀英": "farmer", "k_李国强": "farmer"})
    before = sign_in("secretary").get(at("dues_month", county, "oak")).context["stood"]
    fix(sign_in("secretary"), county, **{"k_王秀英": "farmer", "n_王秀英": "0.5"})

    told = paid(sign_in("secretary"), county, "王秀英", stood=before)
    again = paid(sign_in("secretary"), county, "王秀英", stood=told.context["stood"])

    assert (told.status_code, again.status_code) == (409, 302)
    assert told.context["overtaken"].taken_over == (("王秀英", "月交纳额已改为 0.50 元（您打开时为 1.00 元）"),)
    assert [row.values["amount"] for row in ledger(PAYMENT).believed()] == [50]


def test_an_amount_that_somebody_else_fixed_meanwhile_is_never_overwritten_unasked(county: County, sign_in):
    fix(sign_in("secretary"), county, **{"k_王秀英": "farmer", "k_李国强": "farmer"})
    stood = sign_in("secretary").get(at("dues_amounts", county, "oak")).context["stood"]
    fix(
        sign_in("secretary"),
        county,
        **{"k_王秀英": "farmer", "n_王秀英": "0.5", "k_李国强": "farmer", "n_李国强": "0.5"},
    )
    late = {"k_王秀英": "farmer", "k_李国强": "farmer", "n_李国强": "0.8"}

    asked = fix(sign_in("secretary"), county, stood=stood, **late)
    told = asked.context["overtaken"]
    [clash] = told.clashes
    decided = fix(sign_in("secretary"), county, stood=stood, compared="1", **late, **{clash.choice: "mine"})

    assert (asked.status_code, decided.status_code) == (409, 302)
    assert told.taken_over == (("王秀英", "每月 0.50 元"),)
    assert (clash.label, clash.theirs, clash.mine) == ("李国强", "每月 0.50 元", "每月 0.80 元")
    assert {row.values["person"]: row.values["amount"] for row in ledger(AMOUNT).believed()} == {
        county.persons["王秀英"]: 50, county.persons["李国强"]: 80,
    }  # fmt: skip


def test_all_the_others_have_paid_means_those_whom_the_form_listed(county: County, sign_in):
    fix(sign_in("secretary"), county, **{"k_王秀英": "farmer", "k_李国强": "farmer"})
    listed = {"act": "all", f"m{county.persons['李国强']}": "2020-12"}

    paid(sign_in("secretary"), county, **listed)

    assert [row.values["person"] for row in ledger(PAYMENT).believed()] == [county.persons["李国强"]]


def test_a_receipt_is_void_until_its_money_was_handed_on(county: County, sign_in):
    fix(sign_in("secretary"), county, **{"k_王秀英": "farmer", "k_李国强": "farmer"})
    client = sign_in("secretary")
    paid(client, county, "王秀英", "李国强")

    withdrawn = client.post(at("dues_receipt_withdraw", county, "oak", "2020-0001"), {"reason": "记错了人"})
    left = [row.values["receipt"] for row in ledger(PAYMENT).believed()]
    client.post(at("dues_hand_on", county, "oak"))
    client.post(at("dues_receipt_withdraw", county, "oak", "2020-0002"), {"reason": "又记错了"})
    paid(client, county, "王秀英", "李国强")

    assert withdrawn.status_code == 302
    assert left == ["2020-0002"]
    assert sorted(row.values["receipt"] for row in ledger(PAYMENT).believed()) == ["2020-0002", "2020-0003"]


def test_each_level_keeps_its_share_and_both_sides_of_every_entry_agree(county: County, sign_in):
    fix(sign_in("secretary"), county, **{"k_王秀英": "farmer", "n_王秀英": "0.33", "k_李国强": "farmer"})
    paid(sign_in("secretary"), county, "王秀英", "李国强")

    for role, organisation in (("secretary", "oak"), ("township", "east"), ("township", "east")):
        sign_in(role).post(at("dues_hand_on", county, organisation))
    section = sign_in("section")
    entry = {
        "money": "dues",
        "to": county.organisation("east"),
        "amount": "0.40",
        "on": "2020-12-31",
        "decision": "12月30日部务会",
    }
    allocated = section.post(at("dues_entry_new", county, "county", "allocated"), entry)
    too_much = section.post(at("dues_entry_new", county, "county", "allocated"), entry)
    undecided = sign_in("township").post(
        at("dues_entry_new", county, "east", "used"),
        {"money": "dues", "amount": "1", "use": "training", "decision": ""},
    )
    used = sign_in("township").post(
        at("dues_entry_new", county, "east", "used"),
        {"money": "dues", "amount": "1.05", "use": "training", "decision": "12月31日党委会"},
    )

    sums = {name: account_of(county.organisation(name)).sums(*YEAR) for name in ("oak", "east", "county")}
    requests = [
        Request(code, Clocks.at(date(2020, 12, 31))) for code in ("dues_received", "dues_allocated", "dues_used")
    ]
    answers = ask(requests, EVERYWHERE, all_rows)
    assert (allocated.status_code, used.status_code, undecided.status_code) == (302, 302, 422)
    assert too_much.context["problem"] == "这笔款的结存是 0.27 元，不能支出 0.40 元。请核对金额。"
    assert {name: (one.incoming, one.outgoing, one.closing) for name, one in sums.items()} == {
        "oak": ({"payment": 133}, {"sent_on": 133}, 0),
        "east": ({"from_below": 133, "from_above": 40}, {"sent_on": 67, "used": 105}, 1),
        "county": ({"from_below": 67}, {"allocated": 40}, 27),
    }
    assert sum(one.closing for one in sums.values()) == 133 - 105
    assert [answers.total(one).value * 100 for one in requests] == [133, 40, 105]


def test_money_with_a_purpose_is_traced_from_the_giver_to_the_use(county: County, sign_in):
    section = sign_in("section")
    opened = section.post(reverse("dues_funds"), {"name": "防汛专项", "purpose": "购买防汛物资", "number": "ZX1"})
    fund = int(opened.url.strip("/").split("/")[-1])
    gift = {"kind": "donation", "fund": fund, "amount": "1250.50", "givers": "7", "on": "2020-12-20", "way": "cash"}
    large = {
        "kind": "voluntary",
        "amount": "1000.01",
        "person": county.persons["王秀英"],
        "on": "2020-12-21",
        "way": "cash",
    }

    given = [sign_in("secretary").post(at("dues_gift_new", county, "oak"), one).status_code for one in (gift, large)]
    for role, organisation in (("secretary", "oak"), ("township", "east")):
        sign_in(role).post(at("dues_hand_on", county, organisation))
    section.post(
        at("dues_entry_new", county, "county", "outside"),
        {
            "money": fund,
            "amount": "200.25",
            "on": "2020-12-31",
            "outside": "外省党费账户",
            "decision": "12月30日部务会",
        },
    )
    page = section.get(opened.url)

    trace = trace_of(*movements_of_fund(fund))
    whole = account_of(county.organisation("county")).balance("whole")
    assert given == [302, 302]
    assert (trace.given, trace.givers, trace.outside, trace.left, trace.is_whole) == (125050, 7, 20025, 105025, True)
    assert whole == 100001
    assert page.context["sentence"] == (
        "共收 1,250.50 元，支出 0.00 元，划转外单位 200.25 元，结存 1,050.25 元。 其中 1,050.25 元在中共某县委员会。"
    )
    assert [(one.name, one.left) for one in page.context["where"]][-1] == ("橡树村党支部", "0.00")


def test_a_member_reads_how_much_and_why_and_what_became_of_it(county: County, sign_in):
    add_treasurer(county)
    fix(sign_in("treasurer"), county, **{"k_王秀英": "wage", "n_王秀英": "4200"})
    paid(sign_in("treasurer"), county, "王秀英")
    member = sign_in("member")

    mine = member.get(reverse("dues_mine"))
    statement = member.get(mine.context["statements"][0].address)

    assert mine.context["why"] == (
        "按月领取工资：计算基数 × 1% = 每月 42.00 元。 计算基数没有保存，按金额推算约 4,200 元。 "
        "依据《关于中国共产党党费收缴、使用和管理的规定》第1、2条，2008-04-01 起施行。"
    )
    assert [(one.month, one.state, one.receipt) for one in mine.context["months"]] == [
        ("2020-12", "2020-12-30 已交，现金", "2020-0001")
    ]
    assert [(line.label, line.text) for line in statement.context["sums"]] == [
        ("期初结存", "0.00"), ("＋ 党员交纳党费", "42.00"), ("期末结存", "42.00"),
    ]  # fmt: skip
    assert member.get(at("dues_account", county, "oak")).status_code == 404


def test_who_only_counts_or_reads_numbers_of_another_matter_is_told_nothing(county: County, sign_in):
    add("dues_amount", {"person": county.persons["刘洋"], "organisation": county.organisation("ash"), "year": 2020,
                        "amount": 100, "payer": "farmer"})  # fmt: skip
    add_treasurer(county)

    statuses = {
        role: [sign_in(role).get(at("dues_month", county, branch)).status_code for branch in ("oak", "ash")]
        for role in ("bureau", "member", "secretary", "treasurer", "township", "section")
    }
    percent = sign_in("section").get(reverse("record_list", args=[AMOUNT]))
    bases = {
        role: sign_in(role).get(at("dues_amounts", county, "oak")).context["is_treasurer"]
        for role in ("secretary", "treasurer")
    }

    assert statuses == {
        "bureau": [404, 404], "member": [404, 404], "secretary": [200, 404], "treasurer": [200, 404], "township": [200, 404],
        "section": [200, 200],
    }  # fmt: skip
    assert percent.status_code == 200
    assert bases == {"secretary": False, "treasurer": True}
    assert ledger(ENTRY).queryset().count() == 0


def test_arrears_of_six_months_are_counted_by_branch_and_never_by_name(county: County, sign_in):
    oak = county.organisation("oak")
    amount = {"organisation": oak, "year": 2020, "amount": 100, "payer": "farmer"}
    for name, since in (("王秀英", date(2020, 6, 1)), ("李国强", date(2020, 1, 1)), ("张伟", date(2020, 7, 1))):
        add("dues_amount", amount | {"person": county.persons[name]}, since=since)
    payment = {"organisation": oak, "amount": 100, "way": "cash", "receipt": "1", "person": county.persons["李国强"]}
    add("dues_payment", payment | {"month": PartialDate("2020-11")}, since=date(2020, 11, 20))
    request = Request("members_in_dues_arrears", Clocks.at(DAY, period=span_of("six_months_before", DAY)))

    total = ask([request], EVERYWHERE, all_rows).total(request)
    address = reverse("figure_rows", args=["members_in_dues_arrears"])
    rows = sign_in("township").get(address, {"on": "2020-12-31", "from": "2020-06-01", "to": "2020-11-30"})

    assert (total.value, total.rows) == (1, 1)
    assert ("橡树村党支部" in rows.content.decode(), "王秀英" in rows.content.decode()) == (True, False)


def test_an_applicant_has_no_dues_and_is_shown_no_door_to_any(county: County):
    person = applicant(county)
    client = Client()
    client.force_login(
        create_user(username="applicant", password="x", full_name="申请人", person=person, source=SOURCE)
    )

    home, own = client.get("/"), client.get(reverse("person", args=[person]))

    assert [entry.label for entry in home.context["site"].menu] == ["首页", "谁查看过", "关于"]
    assert (own.context["is_own"], own.context["has_own_dues"]) == (True, False)
    assert [client.get(reverse(name)).status_code for name in ("dues", "dues_mine", "own_cases")] == [404, 404, 200]
