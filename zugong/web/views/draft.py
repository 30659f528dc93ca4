"""One draft: everything that it says in words, what the check finds, who did what; and leaving it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.drafting.actions import Done, change_draft, drop_draft
from zugong.drafting.checking import Written
from zugong.drafting.models import DROPPED, PUBLISHED
from zugong.drafting.queries import story_of
from zugong.drafting.text import read, written
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import Source
from zugong.web.drafting.desk import Desk, desk_of, drafts_crumb
from zugong.web.drafting.finding import CASES, problems_by_part
from zugong.web.drafting.parts import ShownCase, ShownSection, said_of, shown_cases, shown_sections
from zugong.web.drafting.rights import may_publish
from zugong.web.drafting.story import StoryLine, story_lines
from zugong.web.pages import Crumb, Page, page


@dataclass(frozen=True)
class Act:
    """One thing that can be done with the draft next."""

    label: str
    address: str
    is_first: bool = False


@dataclass(frozen=True, kw_only=True)
class DraftPage(Page):
    """The draft as it stands."""

    template: ClassVar[str] = "web/drafts/draft.html"
    crumbs: tuple[Crumb, ...]
    base: str
    standing: str
    standing_badge: str
    is_open: bool
    state: int
    acts: tuple[Act, ...]
    problem_count: int
    problems: tuple[str, ...]
    sections: tuple[ShownSection, ...]
    cases: tuple[ShownCase, ...]
    story: tuple[StoryLine, ...]
    case_address: str
    drop_address: str


def draft(request: HttpRequest, identity: int) -> HttpResponse:
    """The draft with everything in it."""
    desk = desk_of(request, identity)
    words, badge = _standing(desk)
    content = DraftPage(
        title=desk.name,
        crumbs=(drafts_crumb(),),
        base=_base(desk),
        standing=words,
        standing_badge=badge,
        is_open=desk.is_open,
        state=desk.state.pk,
        acts=_acts(desk),
        problem_count=len(desk.problems),
        problems=said_of(problems_by_part(desk).get(("", ""), ()), desk.language),
        sections=shown_sections(desk),
        cases=shown_cases(desk),
        story=story_lines(list(story_of(desk.state.anchor))),
        case_address=desk.address_of("draft_case"),
        drop_address=desk.address_of("draft_drop"),
    )
    return page(request, content)


def _standing(desk: Desk) -> tuple[str, str]:
    if desk.state.standing == PUBLISHED:
        return gettext("published: not changed any more"), "good"
    if desk.state.standing == DROPPED:
        return gettext("dropped"), "grey"
    return gettext("draft: counts nowhere yet"), "amber"


def _base(desk: Desk) -> str:
    if desk.base_version:
        scheme, version = desk.base_version
        return f"{scheme.label(desk.language)} {version.version}"
    return desk.base_programme.label(desk.language) if desk.base_programme else ""


def _acts(desk: Desk) -> tuple[Act, ...]:
    found = []
    if desk.base_version or desk.base_programme:
        found.append(Act(gettext("What differs"), desk.address_of("draft_compare")))
    if desk.checked.element is not None:
        found.append(Act(gettext("Try it on this year's records"), desk.address_of("draft_try")))
    if desk.is_open and may_publish(desk.scope, str(desk.holder.get("matter", "work"))):
        found.append(Act(gettext("Publish it"), desk.address_of("draft_publish"), is_first=True))
    found.append(Act(gettext("Download the file"), desk.address_of("draft_file")))
    if desk.is_open:
        found.append(Act(gettext("Edit as text"), desk.address_of("draft_text")))
    if desk.state.standing == PUBLISHED:
        found.append(_next(desk))
    return tuple(found)


def _next(desk: Desk) -> Act:
    query = (
        f"scheme={desk.code}&version={desk.holder.get('version', '')}" if desk.is_scheme else f"programme={desk.code}"
    )
    return Act(gettext("Draft the next one"), f"{reverse('draft_new')}?{query}", is_first=True)


@require_POST
def draft_drop(request: HttpRequest, identity: int) -> HttpResponse:
    """The draft is not gone on with."""
    desk = desk_of(request, identity)
    drop_draft(state=desk.state, source=source_of(request, desk))
    messages.success(request, gettext("The draft “%(name)s” is dropped; it stays readable.") % {"name": desk.name})
    return HttpResponseRedirect(reverse("drafts"))


@require_POST
def draft_case(request: HttpRequest, identity: int) -> HttpResponse:
    """A worked case is left out, by its words: sent twice, it does not take the next one with it."""
    desk = desk_of(request, identity)
    label = request.POST.get("case", "")
    if label not in {str(one.get("case", "")) for one in desk.holder.get(CASES, [])}:
        return HttpResponseRedirect(desk.address_of("draft"))

    def without(state) -> Written:
        data = read(state.text)
        holder = data["versions"][-1]
        holder[CASES] = [one for one in holder[CASES] if str(one.get("case", "")) != label]
        if not holder[CASES]:
            del holder[CASES]
        return Written(state.kind, written(data), state.owners)

    try:
        change_draft(state=desk.state, change=without, done=Done("removed", label), source=source_of(request, desk))
    except RuleBroken as error:
        messages.error(request, error.sentence(desk.language))
    return HttpResponseRedirect(desk.address_of("draft") + "#cases")


def source_of(request: HttpRequest, desk: Desk, paper: str = "") -> Source:
    """Who writes, for the entry."""
    return Source("form", request.user.get_username(), paper[:200], note=desk.name)
