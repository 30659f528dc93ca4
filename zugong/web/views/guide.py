"""The guide for whoever brings an affiliation here, without an account: three questions, then where to and whom to ring.

What a code opens says where a transfer stands and names nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters

from zugong.kernel.crypto import keyed_hash
from zugong.organisations.queries import Tree
from zugong.transfers.desks import Branch, Desk, branches_of, desk_for, desks
from zugong.transfers.standing import TransferStanding, standing_of, transfer_of
from zugong.web.clocks import usual_day
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.scope import scope_of
from zugong.web.typed import typed_number

_EMPLOYED, _ELSEWHERE = "unit", "home"
_COUNTY = "local_committee"
_FEW, _MANY, _LONGEST = 12, 80, 40
#: So many wrong codes from one address, and from all, within an hour; each serving process counts by itself.
_FROM_ONE, _FROM_ALL, _AN_HOUR = 10, 300, 3600


@dataclass(frozen=True)
class GuideChoice:
    """One answer to a question, as a link; `hint` says more."""

    label: str
    address: str
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class GuideQuestionPage(Page):
    """One of the three questions, with what was answered before."""

    template: ClassVar[str] = "web/guide/question.html"
    number: int
    answered: tuple[GuideChoice, ...]
    question: str
    choices: tuple[GuideChoice, ...]
    q: str
    kept: tuple[tuple[str, str], ...]
    is_searched: bool
    empty: str


@dataclass(frozen=True, kw_only=True)
class GuideAnswerPage(Page):
    """Where to, whom to ring, what to bring; the two lines of the letter to copy."""

    template: ClassVar[str] = "web/guide/answer.html"
    answered: tuple[GuideChoice, ...]
    addressee: str
    branch: str
    desk: Desk
    above: Desk | None
    is_jobless: bool


@dataclass(frozen=True)
class StandingLine:
    text: str
    on: date | None


@dataclass(frozen=True, kw_only=True)
class GuideStatusPage(Page):
    """The form for a code, and what it opens."""

    template: ClassVar[str] = "web/guide/status.html"
    code: str
    is_asked: bool
    is_slowed: bool
    found: TransferStanding | None
    kind: str
    lines: tuple[StandingLine, ...]
    ended: str
    days_over: int


@login_not_required
def guide(request: HttpRequest) -> HttpResponse:
    """The next of the three questions, or the answer. What is not among the choices is asked again."""
    asked = _Asked.of(request)
    if asked.work not in (_EMPLOYED, _ELSEWHERE):
        return page(request, asked.about_work())
    if asked.desk is None:
        return page(request, asked.about_committee())
    if asked.branch is None:
        return page(request, asked.about_branch())
    return page(request, asked.answer())


@dataclass(frozen=True)
class _Asked:
    """What was answered so far."""

    work: str
    desk: Desk | None
    branch: Branch | None
    branches: tuple[Branch, ...]
    desks: dict[int, Desk]
    above: Desk | None
    q: str
    tree: Tree

    @classmethod
    def of(cls, request: HttpRequest) -> _Asked:
        tree, given = scope_of(request).todays_tree, request.GET
        found = dict(desks(usual_day(), tree))
        desk = found.get(typed_number(given.get("committee", "")) or 0)
        branches = branches_of(desk, found, tree) if desk else ()
        chosen = typed_number(given.get("branch", ""))
        branch = next((one for one in branches if one.id == chosen), None)
        above = desk_for(tree.parent(desk.organisation), found, tree) if desk else None
        q = given.get("q", "").strip()[:_LONGEST]
        return cls(given.get("work", ""), desk, branch, branches, found, above, q, tree)

    def address(self, **more: object) -> str:
        kept = {"work": self.work} | ({"committee": self.desk.organisation} if self.desk else {}) | more
        return f"{reverse('guide')}?{urlencode(kept)}"

    @property
    def answered(self) -> tuple[GuideChoice, ...]:
        """What was answered, each leading back to its question."""
        made = []
        if self.work in _works():
            made.append(GuideChoice(_works()[self.work][0], reverse("guide")))
        if self.desk:
            made.append(GuideChoice(self.desk.addressee, f"{reverse('guide')}?{urlencode({'work': self.work})}"))
        if self.branch:
            made.append(GuideChoice(self.branch.name, self.address()))
        return tuple(made)

    def about_work(self) -> GuideQuestionPage:
        choices = tuple(
            GuideChoice(label, f"{reverse('guide')}?{urlencode({'work': code})}", hint)
            for code, (label, hint) in _works().items()
        )
        return self._question(1, gettext("Where do you work?"), choices, (), "")

    def about_committee(self) -> GuideQuestionPage:
        """The committees that keep a desk: agencies first for who has no work yet, the county's own last."""
        wanted = sorted(self.desks.values(), key=self._order)
        choices = tuple(
            GuideChoice(
                one.addressee, f"{reverse('guide')}?{urlencode({'work': self.work, 'committee': one.organisation})}",
                gettext("takes members without work") if one.takes_jobless else "",
            )
            for one in wanted if branches_of(one, self.desks, self.tree)
        )  # fmt: skip
        asked = (
            gettext("Which committee is your unit's organisation under?")
            if self.work == _EMPLOYED
            else gettext("Where do you live?")
        )
        nobody = gettext("No committee has published its desk here yet. Ask the Organisation Department of the county.")
        return self._question(2, asked, choices, (("work", self.work),), nobody)

    def _order(self, desk: Desk) -> tuple[bool, bool]:
        is_over_others = self.tree.kind(desk.organisation) == _COUNTY
        return is_over_others, desk.takes_jobless != (self.work == _ELSEWHERE)

    def about_branch(self) -> GuideQuestionPage:
        assert self.desk is not None
        choices = tuple(GuideChoice(one.name, self.address(branch=one.id)) for one in self.branches)
        return self._question(
            3, gettext("Which branch?"), choices, (("work", self.work), ("committee", str(self.desk.organisation))),
            gettext("No branch is recorded there. Ring the desk: %(phone)s") % {"phone": self.desk.phone},
        )  # fmt: skip

    def answer(self) -> GuideAnswerPage:
        assert self.desk is not None and self.branch is not None
        return GuideAnswerPage(
            title=gettext("Bring your affiliation here"),
            answered=self.answered,
            addressee=self.desk.addressee,
            branch=self.branch.name,
            desk=self.desk,
            above=self.above,
            is_jobless=self.work == _ELSEWHERE,
        )

    def _question(
        self, number: int, question: str, choices: tuple[GuideChoice, ...], kept: tuple[tuple[str, str], ...], empty: str
    ) -> GuideQuestionPage:  # fmt: skip
        """Where there are many choices, those that have what was typed in their name."""
        fitting = tuple(one for one in choices if self.q in one.label)
        return GuideQuestionPage(
            title=gettext("Bring your affiliation here"),
            number=number,
            answered=self.answered,
            question=question,
            choices=fitting[:_MANY],
            q=self.q,
            kept=kept,
            is_searched=len(choices) > _FEW,
            empty=gettext("Nothing is called so. Type less of the name.") if self.q and choices else empty,
        )


