"""The stages of the year with their live numbers: one question for all of them, each number with the way to its list."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, override

from zugong.figures.answers import Request
from zugong.figures.queries import this_site
from zugong.kernel.facts.recording import is_recording
from zugong.kernel.keeping import Kept
from zugong.packs.attention import Attention
from zugong.packs.cycle import Cycle, Stage
from zugong.programmes.evaluating import Evaluation, LineProgress
from zugong.programmes.queries import Common, common_lines
from zugong.programmes.rules import STATES, State
from zugong.programmes.wording import state_word
from zugong.web.attention import Attentions, Matter, may_count_matter, requests_of
from zugong.web.countable import countable
from zugong.web.cycle.band import Band, BandRow, band_of, bars_of
from zugong.web.kept_answers import Numbers, Question, numbers_soon, recounted, refreshing, rights_key
from zugong.web.middleware import spoken
from zugong.web.numbers import shown_number, unit_of
from zugong.web.programmes import (
    BADGES,
    ShownLine,
    evaluation_for,
    kept_query,
    shown_common,
    the_pack,
)
from zugong.web.scope import Scope, scope_of

#: Of what presses a stage shows so many lines; the paper has the rest.
_PRESSING = 4
_KEPT_YEARS = 48
_LATE: tuple[State, ...] = ("overdue", "due")


@dataclass(frozen=True)
class ShownCount:
    """How many lines are in a state."""

    word: str
    badge: str
    count: int


@dataclass(frozen=True)
class ShownPaper:
    """A paper of a stage with how its lines stand."""

    label: str
    address: str
    counts: tuple[ShownCount, ...]


@dataclass(frozen=True)
class ShownFigure:
    """A number with the way to the rows behind it; `refusal` says why there is none."""

    label: str
    value: str
    unit: str
    address: str
    refusal: str


@dataclass(frozen=True)
class Behind:
    """An office that has not kept up: with how many lines, overdue and due."""

    owner: str
    overdue: int
    due: int
    address: str


@dataclass(frozen=True)
class ShownStage:
    """One stage as it stands."""

    code: str
    label: str
    says: str
    months: str
    is_now: bool
    level: str
    said: str
    counts: tuple[ShownCount, ...]
    papers: tuple[ShownPaper, ...]
    pressing: tuple[ShownLine, ...]
    more_pressing: int
    behind: tuple[Behind, ...]
    matters: tuple[Matter, ...]
    figures: tuple[ShownFigure, ...]
    stage: Stage

    @property
    def overdue_lines(self) -> tuple[ShownLine, ...]:
        """What of it cannot wait: shown before everything else."""
        return tuple(line for line in self.pressing if line.badge == "red")

    @property
    def waiting_lines(self) -> tuple[ShownLine, ...]:
        """What runs and is not done yet: folded on a phone."""
        return tuple(line for line in self.pressing if line.badge != "red")

    @property
    def has_nothing_overdue(self) -> bool:
        """Do the lines that run stand under the heading themselves?"""
        return not self.overdue_lines

    @property
    def has_numbers(self) -> bool:
        """Is there anything of it that the reader may count?"""
        return bool(self.counts or self.matters or self.figures)


@dataclass(frozen=True)
class Year:
    """The year below an organisation as somebody may see it, all of its numbers from one plan.

    `counted`: numbers that the page has already, those of the year among them.
    """

    cycle: Cycle
    root: int
    scope: Scope
    language: str
    query: str
    counted: Numbers | None = None

    @cached_property
    def stages(self) -> tuple[ShownStage, ...]:
        """The stages in their order; told once as long as the rows behind them are the same."""
        if is_recording():  # its own changes have no number yet
            return self._told_anew()
        rows = tuple(self.numbers.rows[one] for one in self.question.requests)
        return _stages.value((rows, self._told_to), self._told_anew)

    def _told_anew(self) -> tuple[ShownStage, ...]:
        return tuple(self._shown(one) for one in self.cycle.stages)

    @property
    def _told_to(self) -> Hashable:
        return rights_key(self.scope), the_pack().version, self.root, self.language, self.query

    @property
    def told_as(self) -> Hashable:
        access = self.scope.access
        return self.question.told_as, self.root, self.language, self.query, access.grants, access.own_person

    def again(self, scope: Scope) -> None:
        """Tell it with every number as it is now, so that the next page finds it told."""
        anew = replace(self, scope=scope)
        with override(self.language):
            replace(anew, counted=recounted(anew.question)).stages  # noqa: B018 - kept by being asked for

    @property
    def title(self) -> str:
        """What the place calls this year."""
        words = {"year": self.scope.clocks.on.year, "label": self.cycle.label(self.language)}
        return gettext("%(year)s: %(label)s") % words

    @property
    def is_shown(self) -> bool:
        return any(stage.has_numbers for stage in self.stages)

    def band(self, address: str = "") -> Band:
        """The drawing; `address` is the page on which the stages stand, "" for the page itself."""
        day = self.scope.clocks.on
        rows = [
            BandRow(
                one.label, f"{address}#stage-{one.code}", one.level, one.said, one.months, one.is_now, bars_of(one.stage, day)
            )
            for one in self.stages
        ]  # fmt: skip
        return band_of(rows, day)

    @cached_property
    def numbers(self) -> Numbers:
        """Everything that the stages show, asked for at once."""
        refreshing.tell(self)
        return self.counted or numbers_soon(self.question)

    @property
    def question(self) -> Question:
        """Every number of the year; put together once for each scope."""
        return _questions.value((this_site().definitions, self.root, self.scope), self._put_together)

    def _put_together(self) -> Question:
        figures = [Request(code, self.scope.clocks) for code in self._figures]
        matters = requests_of(self._matters, self.scope)
        asked = dict.fromkeys([*self._evaluation.requests, *figures, *matters])
        return Question(tuple(asked), self.root, self.scope)

    @cached_property
    def _evaluation(self) -> Evaluation:
        pack, stages = the_pack(), self.cycle.stages
        whole = {code for stage in stages for code in stage.programmes}
        single = {code for stage in stages for code in stage.lines}
        codes = [one.code_of(line) for one in pack.programmes.values() for line in one.lines if one.programme in whole]
        return evaluation_for(self.root, self.scope, is_recent=True, lines=tuple({*codes, *single}) or ("",))

    @cached_property
    def _progress(self) -> dict[str, LineProgress]:
        return {one.asked.code: one for one in self._evaluation.progress(self.numbers.answers)}

    @cached_property
    def _figures(self) -> tuple[str, ...]:
        named = dict.fromkeys(code for stage in self.cycle.stages for code in stage.figures)
        return tuple(code for code in named if code in countable(self.scope))

    @cached_property
    def _matters(self) -> tuple[Attention, ...]:
        attentions = the_pack().attentions
        named = dict.fromkeys(code for stage in self.cycle.stages for code in stage.matters)
        return tuple(attentions[code] for code in named if may_count_matter(attentions[code], self.scope))

    def _shown(self, stage: Stage) -> ShownStage:
        lines = [one for code, one in self._progress.items() if _is_of(stage, code)]
        commons = common_lines(lines)
        pressing = [one for one in commons if one.progress.state in _LATE]
        pressing.sort(key=lambda one: STATES.index(one.progress.state))
        matters = self._matters_of(stage)
        level = _level([one.progress.state for one in commons], matters)
        return ShownStage(
            code=stage.stage,
            label=stage.label(self.language),
            says=stage.says.in_language(self.language),
            months=_months_said(stage),
            is_now=self.scope.clocks.on.month in stage.months,
            level=level,
            said=self._said(stage, commons, matters),
            counts=_counts([one.progress for one in commons], self.language),
            papers=tuple(self._papers_of(stage, lines)),
            pressing=tuple(shown_common(one, self.language, self.query) for one in pressing[:_PRESSING]),
            more_pressing=max(len(pressing) - _PRESSING, 0),
            behind=self._behind(pressing),
            matters=matters,
            figures=tuple(self._figure(code) for code in stage.figures if code in self._figures),
            stage=stage,
        )

    def _said(self, stage: Stage, commons: Sequence[Common], matters: Sequence[Matter]) -> str:
        """What the drawing says beside the bar: the gravest, else how much is done, else that there are ratings."""
        states = [one.progress.state for one in commons]
        urgent = sum(one.level == "red" for one in matters)
        if urgent and "overdue" not in states:
            return gettext("%(count)s to look at") % {"count": urgent}
        for state in (*_LATE, "done"):
            if count := states.count(state):
                return f"{state_word(state, self.language)} {count}"
        if matters:
            return gettext("%(count)s to look at") % {"count": len(matters)}
        return gettext("ratings: %(count)s") % {"count": len(stage.schemes)} if stage.schemes else ""

    def _papers_of(self, stage: Stage, lines: Sequence[LineProgress]) -> Iterator[ShownPaper]:
        for code in dict.fromkeys((*stage.programmes, *(line.partition(".")[0] for line in stage.lines))):
            mine = [one for one in lines if one.asked.programme.programme == code]
            if mine:
                label, address = the_pack().programmes[code].label(self.language), reverse("programme", args=[code])
                yield ShownPaper(label, address + self.query, _counts(mine, self.language))

    def _behind(self, pressing: Sequence[Common]) -> tuple[Behind, ...]:
        owners: dict[str, list[State]] = {}
        for one in pressing:
            owners.setdefault(one.progress.asked.line.owner, []).append(one.progress.state)
        words = the_pack().owners
        found = [
            Behind(
                words[owner].in_language(self.language), states.count("overdue"), states.count("due"), self._by_owner
            )
            for owner, states in owners.items()
        ]
        return tuple(sorted(found, key=lambda one: (-one.overdue, -one.due)))

    @property
    def _by_owner(self) -> str:
        return reverse("programmes") + (f"{self.query}&by=owner" if self.query else "?by=owner")

    def _matters_of(self, stage: Stage) -> tuple[Matter, ...]:
        declared = tuple(one for one in self._matters if one.attention in stage.matters)
        return Attentions(self.root, self.scope, self.language, declared, self.numbers).in_all()

    def _figure(self, code: str) -> ShownFigure:
        figure, request = the_pack().figures[code], Request(code, self.scope.clocks)
        answers, label = self.numbers.answers, the_pack().figures[code].label(self.language)
        if request in answers.refused:
            refusal = answers.refused[request].sentence(self.language)
            return ShownFigure(label, "—", "", reverse("figure", args=[code]) + self.query, refusal)
        value = shown_number(answers.total(request).value, figure)
        kind = self.scope.catalogue.types.get(figure.of or "")
        opens = "figure_rows" if figure.measure is not None and kind and self.scope.may_list(kind) else "figure"
        return ShownFigure(label, value, unit_of(figure, self.language), reverse(opens, args=[code]) + self.query, "")


def _is_of(stage: Stage, code: str) -> bool:
    return code in stage.lines or code.partition(".")[0] in stage.programmes


def _level(states: Iterable[State], matters: Iterable[Matter]) -> str:
    """Red, amber, good or grey: the gravest of the lines and matters."""
    badges = [*(BADGES[state] for state in states), *(matter.level for matter in matters)]
    return next((level for level in ("red", "amber", "good") if level in badges), "grey")


def _counts(found: Sequence[LineProgress], language: str) -> tuple[ShownCount, ...]:
    states = [one.state for one in found]
    return tuple(
        ShownCount(state_word(state, language), BADGES[state], states.count(state)) for state in STATES if state in states
    )  # fmt: skip


def _months_said(stage: Stage) -> str:
    runs = [str(first) if first == last else f"{first}–{last}" for first, last in stage.runs]
    return gettext("months %(months)s") % {"months": gettext(", ").join(runs)}


def year_of(request: HttpRequest, root: int | None) -> Year | None:
    """The year below an organisation; None where there is none to be asked, or nothing of it may be counted."""
    year = year_asked(request, root)
    return year if year and year.is_shown else None


def year_asked(request: HttpRequest, root: int | None) -> Year | None:
    """The year before anything of it is counted; None for a pack without one, for whoever has nobody below (a branch has
    duties), and for whoever holds no mandate."""
    cycle, scope = the_pack().cycle, scope_of(request)
    if cycle is None or root is None or root not in scope.tree or not scope.tree.children(root):
        return None
    if not scope.access.grants:
        return None
    return Year(cycle, root, scope, spoken(request), kept_query(request, root, scope))


#: Stages as they were told, each until an entry touches what they are counted from.
_stages: Kept[tuple[ShownStage, ...]] = Kept(_KEPT_YEARS)
_questions: Kept[Question] = Kept(_KEPT_YEARS)
