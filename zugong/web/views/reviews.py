"""Reviews: the list, a new one, one with its text in which each number opens its list, as a Word file, approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.figures.queries import this_site
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import Source
from zugong.kernel.time import SHANGHAI
from zugong.packs.reports import Report
from zugong.reviews import actions
from zugong.reviews.documents import review_file, template_file
from zugong.reviews.filling import requests_of
from zugong.reviews.models import FrozenReview, Review, ReviewState
from zugong.reviews.queries import reviews_of, state_of, subject_of, templates_of, versions_of
from zugong.reviews.text import (
    Subject,
    Text,
    about,
    grouping_of,
    installed_reports,
    template_of,
    text_of,
    the_report,
)
from zugong.web.clocks import usual_day
from zugong.web.files import word_file
from zugong.web.kept_answers import Numbers, Question, numbers_soon
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.reviewing import rights
from zugong.web.reviewing.article import Addresses, Article, article_of
from zugong.web.reviewing.forms import ReviewForm, usual_days
from zugong.web.scope import Scope, scope_of

_LISTED = 100


@dataclass(frozen=True)
class ReviewLine:
    """A review in the list."""

    id: int
    title: str
    organisation: str
    on: str
    versions: int


@dataclass(frozen=True, kw_only=True)
class ReviewsPage(Page):
    """The reviews that the user may read."""

    template: ClassVar[str] = "web/reviews/reviews.html"
    lines: tuple[ReviewLine, ...]
    may_draft: bool
    may_read: bool


@dataclass(frozen=True, kw_only=True)
class ReviewFormPage(Page):
    """The form of a new review, or of one that is changed; `refusal` is what stands against it."""

    template: ClassVar[str] = "web/reviews/form.html"
    form: ReviewForm
    back: str
    refusal: str
    is_new: bool


@dataclass(frozen=True)
class VersionLine:
    """An approved version."""

    id: int
    number: int
    by: str
    at: str
    entry: int
    pack: str
    paper: str


@dataclass(frozen=True, kw_only=True)
class ReviewPage(Page):
    """One review: its text, its versions, and what may be done with it."""

    template: ClassVar[str] = "web/reviews/review.html"
    id: int
    organisation: str
    subject: Subject
    template_name: str
    article: Article
    refusals: tuple[str, ...]
    problems: tuple[str, ...]
    versions: tuple[VersionLine, ...]
    entry: int
    is_behind: bool
    seen: str
    may_draft: bool
    may_approve: bool


def reviews(request: HttpRequest) -> HttpResponse:
    """The list; the last day first."""
    scope = scope_of(request)
    readable = rights.readable(scope)
    states = list(reviews_of(readable)[:_LISTED])
    counts = _version_counts(states)
    lines = tuple(
        ReviewLine(
            state.anchor_id, state.title, _name(state.organisation_id, scope), state.on.isoformat(),
            counts.get(state.anchor_id, 0),
        )
        for state in states
    )  # fmt: skip
    content = ReviewsPage(
        title=gettext("Reviews"),
        lines=lines,
        may_draft=bool(rights.draftable_roots(scope)),
        may_read=readable is None or bool(readable),
    )
    return page(request, content)


def _version_counts(states: Sequence[ReviewState]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for review_id in FrozenReview.objects.filter(review__in=[state.anchor_id for state in states]).values_list(
        "review", flat=True
    ):
        counts[review_id] = counts.get(review_id, 0) + 1
    return counts


def _name(organisation: int, scope: Scope) -> str:
    for tree in (scope.tree, scope.todays_tree):
        if organisation in tree:
            return tree.name(organisation)
    return ""


@safe_to_repeat
def review_new(request: HttpRequest) -> HttpResponse:
    """A form for a new review."""
    scope = scope_of(request)
    roots = rights.draftable_roots(scope)
    if not roots:
        raise Http404
    initial = {**usual_days(usual_day()), "organisation": roots[0]}
    form = _form(request, scope, roots, initial)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.begin_review(subject=form.subject, chosen=form.chosen, source=_source(request))
            return HttpResponseRedirect(reverse("review", args=[made.pk]))
        except RuleBroken as error:
            refusal = error.sentence(spoken(request))
    return _form_page(request, form, refusal, gettext("A new review"), reverse("reviews"), is_new=True)


@safe_to_repeat
def review_change(request: HttpRequest, identity: int) -> HttpResponse:
    """The same form for a review that is there."""
    scope, state = scope_of(request), _state(request, identity)
    rights.require_draft(scope, state.organisation_id)
    template = str(state.template_id) if state.template_id else f"report:{state.report}"
    initial = {
        "title": state.title, "organisation": state.organisation_id, "on": state.on, "first": state.first, "last": state.last,
        "tree": state.tree, "template": template,
    }  # fmt: skip
    roots = list(dict.fromkeys([state.organisation_id, *rights.draftable_roots(scope)]))
    form = _form(request, scope, roots, initial)
    refusal, back = "", reverse("review", args=[identity])
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_review(
                review=state.anchor, subject=form.subject, chosen=form.chosen, source=_source(request)
            )
            return HttpResponseRedirect(back)
        except RuleBroken as error:
            refusal = error.sentence(spoken(request))
    return _form_page(request, form, refusal, gettext("Change the review"), back, is_new=False)


def _form(request: HttpRequest, scope: Scope, roots: Sequence[int], initial: dict[str, object]) -> ReviewForm:
    templates = [(f"report:{code}", report.label(spoken(request))) for code, report in _reports().items()]
    templates += [(str(own.pk), own.name) for own in templates_of(rights.readable(scope))]
    organisations = [(pk, _name(pk, scope)) for pk in roots]
    data = request.POST if request.method == "POST" else None
    return ReviewForm(data, organisations=organisations, templates=templates, initial=initial)


def _reports() -> dict[str, Report]:
    return installed_reports(this_site().definitions.pack.name)


def _form_page(
    request: HttpRequest, form: ReviewForm, refusal: str, title: str, back: str, *, is_new: bool
) -> HttpResponse:
    content = ReviewFormPage(title=title, form=form, back=back, refusal=refusal, is_new=is_new)
    return page(request, content, status=422 if refusal or form.errors else 200)


def review(request: HttpRequest, identity: int) -> HttpResponse:
    """One review with its text as of now, counted with the reader's rights."""
    scope, language, state = scope_of(request), spoken(request), _state(request, identity)
    subject = subject_of(state)
    text, numbers = _text(state, scope)
    definitions = this_site().definitions
    addresses = Addresses(subject.clocks, state.organisation_id, scope, definitions)
    content = ReviewPage(
        title=state.title,
        id=identity,
        organisation=text.filling.about.organisation,
        subject=subject,
        template_name=state.template.name if state.template else the_report(state.report).label(language),
        article=article_of(text.written, addresses, definitions, language),
        refusals=text.filling.refusals(language),
        problems=tuple(f"“{one.place}” {one.sentence(language)}" for one in text.template.problems),
        versions=version_lines(state.anchor),
        entry=numbers.entry,
        is_behind=numbers.behind,
        seen=text.digest,
        may_draft=rights.may_draft(scope, state.organisation_id),
        may_approve=rights.may_approve(scope, state.organisation_id),
    )
    return page(request, content)


