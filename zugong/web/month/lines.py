"""The lines of the month: duties of programmes, matters that figures count and what waits for an answer, most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from zugong.programmes.evaluating import LineProgress, RoundProgress
from zugong.programmes.queries import Common, DueLine, common_lines, due_lines
from zugong.web.attention import Matter, attentions_below
from zugong.web.middleware import spoken
from zugong.web.month.deeds import (
    excuse_address,
    form_address,
    late_check_address,
    meeting_address,
    names_address,
    table_address,
)
from zugong.web.month.done import DoneLine, done_lines
from zugong.web.programmes import counting_below, evaluation_for, kept_query
from zugong.web.scope import Scope, scope_of
from zugong.web.tasks import Task, tasks_of

#: So many lines are read at a glance; the others are folded beneath them.
MOST_LINES = 5


@dataclass(frozen=True)
class MonthLine:
    """One thing to do. `asks` says who asks, by which paper or rule; `due` is None where no date is set.

    `meeting` is the page of the meeting that it asks for, `names` the list on which names are ticked off, `table` the one
    in which several are done at once; `form` opens in the page and records that it was done, `excuse` says why it is not
    asked this time, `rows` lists who has it open; each "" where there is none. `address` tells everything about it.
    """

    label: str
    count: str
    why: str
    asks: tuple[str, ...]
    due: date | None
    is_over: bool
    level: str
    address: str
    meeting: str = ""
    names: str = ""
    form: str = ""
    excuse: str = ""
    rows: str = ""
    table: str = ""

    @property
    def more_papers(self) -> int:
        """How many papers ask for it besides the first."""
        return max(len(self.asks) - 1, 0)


@dataclass(frozen=True)
class Month:
    """What an organisation has before it. `next_due` is the first date among the folded lines, None where none has one."""

    organisation: int
    name: str
    on: date
    lines: tuple[MonthLine, ...]
    more: tuple[MonthLine, ...]
    next_due: date | None
    done: tuple[DoneLine, ...]


def month_of(request: HttpRequest) -> Month | None:
    """The month of a branch or a township; None for whoever answers for a county or more, and for who may count nothing."""
    scope = scope_of(request)
    if scope.root is None:
        return None
    return month_with(request, attentions_below(scope.root, scope, spoken(request)).in_all(), tasks_of(request))


def month_with(request: HttpRequest, noticed: Iterable[Matter], tasks: Iterable[Task]) -> Month | None:
    """The same for a page that knows already what figures and offices ask for."""
    scope = scope_of(request)
    root = scope.root
    if root is None or scope.reaches_a_county or not scope.access.grants:
        return None
    lines, done = _duties(request, root, scope)
    asked = {line.why for line in lines}
    # A figure may count what a duty asks for as well, by the same sentence of the same paper: it is one thing to do.
    matters = [_of_matter(one) for one in noticed if one.why not in asked]
    every = sorted([*map(_of_task, tasks), *lines, *matters], key=_urgency)
    more = tuple(every[MOST_LINES:])
    dates = [line.due for line in more if line.due]
    return Month(
        root, scope.tree.name(root), scope.clocks.on, tuple(every[:MOST_LINES]), more, min(dates, default=None), done
    )  # fmt: skip


def _urgency(line: MonthLine) -> tuple[bool, bool, date, str]:
    """Overdue before due, the earlier before the later, what has no date last."""
    return not line.is_over, line.due is None, line.due or date.max, line.label


def _duties(request: HttpRequest, root: int, scope: Scope) -> tuple[list[MonthLine], tuple[DoneLine, ...]]:
    language = spoken(request)
    evaluation = evaluation_for(root, scope, is_recent=True)
    found = common_lines(evaluation.progress(counting_below(root, scope)(evaluation.requests)))
    query = kept_query(request, root, scope)
    lines = [
        _of_duty(common, due, root, scope, query, language) for common in found for due in due_lines(common, language)
    ]  # fmt: skip
    return lines, done_lines(_done(found), root, scope, language, query)


def _done(found: Iterable[Common]) -> Iterator[tuple[LineProgress, RoundProgress]]:
    for common in found:
        one = common.progress.current
        if common.progress.asked.counted_line.duty and one is not None and one.state == "done":
            yield common.progress, one


def _of_duty(common: Common, due: DueLine, root: int, scope: Scope, query: str, language: str) -> MonthLine:
    asked = common.progress.asked
    one = next(each.round for each in common.progress.rounds if each.round.period.start == due.round_start)
    duty = asked.counted_line.duty
    # Of one branch: a duty on its members or problems is on somebody whom it must name, be it on one of them.
    is_own = due.required == 1 and not scope.tree.children(root) and (duty is None or duty.of == "organisation")
    more = f"{query}&" if query else "?"
    rows = f"{reverse('programme_rows', args=[due.code])}{more}part=open&round={due.round_start.isoformat()}"
    meeting = meeting_address(due, root, scope) if is_own else ""
    names = names_address(asked, one, root, scope) if is_own else ""
    may_list = duty is not None and scope.may_list(scope.catalogue.types[duty.of])
    return MonthLine(
        label=f"{due.label}（{due.round_name}）" if due.round_name else due.label,
        count="" if is_own else gettext("%(open)s of %(all)s open") % {"open": due.open_count, "all": due.required},
        why=due.why,
        asks=tuple(_asks(common, language)),
        due=due.deadline,
        is_over=due.is_over,
        level="red" if due.is_over else "amber",
        address=f"{reverse('programme_line', args=[due.code])}{more}round={due.round_start.isoformat()}",
        meeting=meeting,
        names=names,
        form=form_address(asked, one, root, scope)
        if is_own and not (meeting or names)
        else late_check_address(asked, one, root, scope),
        excuse=excuse_address(due, one, asked, root, scope) if is_own else "",
        rows=rows if may_list and not is_own else "",
        table=table_address(asked, one, root, scope),
    )  # fmt: skip


def _asks(common: Common, language: str) -> Iterator[str]:
    """Each paper once, with whoever issued it."""
    papers = [each.programme.paper for each in common.asked_by]
    yield from dict.fromkeys(f"{paper.issuer.in_language(language)}《{paper.title}》" for paper in papers)


def _of_matter(one: Matter) -> MonthLine:
    return MonthLine(
        label=one.label,
        count="" if one.count is None else f"{one.count} {one.unit}",
        why=one.why,
        asks=(f"《{one.source}》",) if one.source else (),
        due=date.fromisoformat(one.due) if len(one.due) == len("2020-01-01") else None,
        is_over=one.is_over,
        level=one.level,
        address=one.address,
        rows=one.address if one.count is not None else "",
    )


def _of_task(one: Task) -> MonthLine:
    return MonthLine(
        label=one.label, count=f"{one.count} {one.unit}", why=one.why, asks=(),
        due=date.fromisoformat(one.due) if one.due else None, is_over=one.is_over, level=one.level, address=one.address,
    )  # fmt: skip
