"""Last year's text, this year's numbers: bring a text, see what its numbers are, take it back with this year's."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from zugong.figures.answers import Number, Request
from zugong.figures.queries import this_site
from zugong.kernel.time import SHANGHAI, Clocks, Period
from zugong.packs.figures import Figure
from zugong.packs.pack import Pack
from zugong.reviews import last_year_drafts as drafts
from zugong.reviews.last_year import Change, StatedParagraph, changes_of, read_text, stated_year, tracked
from zugong.reviews.last_year_drafts import KEPT_HOURS, Days, Draft
from zugong.reviews.last_year_word import Signature, open_word, places_of, saved, with_changes
from zugong.web.countable import countable
from zugong.web.files import word_file
from zugong.web.kept_answers import kept_answers
from zugong.web.last_year_comments import Comments
from zugong.web.last_year_forms import LastYearForm
from zugong.web.last_year_text import (
    ChangedParagraph,
    ChangeLine,
    NumberLine,
    PassedLine,
    TextParagraph,
    change_lines,
    changed_paragraphs,
    number_lines,
    passed_lines,
    text_paragraphs,
)
from zugong.web.middleware import spoken
from zugong.web.number_links import NumberLinks
from zugong.web.pages import Page, page
from zugong.web.scope import Scope, scope_of
from zugong.web.views.figures import options_of, scope_name


@dataclass(frozen=True, kw_only=True)
class LastYearPage(Page):
    """The form for a text."""

    template: ClassVar[str] = "web/last_year/bring.html"
    form: LastYearForm
    hours: int


@dataclass(frozen=True)
class About:
    """What a text is about, for the head of its pages."""

    word: str
    filename: str
    organisation: str
    last_year: Days
    this_year: Days
    ends_at: str


@dataclass(frozen=True, kw_only=True)
class TextPage(Page):
    """The text with its numbers underlined, and what each was taken for."""

    template: ClassVar[str] = "web/last_year/text.html"
    about: About
    paragraphs: tuple[TextParagraph, ...]
    to_decide: tuple[NumberLine, ...]
    known: tuple[NumberLine, ...]
    unknown: tuple[NumberLine, ...]
    passed: tuple[PassedLine, ...]
    other_year: int | None


@dataclass(frozen=True, kw_only=True)
class ChangesPage(Page):
    """The text with this year's numbers, each opening its list."""

    template: ClassVar[str] = "web/last_year/changes.html"
    about: About
    paragraphs: tuple[ChangedParagraph, ...]
    lines: tuple[ChangeLine, ...]
    changed: int


@dataclass(frozen=True)
class Reading:
    """A text under its reader's rights: what it stated then, and what is true now."""

    request: HttpRequest
    draft: Draft
    language: str

    @property
    def root(self) -> int | None:
        return self.draft.organisation

    @property
    def pack(self) -> Pack:
        return this_site().definitions.pack

    @cached_property
    def then(self) -> Scope:
        return Scope(self.request.access, _clocks(self.draft.last_year))

    @cached_property
    def now(self) -> Scope:
        return Scope(self.request.access, _clocks(self.draft.this_year))

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """The figures that the reader may count: no other is recognised."""
        return countable(self.then).figures

    @cached_property
    def values_then(self) -> dict[str, Number | None]:
        return _values(list(self.figures), self.root, self.then)

    @cached_property
    def values_now(self) -> dict[str, Number | None]:
        """This year's values of the figures that any number may be, and of no other."""
        numbers = [number for paragraph in self.paragraphs for number in paragraph.numbers]
        codes = {candidate.code for number in numbers for candidate in number.found.candidates}
        return _values([code for code in self.figures if code in codes], self.root, self.now)

    @cached_property
    def paragraphs(self) -> list[StatedParagraph]:
        document = open_word(self.draft.document, self.draft.filename)
        return read_text(places_of(document), self.values_then, self.pack, self.draft.choices)

    @cached_property
    def changes(self) -> list[list[Change]]:
        return [changes_of(paragraph, self.values_now, self.pack) for paragraph in self.paragraphs]

    @property
    def other_year(self) -> int | None:
        """The year that the text itself names, where it is none of those that its days were given in."""
        year, days = stated_year(self.paragraphs), self.draft.last_year
        return None if year is None or days.first.year <= year <= days.last.year else year

    @property
    def links(self) -> NumberLinks:
        return NumberLinks(self.now, self.root)

    def about(self, word: str) -> About:
        draft = self.draft
        ends_at = datetime.fromtimestamp(draft.ends_at, SHANGHAI)
        name = scope_name(self.now, self.root)
        return About(word, draft.filename, name, draft.last_year, draft.this_year, f"{ends_at:%H:%M}")


def last_year(request: HttpRequest) -> HttpResponse:
    """The form; a POST keeps the text for a while and leads to it."""
    scope = scope_of(request)
    if not countable(scope).figures:
        raise PermissionDenied(gettext("No mandate of yours lets you count anything, so no number can be recognised."))
    organisations = [(option.id, option.name) for option in options_of(scope, scope.root)]
    form = LastYearForm(
        request.POST or None, request.FILES or None, organisations=organisations, language=spoken(request)
    )
    if request.method == "POST" and form.is_valid():
        return HttpResponseRedirect(reverse("last_year_text", args=[drafts.keep(_draft(request, form, scope))]))
    content = LastYearPage(title=gettext("Last year's text, this year's numbers"), form=form, hours=KEPT_HOURS)
    return page(request, content, status=422 if form.errors else 200)


