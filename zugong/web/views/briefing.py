"""The page before the microphone: questions, short answers with the numbers of the day, and what a caller asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from zugong.complaints.actions import Filed, Written, take_call
from zugong.complaints.rules import LONGEST_TEXT
from zugong.figures.queries import this_site
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import today
from zugong.packs.parameters import Source
from zugong.reviews.briefing import Answered, Sheet
from zugong.reviews.briefing_word import briefing_document
from zugong.reviews.filling import About, year_before
from zugong.reviews.written import Shown
from zugong.web.countable import countable
from zugong.web.files import word_file
from zugong.web.kept_answers import Question, numbers_soon
from zugong.web.middleware import spoken
from zugong.web.number_links import NumberLinks
from zugong.web.pages import Page, page
from zugong.web.repeating import sent_mark
from zugong.web.reviewing.sheets import open_sheets
from zugong.web.scope import Scope, scope_of
from zugong.web.views.figures import Option, chosen_root, options_of, scope_name

_USUAL_PROMISE_DAYS = 7


class CallForm(forms.Form):
    """What a caller asked, how to reach them, and the day that was promised."""

    text = forms.CharField(
        label=gettext_lazy("What the caller asks"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )
    name = forms.CharField(label=gettext_lazy("Name (may be empty)"), max_length=80, required=False)
    contact = forms.CharField(label=gettext_lazy("Telephone or address"), max_length=200, required=False)
    promised_on = forms.DateField(
        label=gettext_lazy("Answer promised by"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


@dataclass(frozen=True)
class SheetLine:
    """A sheet in the list."""

    code: str
    label: str
    occasion: str
    questions: int


@dataclass(frozen=True, kw_only=True)
class BriefingsPage(Page):
    """The sheets whose numbers one may see."""

    template: ClassVar[str] = "web/briefing/list.html"
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True)
class AnswerPiece:
    """A piece of an answer: text, or a number with where it leads."""

    text: str
    address: str
    label: str


@dataclass(frozen=True)
class QuestionShown:
    """One question as the sheet shows it."""

    question: str
    pieces: tuple[AnswerPiece, ...]
    say: str
    do_not_say: str
    source: Source


@dataclass(frozen=True, kw_only=True)
class BriefingPage(Page):
    """One sheet, on one page of A4, and the form for a caller's question. `is_roomy`: large type fits as well."""

    template: ClassVar[str] = "web/briefing/sheet.html"
    code: str
    occasion: str
    scope_name: str
    options: tuple[Option, ...]
    questions: tuple[QuestionShown, ...]
    kept: tuple[tuple[str, str], ...]
    has_period: bool
    is_behind: bool
    is_roomy: bool
    form: CallForm
    filed: Filed | None


@require_GET
def briefings(request: HttpRequest) -> HttpResponse:
    """The sheets."""
    scope, language = scope_of(request), spoken(request)
    if not countable(scope).figures:
        raise PermissionDenied(gettext("The answers are made of numbers, and no mandate of yours lets you count any."))
    sheets = [sheet.briefing for sheet in open_sheets(scope, language).values()]
    lines = tuple(
        SheetLine(one.briefing, one.label(language), one.occasion.in_language(language), len(one.questions))
        for one in sheets
    )
    return page(request, BriefingsPage(title=gettext("Before the microphone"), lines=lines))


@sensitive_post_parameters()
def briefing(request: HttpRequest, code: str) -> HttpResponse:
    """One sheet; a POST writes down what a caller asked, once however often it is sent, and tells the code and the day."""
    sheet = _sheet(request, code)
    initial = {"promised_on": today() + timedelta(days=_USUAL_PROMISE_DAYS)}
    form = CallForm(request.POST or None, initial=initial)
    filed = _taken(request, form) if request.method == "POST" and form.is_valid() else None
    shown = CallForm(initial=initial) if filed else form
    return page(request, _page(request, sheet, shown, filed), status=422 if form.errors else 200)


def _taken(request: HttpRequest, form: CallForm) -> Filed | None:
    """The caller's question on record; None where a rule stands against it, which the form then says."""
    asked = form.cleaned_data
    written = Written("question", asked["text"], asked["name"], asked["contact"])
    try:
        return take_call(written=written, promised_on=asked["promised_on"], user=request.user, mark=sent_mark(request))
    except RuleBroken as error:
        form.add_error("promised_on", error.sentence(spoken(request)))
        return None


@require_GET
def briefing_word(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet as a Word file."""
    sheet, scope, language = _sheet(request, code), scope_of(request), spoken(request)
    title = sheet.briefing.label(language)
    answered, _ = _answered(sheet, scope, chosen_root(request, scope))
    content = briefing_document(title, _head(scope, chosen_root(request, scope)), answered, language)
    return word_file(content, f"{title}-{scope.clocks.on:%Y-%m-%d}")


def _page(request: HttpRequest, sheet: Sheet, form: CallForm, filed: Filed | None) -> BriefingPage:
    scope, language = scope_of(request), spoken(request)
    root = chosen_root(request, scope)
    answered, is_behind = _answered(sheet, scope, root)
    return BriefingPage(
        title=sheet.briefing.label(language),
        code=sheet.briefing.briefing,
        occasion=sheet.briefing.occasion.in_language(language),
        scope_name=scope_name(scope, root),
        options=options_of(scope, root),
        questions=tuple(_shown(one, scope, root, language) for one in answered),
        kept=(("organisation", str(root)),) if root is not None and root != scope.root else (),
        has_period=True,
        is_behind=is_behind,
        is_roomy=sheet.briefing.is_roomy,
        form=form,
        filed=filed,
    )


def _answered(sheet: Sheet, scope: Scope, root: int | None) -> tuple[tuple[Answered, ...], bool]:
    """The answers in one plan, and whether something recorded just now is still being counted."""
    numbers = numbers_soon(Question(sheet.requests(scope.clocks), root, scope))
    is_whole = root is not None and root in scope.tree and scope.tree.parent(root) is None
    about = About(scope.clocks, scope_name(scope, root), {}, is_whole)
    return sheet.answered(about, numbers.answers), numbers.behind


def _shown(answered: Answered, scope: Scope, root: int | None, language: str) -> QuestionShown:
    question = answered.question
    return QuestionShown(
        question=question.question.in_language(language),
        pieces=tuple(_piece(span.text, span.number, scope, root, language) for span in answered.spans),
        say=question.say.in_language(language) if question.say else "",
        do_not_say=question.do_not_say.in_language(language) if question.do_not_say else "",
        source=question.source,
    )


def _piece(text: str, number: Shown | None, scope: Scope, root: int | None, language: str) -> AnswerPiece:
    """A number of the year before leads to that year's list."""
    if number is None or number.kind != "figure":
        return AnswerPiece(text, "", "")
    figure = this_site().definitions.figure(number.code)
    then = scope if number.when != "last" else Scope(scope.access, year_before(scope.clocks))
    return AnswerPiece(text, NumberLinks(then, root).address(figure), figure.label(language))


def _head(scope: Scope, root: int | None) -> str:
    return gettext("%(name)s, as of %(day)s") % {"name": scope_name(scope, root), "day": scope.clocks.on}


def _sheet(request: HttpRequest, code: str) -> Sheet:
    sheet = open_sheets(scope_of(request), spoken(request)).get(code)
    if sheet is None:
        raise Http404
    return sheet
