"""Cards: the township issues one, the holder chooses a PIN, wrong numbers lock it, blocking ends what was begun with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.test import Client
from django.urls import reverse

from tests.web.county import County
from zugong.cards.models import Card
from zugong.kernel.facts.models import Entry
from zugong.kernel.time import today

pytestmark = pytest.mark.once

PIN = "407193"
NOTHING = "卡号或密码不对，或者卡已失效。如需换卡，请联系乡镇。"
LOCKED = "密码连续错5次，卡已锁定，请联系乡镇换卡。"


def issued(client: Client, *accounts: str):
    """The first card of the sheet that the township prints."""
    answer = client.post(reverse("cards_issue"), {"account": accounts, "paper": "镇组发〔2020〕3号"})
    return answer.context["cards"][0]


def used_first(card, **changed: str) -> tuple[Client, object]:
    """A telephone that opens the card for the first time."""
    phone = Client()
    typed = {"code": card.code, "start": card.start, "pin": PIN, "again": PIN, "step": "open"}
    return phone, phone.post(reverse("card_sign_in"), typed | changed)


def tried(card, pin: str, phone: Client | None = None, **more: str):
    return (phone or Client()).post(reverse("card_sign_in"), {"code": card.code, "pin": pin, "step": "open", **more})


def let_a_while_pass() -> None:
    card = Card.objects.get(blocked_at=None)
    Card.objects.filter(pk=card.pk).update(wrong_at=card.wrong_at - timedelta(hours=1))


def test_a_secretary_signs_in_with_the_card_that_the_township_printed(county: County, sign_in):
    card = issued(sign_in("township"), "secretary")
    opened = Client().get(reverse("card_sign_in"), {"code": card.code})

    phone, first = used_first(card)
    again = tried(card, PIN, own_phone="1")

    assert (opened.context["is_new"], first.status_code, first.url) == (True, 302, "/")
    assert phone.get("/").context["user"].username == "secretary"
    assert (again.status_code, again.client.session.get_expire_at_browser_close()) == (302, False)
    assert again.client.session.get_expiry_age() == 30 * 24 * 3600
    kept = Card.objects.get().pin_hash
    assert identify_hasher(kept).verify(PIN, kept) and PIN not in kept
    assert set(Entry.objects.filter(note__startswith="account secretary: card").values_list("note", "actor", "paper")) == {
        ("account secretary: card", "township", "镇组发〔2020〕3号"), ("account secretary: card used", "secretary", ""),
    }  # fmt: skip


def test_the_qr_code_holds_address_and_code(county: County, sign_in):
    card = issued(sign_in("township"), "secretary")

    assert card.qr.startswith("<svg")
    assert (len(card.code), len(card.start)) == (11, 6)


def test_the_code_alone_opens_nothing(county: County, sign_in):
    card = issued(sign_in("township"), "secretary")

    answers = [used_first(card, start=number)[1] for number in ("", "000000")]
    simple = used_first(card, pin="123456", again="123456")[1]

    assert [answer.context["problem"] for answer in answers] == [NOTHING, NOTHING]
    assert (simple.status_code, simple.context["problem"]) == (
        422, "密码为6位数字，不能全部相同或连号，两次填写须一致。",
    )  # fmt: skip


def test_five_wrong_numbers_lock_the_card_and_each_after_the_second_has_to_wait(county: County, sign_in):
    card = issued(sign_in("township"), "secretary")
    used_first(card)
    told = []

    for _ in range(2):
        told.append(tried(card, "111222").context["problem"])
    told.append(tried(card, PIN).context["problem"])  # even the right one has to wait
    for _ in range(3):
        let_a_while_pass()
        told.append(tried(card, "111222").context["problem"])
    let_a_while_pass()
    told.append(tried(card, PIN).context["problem"])

    wait = "密码不对。请过一两分钟再试；连续错5次，卡将锁定。"
    assert told == [NOTHING, NOTHING, wait, NOTHING, NOTHING, LOCKED, LOCKED]
    assert sign_in("township").get(reverse("cards")).context["lines"][0].state == "密码错误次数过多，已锁定"


def test_a_blocked_card_ends_the_session_that_was_begun_with_it(county: County, sign_in):
    card = issued(sign_in("township"), "secretary")
    phone, _ = used_first(card)

    before = phone.get("/").status_code
    sign_in("township").post(reverse("card_block", args=["secretary"]))
    after = phone.get("/")

    assert (before, after.status_code, after.url) == (200, 302, "/sign-in/?next=/")
    assert tried(card, PIN).context["problem"] == NOTHING


def test_a_new_card_takes_the_place_of_the_old_one(county: County, sign_in):
    old = issued(sign_in("township"), "secretary")
    used_first(old)

    new = issued(sign_in("township"), "secretary")

    assert tried(old, PIN).context["problem"] == NOTHING
    assert used_first(new)[1].status_code == 302


@pytest.mark.parametrize(("field", "days"), [("expires_on", 0), ("expires_on", -1)])
def test_a_card_opens_nothing_from_the_day_on_which_it_expires(county: County, sign_in, field: str, days: int):
    card = issued(sign_in("township"), "secretary")
    phone, _ = used_first(card)
    Card.objects.update(**{field: today() + timedelta(days=days)})

    assert (tried(card, PIN).context["problem"], phone.get("/").status_code) == (NOTHING, 302)


def test_a_card_is_good_for_its_first_use_until_the_day_that_it_names(county: County, sign_in):
    card = issued(sign_in("township"), "secretary")
    Card.objects.update(first_use_by=today() - timedelta(days=1))
    late = used_first(card)[1].context["problem"]
    Card.objects.update(first_use_by=today(), wrong_count=0)

    assert (late, used_first(card)[1].status_code) == (NOTHING, 302)


def test_nobody_issues_a_card_for_an_account_beyond_the_own_office(county: County, sign_in):
    township = sign_in("township")

    answers = {
        account: township.post(reverse("cards_issue"), {"account": [account]}).status_code
        for account in ("township", "section", "bureau", "administrator", "member", "secretary")
    }

    assert answers == {
        "township": 404, "section": 404, "bureau": 404, "administrator": 404, "member": 404, "secretary": 200,
    }  # fmt: skip
    assert [line.username for line in township.get(reverse("cards")).context["lines"]] == ["secretary"]


def test_the_card_opens_an_account_whose_password_was_never_used(county: County, sign_in):
    administrator = sign_in("administrator")
    administrator.post(reverse("account_act", args=["secretary"]), {"act": "password"})
    card = issued(sign_in("township"), "secretary")

    phone, _ = used_first(card)

    assert phone.get("/").status_code == 200


def test_what_was_filled_in_before_the_session_ended_goes_through_the_card_too(county: County, sign_in):
    card = issued(sign_in("township"), "secretary")
    used_first(card)
    where, phone = reverse("record_new", args=["problem"]), Client()

    late = dict(phone.post(where, {"problem.text": "屋顶漏水"}).context["late"])
    code = dict(phone.post(reverse("card_sign_in"), {"code": card.code, "step": "code", **late}).context["late"])
    wrong = dict(tried(card, "111222", phone, next=where, **code).context["late"])
    sent_on = tried(card, PIN, phone, next=where, **wrong)

    assert (sent_on.context["address"], dict(sent_on.context["values"])) == (where, {"problem.text": "屋顶漏水"})
