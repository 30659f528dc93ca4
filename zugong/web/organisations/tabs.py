"""The ways to look at organisations, as tabs above each of their pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext

from zugong.web.pages import Tab
from zugong.web.scope import Scope


def tabs_of(scope: Scope, here: str, root: int | None) -> tuple[Tab, ...]:
    """The doors that open for the user, the one called `here` marked."""
    types = scope.catalogue.types
    doors = [
        ("tree", True, gettext("Tree"), reverse("tree")),
        ("chart", root is not None and scope.may_open(root), gettext("Chart"), _of("organisation_chart", root)),
        ("coverage", scope.may_list(types["unit"]), gettext("Coverage"), reverse("coverage")),
        ("posts", scope.may_list(types["position"]), gettext("Who manages posts"), reverse("posts")),
    ]
    return tuple(Tab(label, address, name == here) for name, is_open, label, address in doors if is_open)


def _of(name: str, root: int | None) -> str:
    return reverse(name, args=[root]) if root is not None else ""
