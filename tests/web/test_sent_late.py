"""A form that arrives after the session has ended: what was typed goes through the sign-in and is not typed twice."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from tests.web.county import PASSWORD, County

PROBLEM = reverse("record_new", args=["problem"])
TYPED = {"problem.number": "W-1", "problem.text": "屋顶漏水\n二组", "step": "preview"}


def hidden(page, name: str) -> dict[str, str]:
    return dict(page.context[name])


def test_what_was_typed_is_carried_through_the_sign_in_and_sent_on(county: County):
    client = Client()

    refused = client.post(PROBLEM, {**TYPED, "secret_password": "x"})
    late = hidden(refused, "late")
    wrong = client.post(reverse("sign_in"), {"username": "secretary", "password": "-", "next": PROBLEM, **late})
    right = {"username": "secretary", "password": PASSWORD, "next": PROBLEM}
    signed_in = client.post(reverse("sign_in"), {**right, **hidden(wrong, "late")})
    sent_on = client.post(signed_in.context["address"], hidden(signed_in, "values"))

    assert (refused.status_code, wrong.status_code, signed_in.status_code) == (401, 422, 200)
    assert hidden(signed_in, "values") == TYPED
    shown = {field.name: field.value for part in sent_on.context["parts"] for field in part.fields}
    assert (shown["problem.number"], shown["problem.text"]) == ("W-1", TYPED["problem.text"])


def test_what_says_nothing_and_what_is_no_form_leads_to_the_sign_in_as_before(county: County):
    answers = [
        Client().post(PROBLEM),
        Client().get(PROBLEM),
        Client().post(PROBLEM, TYPED, headers={"HX-Request": "true"}),
    ]

    assert [(one.status_code, one.headers.get("Location", "")) for one in answers] == [
        (302, f"{reverse('sign_in')}?next={PROBLEM}"), (302, f"{reverse('sign_in')}?next={PROBLEM}"), (200, ""),
    ]  # fmt: skip
    assert answers[2].headers["HX-Refresh"] == "true"


def test_nothing_is_sent_on_to_another_site(county: County):
    fields = {"username": "secretary", "password": PASSWORD, "next": "https://elsewhere.example/", "late.text": "x"}

    assert Client().post(reverse("sign_in"), fields).context["address"] == reverse("home")
