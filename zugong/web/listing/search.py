"""Persons by name, by pinyin, by initials, or by the whole identity number or phone (found by keyed hash)."""

from __future__ import annotations

from django.db.models import Q

from zugong.kernel.crypto import keyed_hash
from zugong.kernel.time import Clocks
from zugong.people.models import PersonState

_MOST = 2000


def persons_named(words: str, clocks: Clocks) -> tuple[int, ...]:
    """The anchors of persons whose name contains the words, or whose pinyin or initials begin so: 李国强, liguoqiang, lgq.

    No scope: the caller's list decides who is shown. At most two thousand, in order of pinyin.
    """
    text = words.replace(" ", "")
    condition = Q(name__contains=text)
    if text.isascii():
        begins = text.lower()
        condition = Q(pinyin__startswith=begins) | Q(pinyin__contains=f" {begins}")
        digest = keyed_hash(text.upper())
        condition |= Q(identity_number_hash=digest) | Q(mobile_phone_hash=digest)
    states = PersonState.objects.believed(clocks.known).filter(condition).order_by("pinyin", "anchor_id")
    return tuple(dict.fromkeys(states.values_list("anchor_id", flat=True)[:_MOST]))
