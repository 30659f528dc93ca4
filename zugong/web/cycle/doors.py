"""Where a stage leads besides its numbers: its lists, its reports, its sheets of answers; only doors that stand open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from zugong.packs.cycle import Stage
from zugong.reviews.text import installed_reports
from zugong.web.programmes import the_pack
from zugong.web.reviewing.rights import draftable_roots
from zugong.web.reviewing.sheets import open_sheets
from zugong.web.scope import Scope


@dataclass(frozen=True)
class StageDoor:
    """A page beside the numbers of a stage."""

    label: str
    address: str


def stage_doors(stage: Stage, scope: Scope, language: str) -> tuple[StageDoor, ...]:
    """The doors of a stage that stand open to the user."""
    return (*_lists(stage, scope, language), *_reports(stage, scope, language), *_briefings(stage, scope, language))


def _lists(stage: Stage, scope: Scope, language: str) -> Iterator[StageDoor]:
    for code in stage.lists:
        kind = scope.catalogue.types[code]
        if scope.may_list(kind):
            yield StageDoor(kind.name(language), reverse("record_list", args=[code]))


def _reports(stage: Stage, scope: Scope, language: str) -> Iterator[StageDoor]:
    """Texts are written by whoever answers for every matter of an organisation."""
    if stage.reports and draftable_roots(scope):
        reports = installed_reports(the_pack().name)
        yield from (StageDoor(reports[code].label(language), reverse("reviews")) for code in stage.reports)


def _briefings(stage: Stage, scope: Scope, language: str) -> Iterator[StageDoor]:
    sheets = open_sheets(scope, language) if stage.briefings else {}
    for code in stage.briefings:
        if code in sheets:
            yield StageDoor(sheets[code].briefing.label(language), reverse("briefing", args=[code]))
