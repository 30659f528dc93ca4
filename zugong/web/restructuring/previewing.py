"""What an operation would do, for the eye: its effects in words, and every figure that it changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from zugong.figures.definitions import Definitions
from zugong.figures.queries import this_site
from zugong.kernel.facts.recording import Source
from zugong.restructuring.rehearsal import FigureChange, Rehearsal, foresee, rehearse
from zugong.web.clocks import usual_day
from zugong.web.numbers import shown_number, unit_of
from zugong.web.restructuring.forms import OperationForm
from zugong.web.restructuring.sentences import EffectLine, effect_lines


@dataclass(frozen=True)
class FigureLine:
    label: str
    address: str
    before: str
    after: str
    unit: str


@dataclass(frozen=True)
class FigureGroup:
    """The figures that change below one organisation."""

    name: str
    lines: tuple[FigureLine, ...]


@dataclass(frozen=True)
class Preview:
    """What a filled-in form would do. `groups` and `unchanged` are empty until the figures are counted."""

    effects: tuple[EffectLine, ...]
    is_counted: bool
    groups: tuple[FigureGroup, ...]
    unchanged: tuple[str, ...]
    figure_count: int
    day: date
    digest: str


def preview_of(form: OperationForm, source: Source, language: str, *, is_counted: bool) -> Preview:
    """Tried out and taken back. Raises what stands against the operation."""
    operation, access = form.operation(), form.scope.access
    day = max(operation.on, usual_day())
    counted = rehearse(operation, source=source, access=access, day=day) if is_counted else None
    seen = counted or foresee(operation, source=source, access=access)
    return Preview(
        effects=effect_lines(seen.effects, seen.names, form.scope, language),
        is_counted=is_counted,
        groups=_figure_groups(counted, this_site().definitions, language) if counted else (),
        unchanged=_unchanged(counted) if counted else (),
        figure_count=counted.asked if counted else 0,
        day=day,
        digest=seen.effects.digest,
    )


def _unchanged(found: Rehearsal) -> tuple[str, ...]:
    changed = {one.organisation for one in found.changes}
    return tuple(found.names[pk] for pk in found.organisations if pk not in changed)


def _figure_groups(found: Rehearsal, definitions: Definitions, language: str) -> tuple[FigureGroup, ...]:
    groups = []
    for pk in found.organisations:
        lines = tuple(_figure_line(one, definitions, language) for one in found.changes if one.organisation == pk)
        if lines:
            groups.append(FigureGroup(found.names[pk], lines))
    return tuple(groups)


def _figure_line(change: FigureChange, definitions: Definitions, language: str) -> FigureLine:
    figure = definitions.figure(change.figure)
    return FigureLine(
        label=figure.zh if language.startswith("zh") else figure.en,
        address=reverse("figure", args=[change.figure]),
        before=shown_number(change.before, figure),
        after=shown_number(change.after, figure),
        unit=unit_of(figure, language),
    )
