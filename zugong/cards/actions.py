"""Issuing, blocking and using cards. Each deed is an entry; an attempt with a number is counted before it is compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.debug import sensitive_variables

from zugong.cards import errors, rules
from zugong.cards.models import Card
from zugong.cards.queries import Issuer, card_state, may_issue, usable_cards
from zugong.kernel.crypto import keyed_hash
from zugong.kernel.facts.recording import Source, recording, written_whole
from zugong.kernel.time import now
from zugong.offices.administering import note_of
from zugong.offices.models import User


@dataclass(frozen=True)
class Issued:
    """A new card with what is printed on it and what is told apart from it."""

    card: Card
    numbers: rules.Numbers


@written_whole()
def issue(*, issuer: Issuer, by: User, users: list[User], on: date, paper: str = "", mark: str = "") -> list[Issued]:
    """A new card for each account; the one before is blocked. All are issued or none. Raises NotYourCards.

    With the same `mark` of a form they are the same cards, so that a sheet lost on the way can be shown again.
    """
    mine = may_issue(issuer, users, on)
    for user in users:
        if user.pk not in mine:
            raise errors.NotYourCards(username=user.username)
    numbers = {user.pk: _numbers(user, mark) for user in users}
    if mark and (before := _issued_before(numbers)):
        return before
    issued = []
    for user in users:
        with recording(Source("form", by.username, paper=paper, note=note_of("card", user.username))):
            usable_cards().filter(user=user).update(blocked_at=now())
            issued.append(_issued(user, numbers[user.pk], by, on))
    return issued


def _numbers(user: User, mark: str) -> rules.Numbers:
    return rules.numbers_of(keyed_hash(f"card {user.pk} {mark}")) if mark else rules.new_numbers()


def _issued_before(numbers: Mapping[int, rules.Numbers]) -> list[Issued]:
    """The cards that bear these numbers already: of every account one, or none."""
    hashes = [_code_hash(one.code) for one in numbers.values()]
    cards = Card.objects.filter(code_hash__in=hashes).select_related("user").order_by("user__username")
    return [Issued(card, numbers[card.user_id]) for card in cards]


def _issued(user: User, numbers: rules.Numbers, by: User, on: date) -> Issued:
    card = Card.objects.create(
        user=user, code_hash=_code_hash(numbers.code), start_hash=_start_hash(numbers.code, numbers.start),
        issued_at=now(), issued_by=by, first_use_by=on + timedelta(days=rules.FIRST_USE_DAYS),
        expires_on=on + timedelta(days=settings.ZUGONG_CARD_DAYS),
    )  # fmt: skip
    return Issued(card, numbers)


def block(*, issuer: Issuer, by: User, user: User, on: date, paper: str = "") -> None:
    """The card of an account opens nothing from now on, and sessions begun with it end. Raises NotYourCards."""
    if user.pk not in may_issue(issuer, [user], on):
        raise errors.NotYourCards(username=user.username)
    with recording(Source("form", by.username, paper=paper, note=note_of("card blocked", user.username))):
        usable_cards().filter(user=user).update(blocked_at=now())


def card_of(code: str) -> Card | None:
    """The card with that code, whatever its state, unless it is blocked."""
    return usable_cards().select_related("user").filter(code_hash=_code_hash(rules.plain_code(code))).first()


@sensitive_variables()
def choose_pin(*, code: str, start: str, pin: str, again: str, on: date) -> Card:
    """The first use: the holder chooses a PIN. Raises PinUnfit, CardOpensNothing, TryLater, CardLocked."""
    if pin != again or not rules.PIN.fullmatch(pin) or rules.is_simple(pin):
        raise errors.PinUnfit
    card = _tried(code, "new", on)
    if not constant_time_compare(_start_hash(code, start.strip()), card.start_hash):
        _raise_wrong(card)
    with recording(Source("form", card.user.username, note=note_of("card used", card.user.username))):
        card.pin_hash, card.start_hash, card.first_used_at = make_password(pin), "", now()
        _opened(card)
    return card


@sensitive_variables()
def sign_in(*, code: str, pin: str, on: date) -> Card:
    """The card whose code and PIN these are. Raises CardOpensNothing, TryLater, CardLocked."""
    card = _tried(code, "used", on)
    if not check_password(pin.strip(), card.pin_hash):
        _raise_wrong(card)
    _opened(card)
    return card


def _tried(code: str, state: str, on: date) -> Card:
    """The card in that state with one attempt more on it; whoever asks at the same moment has the next number."""
    card = card_of(code)
    if card is None or not card.user.is_active:
        make_password(code)  # as long as a comparison takes, so that time tells nothing
        raise errors.CardOpensNothing
    found = card_state(card, on)
    if found == "locked":
        raise errors.CardLocked(most=rules.MOST_WRONG)
    if found != state:
        raise errors.CardOpensNothing
    again_at = rules.may_try_at(card.wrong_count, card.wrong_at)
    if again_at is not None and now() < again_at:
        raise errors.TryLater(most=rules.MOST_WRONG)
    counted = usable_cards().filter(pk=card.pk, wrong_count=card.wrong_count)
    if not counted.update(wrong_count=F("wrong_count") + 1, wrong_at=now()):
        raise errors.TryLater(most=rules.MOST_WRONG)
    card.wrong_count += 1
    return card


def _raise_wrong(card: Card) -> None:
    if card.wrong_count < rules.MOST_WRONG:
        raise errors.CardOpensNothing
    with recording(Source("form", card.user.username, note=note_of("card locked", card.user.username))):
        pass  # the entry alone: whoever reads the account's history sees it
    raise errors.CardLocked(most=rules.MOST_WRONG)


def _opened(card: Card) -> None:
    card.wrong_count, card.last_used_at = 0, now()
    card.save(update_fields=["wrong_count", "last_used_at", "pin_hash", "start_hash", "first_used_at"])


def _code_hash(code: str) -> str:
    return salted_hmac("zugong.cards.code", code, algorithm="sha256").hexdigest()


def _start_hash(code: str, start: str) -> str:
    """Of a number that a few wrong attempts lock and the first right one destroys: it needs no slow hash, the PIN does."""
    said = f"{rules.plain_code(code)} {start}"
    return salted_hmac("zugong.cards.start", said, algorithm="sha256").hexdigest()