def _works() -> dict[str, tuple[str, str]]:
    return {
        _EMPLOYED: (
            gettext("I have work, and my unit has a Party organisation"),
            gettext("The affiliation goes to the organisation of your unit."),
        ),
        _ELSEWHERE: (
            gettext("I have no work yet, or my unit has no Party organisation"),
            gettext("It goes to the village or community where you live, or to an employment or talent agency."),
        ),
    }


@login_not_required
@sensitive_post_parameters("code")
def guide_status(request: HttpRequest) -> HttpResponse:
    """The form; with a code where the transfer stands. After too many wrong codes it waits for an hour."""
    code = request.POST.get("code", "").strip()[:_LONGEST]
    origin = keyed_hash(f"guide {request.META.get('REMOTE_ADDR', '')} {usual_day()}")
    is_slowed = bool(code) and (_wrong(origin) >= _FROM_ONE or _wrong("") >= _FROM_ALL)
    case = transfer_of(code) if code and not is_slowed else None
    if code and case is None and not is_slowed:
        _count_wrong(origin)
    tree = scope_of(request).todays_tree
    found = standing_of(case, usual_day(), tree, desks(usual_day(), tree)) if case else None
    language = spoken(request)
    content = GuideStatusPage(
        title=gettext("Where does my transfer stand?"),
        code=code,
        is_asked=bool(code),
        is_slowed=is_slowed,
        found=found,
        kind=found.kind.in_language(language) if found else "",
        lines=tuple(StandingLine(one.words.in_language(language), one.on) for one in found.lines) if found else (),
        ended=found.ended.in_language(language) if found and found.ended else "",
        days_over=-(found.days_left or 0) if found else 0,
    )
    return page(request, content, status=429 if is_slowed else 404 if code and not found else 200)


def _wrong(origin: str) -> int:
    return cache.get(f"guide-wrong-{origin}", 0)


def _count_wrong(origin: str) -> None:
    for one in (origin, ""):
        if not cache.add(f"guide-wrong-{one}", 1, _AN_HOUR):
            cache.incr(f"guide-wrong-{one}")
