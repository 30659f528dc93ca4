"""What proposes organisations for a case: the signals of the type, counted for all of them in one plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from zugong.figures.answers import Request
from zugong.figures.queries import this_site
from zugong.kernel.time import Clocks
from zugong.packs.attention import span_of
from zugong.packs.case_parts import Signal
from zugong.packs.case_types import CaseType
from zugong.web.cases.asked import AskedCases
from zugong.web.kept_answers import Question, numbers_soon


def signals_of(asked: AskedCases, declared: CaseType, organisations: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
    """By organisation what was found there, in words and in the order of the type; only what the user may count."""
    signals = [one for one in declared.signals if _may_count(asked, one)]
    if not signals or not organisations:
        return {}
    requests = {one.signal: Request(one.figure, _clocks(asked, one)) for one in signals}
    question = Question(tuple(dict.fromkeys(requests.values())), None, asked.scope, groups=tuple(organisations))
    answers, found = numbers_soon(question).answers, defaultdict(list)
    for one in signals:
        if requests[one.signal] in answers.refused:
            continue
        for group, cell in answers.groups(requests[one.signal]).items():
            if cell.value and isinstance(group, int):
                found[group].append(one.label(asked.language))
    return {organisation: tuple(labels) for organisation, labels in found.items()}


def _may_count(asked: AskedCases, signal: Signal) -> bool:
    figure = this_site().definitions.pack.figures.get(signal.figure)
    return figure is not None and asked.scope.may_count(asked.scope.catalogue.types[figure.of or ""])


def _clocks(asked: AskedCases, signal: Signal) -> Clocks:
    clocks = asked.scope.clocks
    return replace(clocks, period=span_of(signal.span, clocks.on)) if signal.span else clocks