def review_document(request: HttpRequest, identity: int) -> HttpResponse:
    """The review as a Word file, as of now."""
    state = _state(request, identity)
    text, _ = _text(state, scope_of(request))
    own = bytes(state.template.document) if state.template else template_file(the_report(state.report))
    return word_file(review_file(own, text, grouping_of(subject_of(state)), title=state.title), state.title)


@require_POST
@safe_to_repeat
def review_approve(request: HttpRequest, identity: int) -> HttpResponse:
    """Freeze the review as it stands."""
    scope, state = scope_of(request), _state(request, identity)
    rights.require_approve(scope, state.organisation_id)
    source = replace(_source(request), paper=request.POST.get("paper", "").strip()[:200])
    try:
        frozen = actions.approve(
            review=state.anchor,
            seen=request.POST.get("seen", ""),
            user=request.user,
            rights=scope.numbers,
            source=source,
        )
    except RuleBroken as error:
        messages.error(request, error.sentence(spoken(request)))
        return HttpResponseRedirect(reverse("review", args=[identity]))
    messages.success(request, gettext("Version %(number)s is approved and kept.") % {"number": frozen.number})
    return HttpResponseRedirect(reverse("review_version", args=[frozen.pk]))


@require_POST
def review_withdraw(request: HttpRequest, identity: int) -> HttpResponse:
    """Take a draft out of the list."""
    scope, state = scope_of(request), _state(request, identity)
    rights.require_draft(scope, state.organisation_id)
    actions.withdraw_review(review=state.anchor, source=_source(request))
    messages.success(request, gettext("The review is withdrawn; its approved versions are kept."))
    return HttpResponseRedirect(reverse("reviews"))


def version_lines(review_row: Review) -> tuple[VersionLine, ...]:
    """The approved versions of a review, the last first."""
    return tuple(
        VersionLine(
            one.pk, one.number, one.approved_by.get_full_name(),
            f"{one.approved_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", one.known, one.pack, one.recorded_in.paper,
        )
        for one in versions_of(review_row)
    )  # fmt: skip


def _text(state: ReviewState, scope: Scope) -> tuple[Text, Numbers]:
    """The text as the reader may count it, and what was answered for it."""
    subject = subject_of(state)
    template = template_of(state)
    speaks_of = about(subject)
    requests = requests_of(template, subject.clocks)
    numbers = numbers_soon(Question(requests, state.organisation_id, replace(scope, clocks=subject.clocks)))
    return text_of(template, speaks_of, numbers.answers), numbers


def _state(request: HttpRequest, identity: int) -> ReviewState:
    """404 for a review that is not there, or of an organisation of which the user may not read reviews."""
    try:
        state = state_of(Review(pk=identity))
    except ReviewState.DoesNotExist:
        raise Http404 from None
    rights.require_read(scope_of(request), state.organisation_id)
    return state


def _source(request: HttpRequest) -> Source:
    return Source("form", request.user.username, note=gettext("Reviews"))
