"""The pages of the site that somebody may open, by name: those of the menu, and those that lie behind another page."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from zugong.web.context import site
from zugong.web.countable import countable
from zugong.web.finding.texts import Text
from zugong.web.scope import scope_of


def pages_of(request: HttpRequest) -> list[Text]:
    """Pages with what else people call them."""
    menu = [Text(entry.label, (), "", entry.address) for entry in site(request)["site"].menu]
    return [*menu, *_of_numbers(request), *_of_files(request), *_of_oneself(request)]


def _of_numbers(request: HttpRequest) -> list[Text]:
    if not countable(scope_of(request)).figures:
        return []
    return [
        Text(gettext("Last year's text, this year's numbers"), ("去年稿", "last year"), "", reverse("last_year")),
        Text(gettext("Before the microphone"), ("热线", "来电登记", "microphone"), "", reverse("briefings")),
        Text(gettext("Compare organisations and years"), ("比较", "compare"), "", reverse("compare")),
    ]


def _of_files(request: HttpRequest) -> list[Text]:
    if not any(grant.act == "fill" for grant in scope_of(request).access.grants):
        return []
    return [
        Text(gettext("Reconcile rosters"), ("对账", "reconcile"), "", reverse("reconciliation")),
        Text(gettext("Corrections that members ask for"), ("更正", "correction"), "", reverse("corrections")),
    ]


def _of_oneself(request: HttpRequest) -> list[Text]:
    own = [Text(gettext("Your password"), ("修改密码", "password"), "", reverse("own_password"))]
    own.append(Text(gettext("Tokens for programs"), ("token",), "", reverse("tokens")))
    if request.user.person_id:
        own.append(Text(gettext("Ask for a correction"), ("更正", "correction"), "", reverse("ask_correction")))
    return own
