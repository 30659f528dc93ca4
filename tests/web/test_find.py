"""Finding as people use it: whatever is found opens, and whatever opens is found by its name."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.county import IDENTITY, SINCE, SOURCE, County, add, add_cadre_section
from zugong.dictionary.declarations import Depth
from zugong.finding.queries import name_key, wanted_of
from zugong.finding.readings import general_reading
from zugong.offices.actions import grant
from zugong.offices.models import AccessLog
from zugong.organisations.actions import rename_organisation
from zugong.web.listing.references import address_of

ROLES = ("nobody", "administrator", "member", "secretary", "township", "section", "bureau", "cadre")
LINES = re.compile(r'<li><a href="([^"]+)">([^<]+)</a>')
RECORD = re.compile(r"/(organisations|people|records/\w+)/\d+/")


def found(client, text: str) -> dict[str, str]:
    """Name by address; the county is so small that one page has all of it."""
    page = client.get(reverse("find"), {"q": text}).content.decode().partition("<main")[2]
    return {unescape(address): unescape(name) for address, name in LINES.findall(page)}


def named_records(county: County) -> dict[str, tuple[str, str]]:
    """Kind and name by address, of everything in the county that has a name."""
    texts = {("organisation", one.pk): one.states.get().name for one in county.organisations.values()}
    texts |= {("person", pk): name for name, pk in county.persons.items()}
    texts |= {("position", county.records[name]): name for name in ("橡树村党支部书记", "县委书记")}
    texts[("unit", county.records["village"])] = "橡树村"
    return {address_of(*key): (key[0], name) for key, name in texts.items()}


def asked_of(name: str) -> st.SearchStrategy[str]:
    """A part of a name, in letters, in full pinyin, by initials, or the first half so and the rest otherwise."""
    spans = st.tuples(st.integers(0, len(name) - 1), st.integers(1, 6))
    ways = st.sampled_from(["letters", "reading", "initials", "mixed"])
    return st.builds(lambda span, way: written(name[span[0] : span[0] + span[1]], way), spans, ways)


def written(part: str, way: str) -> str:
    read = general_reading(part)
    half = len(part) // 2
    return {
        "letters": part,
        "reading": "".join(read),
        "initials": "".join(syllable[0] for syllable in read),
        "mixed": part[:half] + "".join(read[half:]),
    }[way]


@pytest.mark.parametrize("role", ROLES)
def test_whatever_is_found_opens_and_whatever_opens_is_found(county: County, sign_in, settings_on, role: str):
    add_cadre_section(county)
    client, named = sign_in(role), named_records(county)
    opening = {address: told for address, told in named.items() if client.get(address).status_code == 200}
    names = sorted({name for _, name in named.values()})

    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(text=st.sampled_from(names).flatmap(asked_of))
    def check(text: str) -> None:
        with transaction.atomic():
            asked = wanted_of(text)
            wanted = {one: name for one, (_, name) in opening.items() if name_key(asked, name)}
            told = {one: name for one, name in found(client, text).items() if RECORD.fullmatch(one)}

            assert {one: told.get(one) for one in wanted} == wanted
            assert set(told) <= set(opening)

    check()


@pytest.fixture
def settings_on(settings) -> None:
    settings.ZUGONG_CADRE = True


def test_a_person_is_found_whom_only_a_row_in_scope_names(county: County, sign_in):
    client, guest = sign_in("secretary"), county.persons["刘洋"]
    before = found(client, "刘洋")

    add("attached", {"person": guest, "organisation": county.organisation("oak"), "kind": "outside_branch"})

    assert (before, found(client, "liuy")) == ({}, {address_of("person", guest): "刘洋"})


def test_who_is_named_only_by_rows_out_of_reach_is_not_found(county: County, sign_in):
    client, guest = sign_in("secretary"), county.persons["刘洋"]

    add("attached", {"person": guest, "organisation": county.organisation("elm"), "kind": "outside_branch"})

    assert found(client, "刘洋") == {}


def test_a_member_finds_the_own_record_and_nobody_else(county: County, sign_in):
    client = sign_in("member")

    assert [found(client, "王秀英"), found(client, "李国强")] == [
        {address_of("person", county.persons["王秀英"]): "王秀英"},
        {},
    ]


def test_a_number_finds_its_person_only_for_whom_it_may_be_seen_and_is_always_logged(county: County, sign_in):
    phone, person = "15400000001", county.persons["王秀英"]

    section, elsewhere = found(sign_in("section"), phone), found(sign_in("bureau"), phone)

    assert (section, elsewhere) == ({address_of("person", person): "王秀英"}, {})
    assert list(AccessLog.objects.order_by("pk").values_list("act", "person", "rows", "reason")) == [
        ("find", person, 1, "按身份证号或手机号查找"),
        ("find", None, 0, "按身份证号或手机号查找"),
    ]


def test_an_identity_number_lies_deeper_than_a_phone(county: County, sign_in):
    number, person = IDENTITY.format(1), county.persons["王秀英"]
    before = found(sign_in("section"), number)
    office, territory = county.users["section"].seats.get().office, county.organisations["county"]

    grant(
        office=office, matter="members", act="see", territory=territory, depth=Depth.SENSITIVE, since=SINCE, source=SOURCE
    )  # fmt: skip

    assert (before, found(sign_in("section"), number)) == ({}, {address_of("person", person): "王秀英"})


@pytest.mark.parametrize("number", [IDENTITY.format(1), "15400000001"])
def test_neither_a_list_nor_a_form_tells_whose_number_it_is(county: County, sign_in, number: str):
    client = sign_in("section")

    listed = client.get(reverse("record_list", args=["membership"]), {"q": number}).context["count"]
    offered = client.get(reverse("record_find", args=["person"]), {"q": number}).content.decode()

    assert (listed, "王秀英" in offered) == (0, False)


def test_a_part_of_a_number_finds_nobody_and_suggestions_never_look_a_number_up(county: County, sign_in):
    client = sign_in("section")

    part = found(client, IDENTITY.format(1)[:17])
    suggested = client.get(reverse("find_suggestions"), {"q": IDENTITY.format(1)}).content.decode()

    assert (part, "王秀英" in suggested, AccessLog.objects.count()) == ({}, False, 0)


def test_names_of_persons_that_are_shown_are_logged_and_names_of_things_are_not(county: County, sign_in):
    client = sign_in("township")
    client.get(reverse("find"), {"q": "村党支部"})
    quiet = AccessLog.objects.count()

    client.get(reverse("find_suggestions"), {"q": "李国"})

    assert (quiet, list(AccessLog.objects.values_list("act", "person"))) == (0, [("find", county.persons["李国强"])])


def test_a_renamed_organisation_is_found_by_its_former_name_with_a_note(county: County, sign_in):
    oak = county.organisations["oak"]
    rename_organisation(organisation=oak, name="新城村党支部", on=date(2021, 1, 1), source=SOURCE)

    page = sign_in("section").get(reverse("find"), {"q": "橡树村党支部"}).content.decode()

    assert (">新城村党支部</a>" in page, "2020-12-31前名为橡树村党支部" in page) == (True, True)


def test_figures_record_types_and_pages_are_found_as_far_as_they_open(county: County, sign_in):
    section, bureau = (found(sign_in(role), "dangyuan") for role in ("section", "bureau"))

    assert reverse("figure", args=["members"]) in section
    assert reverse("record_list", args=["membership_step"]) in section
    assert [address for address in bureau if not address.startswith("/figures/")] == []


@pytest.mark.parametrize(
    ("words", "page"), [("热线", "briefings"), ("去年稿", "last_year"), ("对账", "reconciliation")]
)
def test_a_page_behind_another_is_found_by_what_people_call_it_and_opens(
    county: County, sign_in, words: str, page: str
):
    opened = {role: reverse(page) in found(sign_in(role), words) for role in ("section", "member", "administrator")}

    assert opened == {"section": True, "member": False, "administrator": False}
    assert sign_in("section").get(reverse(page)).status_code == 200


def test_nothing_found_says_what_to_try(county: County, sign_in):
    page = sign_in("section").get(reverse("find"), {"q": "没有这个"}).content.decode()

    assert ("没有名为“没有这个”的内容" in page, "请少输几个字" in page) == (True, True)


@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=%00", "?q=%25_%27%22", "?q=a&kind=nothing", "?q=wang&kind=person&after=x/y/z"]
)
def test_odd_questions_are_answered(county: County, sign_in, query: str):
    assert sign_in("section").get(reverse("find") + query).status_code == 200
