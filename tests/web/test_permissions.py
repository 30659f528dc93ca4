"""Every address of the site × every role: what one may not know of is 404, what one may not do is 403.

The table is compared with the resolver: an address that it does not list fails, until somebody decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.web import expected
from tests.web.asking import request_of
from tests.web.ballots_there import ballot_there
from tests.web.cases_there import case_there
from tests.web.county import County, add_cadre_section
from tests.web.recruitment_there import recruitment_there
from tests.web.training_there import class_there
from tests.web.transfers_there import transfer_there

ROLES = ("anonymous", "nobody", "administrator", "member", "secretary", "township", "section", "bureau")
#: The API has credentials and tests of its own.
API = "api/"
#: Imports and tokens, whose statuses hang on jobs and tokens that these tests do not make: only strangers are tried here.
TRIED_ELSEWHERE = {
    "imports": [], "import_list": [], "import_decide": [1], "reconciliation": [], "empty_sheet": ["members"],
    "import": [1], "import_progress": [1], "import_check": [1],
    "import_marked": [1], "import_commit": [1], "import_undo": [1], "import_discard": [1],
    "review_difference": [1, "members.this.all"], "tokens": [], "token_revoke": ["5f0c3d52-6a3b-4a62-8d0e-000000000000"],
    "meeting_answer": [1], "meeting_scan_file": [1, 1], "meeting_scan_withdraw": [1, 1], "village_matter": [1],
    "village_matter_drop": [1], "village_matter_paper": [1, "proposal"], "village_matter_scan_new": [1],
    "village_matter_scan": [1, 1], "mobile_member": [1, 1], "mobile_hand_over": [1, 1], "mobile_handover_answer": [1],
    "commendation_round": [1], "commendation_places": [1], "commendation_list": [1], "commendation_propose": [1, 1],
    "commendation_withdraw": [1, 1], "title_act": [1], "commendation_certificates": [1], "commendation_certificate": [1, 1],
}  # fmt: skip
SIGN_IN = 302
#: Each module of `expected` holds one area's tables.
AREAS = [import_module(f"{expected.__name__}.{module.name}") for module in iter_modules(expected.__path__)]
EXPECTED = {key: statuses for area in AREAS for key, statuses in area.EXPECTED.items()}
EXPECTED_OF_POSTS = {key: statuses for area in AREAS for key, statuses in area.EXPECTED_OF_POSTS.items()}
OF_ONE_RECORD = ("record", "record_references", "record_reveal", "record_change", "record_correct", "record_withdraw")
#: A POST whose page a reload or another language asks for with GET: it leads back to where nothing is revealed.
LEAD_BACK = ("set_language", "organisation_reveal", "person_reveal", "record_reveal")
TYPE_OF_RECORD = {"themed day": "themed_day", "roll": "themed_day_roll"}


def address(name: str, subject: str, county: County) -> str:
    if name == "record_view_forget":
        return reverse(name, args=[1])
    if subject in ("complaint", "correction"):
        return reverse(name, args=[county.records[subject]])
    if name in OF_ONE_RECORD:
        kind = "membership" if subject.startswith("membership") else TYPE_OF_RECORD.get(subject, "position")
        return reverse(name, args=[kind, county.records[subject]])
    if name == "restructuring_form":
        organisation, operation = subject.split()
        return reverse(name, args=[county.organisation(organisation), operation])
    if name.startswith("scheme") and subject:
        parts = subject.split()
        return reverse(name, args=[county.organisation(one) if one in county.organisations else one for one in parts])
    if name.startswith("request") and subject:
        _, *organisation = subject.split()
        return reverse(name, args=[request_of(county), *map(county.organisation, organisation)])
    if name.startswith(("meeting", "dues")) and subject:
        known = county.records | {key: county.organisation(key) for key in county.organisations}
        return reverse(name, args=[known.get(part, part) for part in subject.split("/")])
    if name.startswith("training_") and subject == "class":
        return reverse(name, args=[class_there(county)])
    if name.startswith("draft") and subject:
        return reverse(name, args=subject.split())
    if name.startswith("case") and subject.startswith("there"):
        return reverse(name, args=[case_there(county), *subject.split()[1:]])
    if name.startswith(("job", "recruitment")) and subject.startswith("there"):
        there = recruitment_there(county)
        known = {"post": county.records["recruitment post"], "applicant": county.records["applicant"]}
        return reverse(name, args=[there, *(known.get(part, part) for part in subject.split()[1:])])
    if subject == "transfer":
        return reverse(name, args=[transfer_there(county)])
    if name.startswith("ballot") and subject:
        known = {key: county.organisation(key) for key in county.organisations} | {"there": ballot_there(county)}
        return reverse(name, args=[known.get(part, part) for part in subject.split("/")])
    if name == "case_batch" or name.startswith("case_layout_"):
        return reverse(name, args=subject.split())
    if subject in county.organisations:
        return reverse(name, args=[county.organisation(subject)])
    if subject in county.persons:
        return reverse(name, args=[county.persons[subject]])
    return reverse(name, args=[subject] if subject else [])


def names_below(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield one.name
        elif str(one.pattern) != API:
            yield from names_below(one.url_patterns)


def test_the_table_lists_every_address_of_the_site():
    listed = {name for name, _ in EXPECTED | EXPECTED_OF_POSTS} | set(TRIED_ELSEWHERE)

    assert set(names_below(get_resolver().url_patterns)) == listed


@pytest.mark.parametrize("name", TRIED_ELSEWHERE)
def test_imports_and_tokens_ask_strangers_to_sign_in(db, name: str):
    wanted = reverse(name, args=TRIED_ELSEWHERE[name])

    assert [Client().get(wanted).url, Client().post(wanted).url] == [f"/sign-in/?next={wanted}"] * 2


#: Every page is asked for on both databases, by who sees the most; what the others may see is decided before any question.
BY_ROLE = [pytest.param(role, marks=[] if role == "section" else pytest.mark.once) for role in ROLES]


@pytest.mark.parametrize("role", BY_ROLE)
def test_each_role_gets_what_the_table_says(county: County, sign_in, role: str):
    client = sign_in(role)

    found = {key: client.get(address(*key, county)).status_code for key in EXPECTED}

    assert found == {key: statuses[ROLES.index(role)] for key, statuses in EXPECTED.items()}


@pytest.mark.once
@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_what_the_table_says(county: County, sign_in, role: str):
    client = sign_in(role)

    # Signing out comes last, for all of them in one session.
    keys = sorted(EXPECTED_OF_POSTS, key=lambda key: key[0] == "sign_out")
    # What a stranger typed would be carried through the sign-in (test_sent_late); without it the way is as for a page.
    typed = {} if role == "anonymous" else {"reason": "核对名册"}
    found = {key: client.post(address(*key, county), typed).status_code for key in keys}

    assert found == {key: EXPECTED_OF_POSTS[key][ROLES.index(role)] for key in keys}


@pytest.mark.once
@pytest.mark.parametrize("name", [name for name, _ in EXPECTED_OF_POSTS if name not in LEAD_BACK])
def test_what_changes_something_takes_no_get(county: County, sign_in, name: str):
    subject = next(subject for known, subject in EXPECTED_OF_POSTS if known == name)

    assert sign_in("section").get(address(name, subject, county)).status_code == 405


def test_cadre_posts_are_seen_by_the_cadre_section_once_switched_on(county: County, sign_in, settings):
    add_cadre_section(county)
    client, post = sign_in("cadre"), address("record", "县委书记", county)

    before = client.get(post).status_code
    settings.ZUGONG_CADRE = True
    after = client.get(post).status_code

    assert (before, after, sign_in("section").get(post).status_code) == (404, 200, 404)


def test_a_page_out_of_reach_looks_like_one_that_does_not_exist(county: County, sign_in):
    client = sign_in("township")

    hidden, missing = (client.get(reverse("person", args=[pk])) for pk in (county.persons["刘洋"], 999_999))

    assert told(hidden) == told(missing) == (404, "没有找到", "这个地址没有内容，或不在您的权限范围内。")


def told(response) -> tuple[int, str, str]:
    return response.status_code, response.context["title"], response.context["reason"]
