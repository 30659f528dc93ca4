"""Who gets in: tokens only, valid ones only, and not by guessing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from zugong.kernel.time import today
from zugong.offices.actions import issue_token, revoke_token
from zugong.offices.models import Token


def get_me(token: str, **extra):
    return Client(**extra).get("/api/v1/me", headers={"Authorization": f"Bearer {token}"} if token else {})


def test_without_a_token_nothing_is_answered(county):
    answer = get_me("")

    assert (answer.status_code, answer.json()["code"]) == (401, "api.no_token")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_session_is_no_token(caller_of):
    client = Client()
    client.force_login(caller_of("section").user)

    assert client.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("case", ["expired", "revoked", "inactive"])
def test_a_token_that_is_over_lets_nobody_in(caller_of, case):
    user = caller_of("section").user
    text, token = issue_token(user=user, name="old", expires_on=today() - timedelta(days=case == "expired"))
    if case == "revoked":
        revoke_token(token)
    if case == "inactive":
        user.is_active = False
        user.save()

    assert get_me(text).status_code == 401


def test_a_token_lets_in_to_the_end_of_its_last_day(caller_of):
    text, token = issue_token(user=caller_of("section").user, name="today", expires_on=today())

    answer = get_me(text)

    assert answer.status_code == 200
    assert Token.objects.get(pk=token.pk).last_used_at is not None


def test_guessing_is_stopped_for_a_while_and_others_go_on(caller_of):
    who = caller_of("section")
    wrong = [get_me(who.token[:-3] + f"{number:03d}").status_code for number in range(6)]

    assert wrong == [401, 401, 401, 401, 401, 429]
    assert get_me(who.token).status_code == 429, "also the right one, from this address"
    assert caller_of("township").get("/me").status_code == 200


def test_only_hashes_of_tokens_are_kept(caller_of):
    who = caller_of("section")

    assert [who.token in str(vars(token)) for token in Token.objects.all()] == [False]


def test_a_token_is_made_shown_once_and_revoked_on_its_page(caller_of):
    client = Client()
    client.force_login(caller_of("section").user)

    made = client.post("/account/tokens/", {"name": "月报", "days": "30"})
    text = made.content.decode().split("<code>")[1].split("</code>")[0]
    again = client.get("/account/tokens/")
    token = Token.objects.get(name="月报")
    before = get_me(text).status_code
    client.post(f"/account/tokens/{token.uid}/revoke/")

    assert (before, get_me(text).status_code, text in again.content.decode()) == (200, 401, False)


def test_nobody_revokes_the_token_of_another(caller_of):
    mine = Token.objects.get(user=caller_of("section").user)
    client = Client()
    client.force_login(caller_of("secretary").user)

    answer = client.post(f"/account/tokens/{mine.uid}/revoke/")

    assert (answer.status_code, Token.objects.get(pk=mine.pk).revoked_at) == (404, None)
