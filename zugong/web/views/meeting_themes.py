"""The themes that the county or a township sets for a month, and the form to set one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.activities.actions import set_theme
from zugong.activities.drafts import ThemeDraft
from zugong.activities.queries import meetings as kinds_of_meetings
from zugong.activities.queries import themes_of
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import months_after
from zugong.web.activities.doors import may_fill, writing_of
from zugong.web.clocks import usual_day
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_day, typed_number
from zugong.web.views.meetings import branches_listed

_THEMES = 24
_LONG = 300


@dataclass(frozen=True)
class ThemeLine:
    """A theme that was set."""

    period: str
    theme: str
    by: str
    paper: str
    due_on: date | None
    steps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ThemesPage(Page):
    """The themes that are set, and the form for who may set one."""

    template: ClassVar[str] = "web/activities/themes.html"
    crumbs: tuple[Crumb, ...]
    lines: tuple[ThemeLine, ...]
    setters: tuple[tuple[int, str], ...]
    typed: dict[str, str]
    problem: str


@safe_to_repeat
def meeting_themes(request: HttpRequest) -> HttpResponse:
    """The themes set by the user's organisations and those above, and the form to set one."""
    scope, language = scope_of(request), spoken(request)
    if not branches_listed(scope):
        raise Http404
    setters = _setters(scope)
    problem = ""
    if request.method == "POST":
        problem = _theme_problem(request, scope, setters)
        if not problem:
            messages.success(request, gettext("The theme is set; every branch below finds it in its form."))
            return HttpResponseRedirect(reverse("meeting_themes"))
    tree = scope.todays_tree
    own = {office.organisation for office in scope.access.offices if office.organisation in tree}
    rows = themes_of({*own, *(one for office in own for one in tree.above(office))}, limit=_THEMES)
    content = ThemesPage(
        title=gettext("Themes of the month"),
        crumbs=(Crumb(gettext("Meetings"), reverse("meetings")),),
        lines=tuple(
            ThemeLine(
                row.values["period"], row.values["theme"], tree.name(row.values["organisation"]), row.values["paper"] or "",
                row.values["due_on"], tuple((row.values["steps"] or "").splitlines()),
            )
            for row in rows
        ),
        setters=tuple((one, tree.name(one)) for one in setters),
        typed=_typed_theme(request, language),
        problem=problem,
    )  # fmt: skip
    return page(request, content, status=422 if problem else 200)


def _setters(scope: Scope) -> list[int]:
    """The user's organisations that have branches below them, where they may fill in."""
    tree = scope.todays_tree
    own = dict.fromkeys(office.organisation for office in scope.access.offices if office.organisation in tree)
    return [one for one in own if tree.children(one) and may_fill(scope, one)]


def _typed_theme(request: HttpRequest, language: str) -> dict[str, str]:
    kind = next(kind for kind in kinds_of_meetings().values() if kind.has_theme)
    following = months_after(usual_day().replace(day=1), 1)
    begun = {
        "month": f"{following:%Y-%m}", "steps": "\n".join(step.in_language(language) for step in kind.steps),
        "due_on": (months_after(following, 1) - timedelta(days=1)).isoformat(),
    }  # fmt: skip
    return begun | {name: str(value) for name, value in request.POST.items()}


def _theme_problem(request: HttpRequest, scope: Scope, setters: list[int]) -> str:
    """Set the theme; what stands against it."""
    posted = request.POST
    organisation = typed_number(posted.get("organisation", "")) or (setters[0] if setters else 0)
    month = typed_day(f"{posted.get('month', '').strip()}-01")
    theme = posted.get("theme", "").strip()[:_LONG]
    if month is None:
        return gettext("Write the month as 2020-08.")
    if not theme:
        return gettext("Write the theme.")
    kind = next(kind for kind in kinds_of_meetings().values() if kind.has_theme)
    draft = ThemeDraft(
        organisation, kind.meeting, kind.period_of(month), theme, posted.get("steps", "").strip()[:1000],
        posted.get("paper", "").strip()[:200], typed_day(posted.get("due_on", "").strip()),
    )  # fmt: skip
    try:
        set_theme(draft=draft, writing=writing_of(request, scope, note=draft.paper))
    except RuleBroken as error:
        return error.sentence(spoken(request))
    return ""