def _draft(request: HttpRequest, form: LastYearForm, scope: Scope) -> Draft:
    return Draft(
        user=request.user.pk, filename=form.filename, document=form.document,
        organisation=form.cleaned_data["organisation"] or scope.root, last_year=form.days("last"),
        this_year=form.days("this"), kept_at=int(time.time()),
    )  # fmt: skip


@require_GET
def last_year_text(request: HttpRequest, word: str) -> HttpResponse:
    """The text with its numbers; what is in doubt is to be chosen."""
    reading = _reading(request, word)
    lines = number_lines(reading.paragraphs, reading.values_then, reading.values_now, reading.pack, reading.language)
    content = TextPage(
        title=gettext("The numbers of the text"),
        about=reading.about(word),
        paragraphs=text_paragraphs(reading.paragraphs),
        to_decide=tuple(line for line in lines if line.state in ("choose", "differs")),
        known=tuple(line for line in lines if line.state == "known"),
        unknown=tuple(line for line in lines if line.state == "unknown"),
        passed=passed_lines(reading.paragraphs),
        other_year=reading.other_year,
    )
    return page(request, content)


@require_POST
def last_year_days(request: HttpRequest, word: str) -> HttpResponse:
    """Take the text as one of the year that it names itself, and find its numbers again."""
    reading = _reading(request, word)
    if (year := reading.other_year) is not None:
        this_year = reading.draft.this_year
        if this_year.last.year <= year:
            this_year = Days.of_year(year + 1)
        drafts.change_days(word, reading.draft, last_year=Days.of_year(year), this_year=this_year)
    return HttpResponseRedirect(reverse("last_year_text", args=[word]))


@require_POST
def last_year_choose(request: HttpRequest, word: str) -> HttpResponse:
    """Keep what the writer chose, and go on to this year's numbers."""
    draft = _draft_of(request, word)
    chosen = {name.removeprefix("number-"): code for name, code in request.POST.items() if name.startswith("number-")}
    drafts.choose(word, draft, {int(index): code for index, code in chosen.items() if _is_index(index)})
    return HttpResponseRedirect(reverse("last_year_changes", args=[word]))


def _is_index(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 7


@require_GET
def last_year_changes(request: HttpRequest, word: str) -> HttpResponse:
    """The text with this year's numbers on screen."""
    reading = _reading(request, word)
    lines = change_lines(reading.changes, reading.values_then, reading.pack, reading.links, reading.language)
    content = ChangesPage(
        title=gettext("This year's numbers"),
        about=reading.about(word),
        paragraphs=changed_paragraphs(
            reading.paragraphs, reading.changes, reading.pack, reading.links, reading.language
        ),
        lines=lines,
        changed=sum(1 for line in lines if line.is_changed),
    )
    return page(request, content)


@require_GET
def last_year_word(request: HttpRequest, word: str) -> HttpResponse:
    """The writer's own document with this year's numbers as tracked changes."""
    reading = _reading(request, word)
    user = request.user
    document = open_word(reading.draft.document, reading.draft.filename)
    comments = Comments(reading.now, reading.root, reading.values_then, reading.language, request.build_absolute_uri)
    signature = Signature(user.get_full_name(), datetime.now(UTC))
    content = saved(with_changes(document, tracked(reading.changes, comments.text), signature))
    stem = reading.draft.filename.rsplit(".", 1)[0] or gettext("review")
    return word_file(content, f"{stem}-{reading.draft.this_year.last:%Y-%m-%d}")


@require_POST
def last_year_forget(request: HttpRequest, word: str) -> HttpResponse:
    """Delete the text at once."""
    _draft_of(request, word)
    drafts.forget(word)
    messages.success(request, gettext("The text has been deleted from the site."))
    return HttpResponseRedirect(reverse("last_year"))


def _reading(request: HttpRequest, word: str) -> Reading:
    return Reading(request, _draft_of(request, word), spoken(request))


def _draft_of(request: HttpRequest, word: str) -> Draft:
    """The text under the word; 404 where its time is over, or it is somebody else's."""
    draft = drafts.opened(word, user=request.user.pk)
    if draft is None:
        raise Http404(gettext("This text is no longer kept; texts are deleted after two hours. Bring it again."))
    return draft


def _clocks(days: Days) -> Clocks:
    return Clocks.at(days.last, period=Period.from_days(days.first, days.last))


def _values(codes: list[str], root: int | None, scope: Scope) -> dict[str, Number | None]:
    """The values of figures; those that cannot be asked on these days have none."""
    answers = kept_answers(codes, root, scope)
    requests = {code: Request(code, scope.clocks) for code in codes}
    return {code: answers.total(asked).value for code, asked in requests.items() if asked in answers.cells}
