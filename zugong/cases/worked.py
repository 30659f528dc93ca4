"""Worked cases of case types: what comes out by the rules, beside what the pack says must. Run by the check of a pack."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from zugong.cases.elections import Listed, counted, holders
from zugong.cases.judging import judge
from zugong.cases.rules import BUILT_IN, About, Act, CaseState
from zugong.cases.types import CaseTypes, read_types
from zugong.cases.wording import Said
from zugong.kernel.errors import PackError
from zugong.kernel.time import PartialDate
from zugong.packs.case_types import CaseType
from zugong.packs.reading import nearest
from zugong.packs.worked_cases import ExpectedState, GivenAct, WorkedCase, read_worked_cases


def signal_errors(folders: Sequence[Path], figures: Collection[str]) -> list[PackError]:
    """Signals and candidates of case types, and boards, that name no figure of the pack."""
    try:
        types = read_types(folders)
    except PackError:
        return []  # told with the worked cases
    declared = [*types.types.values(), *types.forms]
    named = [(one, "signals", signal.figure) for one in declared for signal in one.signals]
    named += [(one, "candidates", one.candidates) for one in types.types.values() if one.candidates]
    wrong = [
        one.error(f"there is no figure {figure!r}{nearest(figure, figures)}", key=key)
        for one, key, figure in named
        if figure not in figures
    ]
    return wrong + [
        board.error(f"there is no figure {figure!r}{nearest(figure, figures)}", key="figures")
        for board in types.boards.values()
        for figure in board.figures
        if figure not in figures
    ]


def worked_case_errors(folders: Sequence[Path]) -> list[PackError]:
    """Everything that is wrong with the case types of a lineage and with what their worked cases come to."""
    try:
        types, cases = read_types(folders), list(read_worked_cases(folders))
    except PackError as error:
        return [error]
    return [error for case in cases for error in _errors(case, types)]


def _errors(case: WorkedCase, types: CaseTypes) -> Iterator[PackError]:
    if case.of not in types.types:
        yield case.error(f"there is no case type {case.of!r}{nearest(case.of, types.types)}", key="of")
        return
    case_type = types.with_forms(case.of, case.forms)
    known = {*BUILT_IN, *(one.step for one in case_type.steps)}
    named = [*case.done, *(one.step for one in (*case.acts, *([case.tried] if case.tried else [])))]
    if unknown := [name for name in named if name not in known]:
        yield case.error(f"there is no step {unknown[0]!r}{nearest(unknown[0], known)}", key="done")
        return
    yield from _differences(case, case_type, _state(case, case_type, types))


def _state(case: WorkedCase, case_type: CaseType, types: CaseTypes) -> CaseState:
    """The case after its acts; who is chosen by each count hangs on the counts before."""
    state = CaseState(case_type, (), types.calendar)
    usual = [GivenAct(step=step, on=on) for step, on in case.done.items()]
    for line, given in enumerate((*usual, *case.acts), start=1):
        act = counted(state, replace(_act(given, case_type), line=line))
        state = CaseState(case_type, (*state.acts, act), types.calendar)
    return state


def _act(given: GivenAct, case_type: CaseType) -> Act:
    step = case_type.step(given.step)
    papers = given.papers if given.papers is not None else step.papers if step else ()
    outcome = given.outcome or (step.outcomes[0].outcome if step and step.outcomes else None)
    listed = tuple(
        Listed(post, person, votes) for post, named in given.listed.items() for person, votes in named.items()
    )
    return Act(given.step, given.on, outcome, given.values, papers, listed=listed)


def _differences(case: WorkedCase, case_type: CaseType, state: CaseState) -> Iterator[PackError]:
    wanted, day = case.expect, _asked_on(case, state)
    if case.tried is not None:
        yield from _judged(case, state, _act(case.tried, case_type))
    found = {
        "next": tuple(one.step.step for one in state.offers(day) if one.is_possible(day) and not one.step.optional),
        "ended": state.ended, "missing": state.missing_papers(),
    }  # fmt: skip
    for key, value in found.items():
        if key in wanted.model_fields_set and getattr(wanted, key) != value:
            yield _error(case, f"{key} is {value}, not {getattr(wanted, key)}")
    if wanted.holders is not None and (there := _holders(state)) != wanted.holders:
        yield _error(case, f"the posts are held by {there}, not {wanted.holders}")
    yield from _days(case, state, wanted, day)


def _holders(state: CaseState) -> dict[str, tuple[int, ...]]:
    return {post: tuple(sorted(found)) for post, found in holders(state).items() if found}


def _chosen(state: CaseState, act: Act) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for one in counted(state, act).listed:
        if one.is_chosen:
            found[one.post] = tuple(sorted((*found.get(one.post, ()), one.person)))
    return found


def _asked_on(case: WorkedCase, state: CaseState) -> date:
    return case.asked_on or (case.tried.on if case.tried else state.acts[-1].on)


def _days(case: WorkedCase, state: CaseState, wanted: ExpectedState, day: date) -> Iterator[PackError]:
    for name, expected in wanted.dates.items():
        if state.day_of(name) != expected:
            yield _error(case, f"{name} is {state.day_of(name)}, not {expected}")
    for kind, expected_days in (("earliest", wanted.earliest), ("due", wanted.due)):
        for name, expected in expected_days.items():
            step = state.case_type.step(name)
            limit = getattr(state, kind)(step, day) if step else None
            if (limit.day if limit else None) != expected:
                yield _error(case, f"{kind} of {name} is {limit.day if limit else None}, not {expected}")


def _judged(case: WorkedCase, state: CaseState, act: Act) -> Iterator[PackError]:
    about = About(PartialDate(case.born_on), _persons(act), case.open_tasks)
    judged, wanted = judge(state, act, about), case.expect
    stops = tuple(one.condition for one in judged.stops)
    warned = tuple(one.condition for one in judged.warnings)
    if wanted.refused is not None and stops != wanted.refused:
        yield _error(
            case, f"refused by {stops or 'nothing'}, not {wanted.refused or 'nothing'}: {_first(judged.stops)}"
        )
    if wanted.warned is not None and warned != wanted.warned:
        yield _error(case, f"warned by {warned or 'nothing'}, not {wanted.warned or 'nothing'}")
    if wanted.outcome is not None and (judged.outcome.outcome if judged.outcome else None) != wanted.outcome:
        yield _error(case, f"the outcome is {judged.outcome.outcome if judged.outcome else None}")
    if wanted.chosen is not None and (chosen := _chosen(state, act)) != wanted.chosen:
        yield _error(case, f"elected are {chosen}, not {wanted.chosen}")
    said = next((one.said for one in judged.verdicts), Said("", ""))
    for language, expected in (("zh", wanted.says_zh), ("en", wanted.says_en)):
        if expected is not None and said.in_language(language) != expected:
            yield _error(case, f"it says {said.in_language(language)!r}")


def _persons(act: Act) -> frozenset[int]:
    """In a worked case everybody who is named by a positive number is a full member."""
    named = (act.values.get("first_person"), act.values.get("second_person"), *(one.person for one in act.listed))
    return frozenset(one for one in named if isinstance(one, int) and one > 0)


def _first(verdicts: Sequence) -> str:
    return verdicts[0].said.en if verdicts else ""


def _error(case: WorkedCase, problem: str) -> PackError:
    return case.error(f"case {case.case!r}: {problem}", key="expect")
