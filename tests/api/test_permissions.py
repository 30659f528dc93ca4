"""Every endpoint for every role: a new one fails here until somebody decides who may use it."""

from __future__ import annotations

import pytest

from tests.api.offices import ROLES
from tests.api.workbooks import member, roster
from zugong.api.application import api

EVERYBODY = {"section": 200, "township": 200, "secretary": 200, "bureau": 200, "nobody": 200, "anonymous": 401}
#: What names persons or organisations of the east: its secretary and those above, and nobody else.
EAST = {**EVERYBODY, "bureau": 404, "nobody": 404}
SECTION = {"section": 200, "township": 404, "secretary": 404, "bureau": 404, "nobody": 404, "anonymous": 401}
#: Method and address as in the description → what is asked, and the status that each role gets.
VERIFY = {**dict.fromkeys(ROLES, 403), "section": 422, "anonymous": 401}
MATRIX = {
    ("get", "/api/v1/me"): ("/me", EVERYBODY),
    ("get", "/api/v1/types"): ("/types", EVERYBODY),
    ("get", "/api/v1/types/{type}"): ("/types/membership", EVERYBODY),
    ("get", "/api/v1/sheets"): ("/sheets", EVERYBODY),
    ("get", "/api/v1/records/{type}"): ("/records/membership", EAST),
    ("get", "/api/v1/records/{type}/{record}"): ("/records/person/{person}", EAST),
    ("get", "/api/v1/organisations"): ("/organisations", EVERYBODY),
    ("get", "/api/v1/organisations/{organisation}"): ("/organisations/{oak}", EAST),
    ("get", "/api/v1/figures"): ("/figures", EVERYBODY),
    ("get", "/api/v1/figures/values"): ("/figures/values?figures=members", EVERYBODY),
    ("get", "/api/v1/figures/{figure}/rows"): ("/figures/members/rows", EVERYBODY),
    ("get", "/api/v1/verify"): ("/verify", VERIFY),
    ("get", "/api/v1/exports/{sheet}.{format}"): ("/exports/members.csv", EAST),
    ("get", "/api/v1/templates/{sheet}.xlsx"): ("/templates/members.xlsx", EVERYBODY),
    ("get", "/api/v1/imports"): ("/imports", EVERYBODY),
    ("post", "/api/v1/imports"): ("/imports", {**EVERYBODY, "bureau": 422, "nobody": 422}),
    ("get", "/api/v1/imports/{job}"): ("/imports/{job}", SECTION),
    ("get", "/api/v1/imports/{job}/rows"): ("/imports/{job}/rows?outcome=new", SECTION),
    ("get", "/api/v1/imports/{job}/missing"): ("/imports/{job}/missing", SECTION),
    ("get", "/api/v1/imports/{job}/marked.xlsx"): ("/imports/{job}/marked.xlsx", SECTION),
    ("post", "/api/v1/imports/{job}/check"): ("/imports/{job}/check", SECTION),
    ("post", "/api/v1/imports/{job}/commit"): ("/imports/{job}/commit", SECTION),
    ("post", "/api/v1/imports/{job}/undo"): ("/imports/{job}/undo", {**SECTION, "section": 422}),
    ("delete", "/api/v1/imports/{job}"): ("/imports/{job}", SECTION),
    ("post", "/api/v1/reconcile"): ("/reconcile", {**EVERYBODY, "bureau": 422, "nobody": 422}),
}  # fmt: skip


def described() -> set[tuple[str, str]]:
    paths = api.get_openapi_schema()["paths"]
    return {(method, address) for address, methods in paths.items() for method in methods}


def test_every_endpoint_stands_in_the_matrix():
    assert described() == set(MATRIX)


def ask(who, method: str, address: str):
    """The smallest request that the endpoint understands."""
    if method == "get":
        return who.get(address)
    if method == "delete":
        return who.delete(address)
    if address == "/imports":
        return who.upload(address, file=roster(member(2, "钱一")), on="2020-06-30", sheet="members")
    if address == "/reconcile":
        return who.upload(address, opening=roster(member(2, "钱一")), opening_on="2020-01-31", closing_on="2020-06-30")
    return who.post(address, {})


def import_job(who) -> int:
    """A job of one's own that waits to be decided."""
    return who.upload("/imports", file=roster(member(2, "钱一")), on="2020-06-30").json()["id"]


@pytest.mark.once
def test_each_role_gets_what_the_matrix_says(caller_of, county):
    found, expected = {}, {}
    for (method, address), (asked, statuses) in MATRIX.items():
        for role in ROLES:
            job = import_job(caller_of("section")) if "{job}" in asked else 0
            place = asked.format(person=county.persons["王秀英"], oak=county.organisation("oak"), job=job)
            found[method, address, role] = ask(caller_of(role), method, place).status_code
            expected[method, address, role] = statuses[role]

    assert {key: status for key, status in found.items() if status != expected[key]} == {}


def test_every_endpoint_says_what_it_is_for():
    schema = api.get_openapi_schema()

    silent = [
        (method, address)
        for address, methods in schema["paths"].items()
        for method, operation in methods.items()
        if not operation.get("description") or not operation.get("summary")
    ]

    assert silent == []
