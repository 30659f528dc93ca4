"""The text of a review on its clocks: its template, one question for all numbers, and the written result."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from django.conf import settings

from zugong.figures.answers import Answers
from zugong.figures.grouping import Grouping
from zugong.figures.queries import this_site
from zugong.kernel.time import Clocks, Period
from zugong.organisations.queries import tree_at
from zugong.packs.pack import installed_pack
from zugong.packs.reading import nearest
from zugong.packs.reports import Report, read_reports
from zugong.reviews.composing import compose
from zugong.reviews.errors import NoSuchReport, OrganisationNotThere, ReviewEndsBeforeItBegins
from zugong.reviews.filling import About, Filling
from zugong.reviews.models import ReviewState, TemplateVersion
from zugong.reviews.outline import Line, Outline, from_json, outline_of
from zugong.reviews.template import Template, read_template
from zugong.reviews.written import Written, WrittenLine, as_json

_KEPT_TEMPLATES = 64


@dataclass(frozen=True)
class Subject:
    """Whom and when a review speaks of. Raises nothing; `clocks_of` checks the days."""

    title: str
    organisation: int
    on: date
    tree: date
    first: date
    last: date
    known: int | None = None

    @property
    def clocks(self) -> Clocks:
        """Raises ReviewEndsBeforeItBegins."""
        if self.last < self.first:
            raise ReviewEndsBeforeItBegins(first=self.first, last=self.last)
        return Clocks(self.on, self.tree, Period.from_days(self.first, self.last), self.known)


@dataclass(frozen=True)
class Text:
    """A review written out: its template, its numbers, and the result."""

    template: Template
    filling: Filling
    written: Written

    @cached_property
    def digest(self) -> str:
        """Equal where a reader reads the same: what was shown, compared with what is approved."""
        kept = json.dumps(as_json(self.written), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(kept.encode()).hexdigest()[:24]


@cache
def installed_reports(pack: str) -> dict[str, Report]:
    """The reports of an installed pack, read once per process. Raises PackError."""
    return read_reports(installed_pack(pack).folders)


def the_report(code: str) -> Report:
    """The report of this site's pack. Raises NoSuchReport."""
    reports = installed_reports(settings.ZUGONG_PACK)
    if code not in reports:
        raise NoSuchReport(pack=settings.ZUGONG_PACK, report=code, nearest=nearest(code, reports))
    return reports[code]


def report_outline(report: Report) -> Outline:
    """The outline of a pack's report."""
    return outline_of(report.text)


def outline_kept(version: TemplateVersion) -> Outline:
    """The outline that was read from a version's file."""
    return from_json(version.outline)


def template_of(state: ReviewState) -> Template:
    """The template from which a review is written: its own, or the pack's report. Raises NoSuchReport."""
    return template_read(
        outline_kept(state.template) if state.template else report_outline(the_report(state.report))
    )  # fmt: skip


_templates: dict[Any, Template] = {}


def template_read(outline: Outline) -> Template:
    """The template of an outline by this site's pack; kept, because reading one takes longer than a page should."""
    pack = installed_pack(settings.ZUGONG_PACK)
    key = (pack.name, hash(outline), len(outline))
    if key not in _templates:
        while len(_templates) >= _KEPT_TEMPLATES:
            _templates.pop(next(iter(_templates)))
        _templates[key] = read_template(outline, pack)
    return _templates[key]


def grouping_of(subject: Subject) -> Grouping:
    """Where the numbers of a review count, and under which subordinate. Raises OrganisationNotThere."""
    tree = tree_at(subject.tree, subject.known)
    if subject.organisation not in tree:
        raise OrganisationNotThere(day=subject.tree)
    return Grouping(subject.organisation, tree.group_of(subject.organisation), tree.parent_of)


def about(subject: Subject) -> About:
    """Whom the text speaks of, by the names of its tree. Raises OrganisationNotThere, ReviewEndsBeforeItBegins."""
    grouping_of(subject)
    tree = tree_at(subject.tree, subject.known)
    children = {child: tree.name(child) for child in tree.children(subject.organisation)}
    is_whole = tree.parent(subject.organisation) is None
    return About(subject.clocks, tree.name(subject.organisation), children, is_whole)


def text_of(template: Template, speaks_of: About, answers: Answers) -> Text:
    """The text from the answers to `requests_of` its template on its clocks."""
    filling = Filling(this_site().definitions, speaks_of, answers)
    return Text(template, filling, compose(template, filling))


def usual_title(text: str, speaks_of: About) -> str:
    """A title with what it says of organisation and year filled in. Names of figures in it stay as they stand."""
    definitions = this_site().definitions
    filling = Filling(definitions, speaks_of, Answers({}))
    template = read_template((Line("title", text),), definitions.pack)
    if template.problems or template.figures:
        return text
    return "".join(block.text for block in compose(template, filling) if isinstance(block, WrittenLine))
