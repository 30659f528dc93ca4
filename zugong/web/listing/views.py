"""The saved views of a list as links: the pack's, the user's own, and those of their offices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.dictionary.declarations import RecordType
from zugong.offices.access import Access
from zugong.offices.models import User
from zugong.saved_views.queries import views_for
from zugong.saved_views.usual import usual_views
from zugong.web.clocks import NAMES as CLOCKS
from zugong.web.listing.asking import Pairs


@dataclass(frozen=True)
class ViewLink:
    """A saved view. `forget` is where its owner forgets it, "" for whoever does not own it."""

    name: str
    address: str
    is_here: bool
    whose: str = ""
    forget: str = ""


def views_of(user: User, access: Access, kind: RecordType, kept: Pairs, language: str) -> tuple[ViewLink, ...]:
    """The views of a list, the pack's first, on the clocks of the page; the one that is shown is marked.

    `kept` is the query of the page.
    """
    return tuple(_links(user, access, kind, kept, language))


def _links(user: User, access: Access, kind: RecordType, kept: Pairs, language: str) -> Iterator[ViewLink]:
    clocks = [pair for pair in kept if pair[0] in CLOCKS]
    here = sorted(pair for pair in kept if pair not in clocks)
    for usual in usual_views(settings.ZUGONG_PACK):
        if usual.record_type == kind.code:
            pairs = parse_qsl(usual.query)
            yield ViewLink(usual.name(language), _address(pairs, clocks), sorted(pairs) == here)
    for view in views_for(user, [office.id for office in access.offices], kind.code):
        is_own, pairs = view.user_id == user.pk, parse_qsl(view.query)
        whose = gettext("shared") if is_own and view.office_id else "" if is_own else str(view.user.full_name)
        forget = reverse("record_view_forget", args=[view.pk]) if is_own else ""
        yield ViewLink(view.name, _address(pairs, clocks), sorted(pairs) == here, whose, forget)


def _address(pairs: Pairs, clocks: Pairs) -> str:
    return f"?{urlencode([*pairs, *clocks])}"
