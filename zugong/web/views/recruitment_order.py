"""The order of a recruitment by total: page by page or one post, as a workbook, and the call of who is next."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import ClassVar

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.exchange.exporting import write_table
from zugong.kernel.errors import RuleBroken
from zugong.recruitment import rules
from zugong.recruitment.deciding import call_next
from zugong.recruitment.models import Application
from zugong.recruitment.notices import EXAMINED, VETTED, Notice
from zugong.recruitment.order import PostOrder, orders
from zugong.recruitment.registering import filled_in
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.recruitment.doors import log_applicants, notice_of_own, officer_of
from zugong.web.recruitment.words import LEVELS, absent_word, part_words, stage_words
from zugong.web.repeating import safe_to_repeat
from zugong.web.typed import typed_number
from zugong.web.views.jobs import examination_of
from zugong.web.views.recruitment_batch import notice_crumbs

_PAGE = 50
#: Where somebody without a place stands: after everybody who has one.
_NO_PLACE = 1_000_000


@dataclass(frozen=True)
class OrderLine:
    """One line of the order of a post; `scores` are those of the parts that the page shows, in words where there is none."""

    place: int | None
    number: int
    name: str
    scores: tuple[tuple[str, str], ...]
    total: Decimal | None
    is_tied: bool
    state: str
    level: str


@dataclass(frozen=True)
class OrderPart:
    """The lines of one post on this page."""

    name: str
    places: int
    lines: tuple[OrderLine, ...]


@dataclass(frozen=True)
class PostChoice:
    """A post to look at by itself."""

    id: int
    name: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class OrderPage(Page):
    """The order of each post, and the call of who is next."""

    template: ClassVar[str] = "web/recruitment/order.html"
    crumbs: tuple[Crumb, ...]
    rule: str
    posts: tuple[OrderPart, ...]
    parts: tuple[str, ...]
    choices: tuple[PostChoice, ...]
    next: str
    undecided: tuple[str, ...]
    further_address: str
    workbook_address: str
    may_call: bool
    is_published: bool
    problem: str


@dataclass(frozen=True)
class _Placed:
    """Somebody's line, with the place of the line among all lines of the notice."""

    key: tuple[int, int, int]
    order: PostOrder
    line: rules.Ranked


@safe_to_repeat
def recruitment_order(request: HttpRequest, identity: int) -> HttpResponse:
    """The order; a POST calls who is next for every free place."""
    found = notice_of_own(request, identity)
    if request.method != "POST":
        return _order(request, found, "", 200)
    try:
        called = call_next(found=found, officer=officer_of(request))
    except RuleBroken as error:
        return _order(request, found, error.sentence(spoken(request)), 422)
    if called:
        messages.success(request, gettext("%(count)s called to the medical and background check.") % {"count": called})
    else:
        messages.info(
            request, gettext("Nobody to call: every place has somebody, or nobody with a place in the order is left.")
        )
    return HttpResponseRedirect(request.get_full_path())


def recruitment_order_workbook(request: HttpRequest, identity: int) -> FileResponse:
    """The whole order as a workbook, to print and to put with the papers."""
    found = notice_of_own(request, identity)
    made = orders(found)
    parts, placed = _parts(found, made), _placed(made)
    people = Application.objects.filter(notice=found.id).in_bulk([one.line.scored.application for one in placed])
    log_applicants(request, found, len(placed), act="export")
    headings = [
        gettext("Code"), gettext("Post applied for"), gettext("Place in the order"), gettext("Number on the slip"),
        gettext("Applicant's name"), *(part_words()[part] for part in parts), gettext("Total"), gettext("State"),
    ]  # fmt: skip
    numbers = [False, False, True, True, False, *(True for _ in parts), True, False]
    rows = (_cells(request, one, people[one.line.scored.application], parts) for one in placed)
    stream = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_table(gettext("Order by total"), headings, numbers, rows, stream)
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=f"{found.title} {gettext('Order by total')}.xlsx")


def _cells(request: HttpRequest, one: _Placed, application: Application, parts: Sequence[str]) -> list[str]:
    shown, post = _line(request, one, application, parts), one.order.post.values
    numbers = [shown.place, shown.number]
    return [
        post["code"], post["name"], *("" if number is None else str(number) for number in numbers), shown.name,
        *(score for _, score in shown.scores), "" if shown.total is None else str(shown.total), shown.state,
    ]  # fmt: skip


def _order(request: HttpRequest, found: Notice, problem: str, status: int) -> HttpResponse:
    only = _only(request, found)
    made, after = orders(found), _after(request)
    listed = [one for one in _placed(made, only) if one.key > after]
    rows, parts = listed[:_PAGE], _parts(found, made)
    people = Application.objects.filter(notice=found.id).in_bulk([one.line.scored.application for one in rows])
    log_applicants(request, found, len(rows))
    suffix = f"post={only}&" if only else ""
    content = OrderPage(
        title=gettext("Order by total"),
        crumbs=notice_crumbs(found),
        rule=examination_of(found, spoken(request)),
        posts=tuple(
            OrderPart(_name(order), order.post.values["places"], tuple(
                _line(request, one, people[one.line.scored.application], parts) for one in some
                if one.line.scored.application in people
            ))
            for order, some in _by_post(made, rows, only, is_whole=len(listed) == len(rows) and not any(after))
        ),
        parts=tuple(part_words()[part] for part in parts),
        choices=tuple(
            PostChoice(order.post.anchor or 0, _name(order), order.post.anchor == only) for order in made
        ) if len(made) > 1 else (),
        next=f"?{suffix}after={'.'.join(map(str, rows[-1].key))}" if len(listed) > len(rows) else "",
        undecided=tuple(_name(order) for order in made if order.following.tied),
        further_address=reverse("recruitment_scores", args=[found.id, rules.FURTHER]),
        workbook_address=reverse("recruitment_order_workbook", args=[found.id]),
        may_call=found.last(EXAMINED) is not None and found.last(VETTED) is None and not found.ended_on,
        is_published=found.last(EXAMINED) is not None,
        problem=problem,
    )  # fmt: skip
    return page(request, content, status=status)


def _name(order: PostOrder) -> str:
    return f"{order.post.values['code']} {order.post.values['name']}"


def _only(request: HttpRequest, found: Notice) -> int | None:
    """The post that is asked for; None for all. 404 for one that the notice does not have."""
    asked = typed_number(request.GET.get("post", ""))
    if asked is not None and found.post(asked) is None:
        raise Http404
    return asked


def _after(request: HttpRequest) -> tuple[int, int, int]:
    """The line after which the page begins. It need not be there any more: a key is a place, not a person."""
    said = [typed_number(text) or 0 for text in request.GET.get("after", "").split(".")]
    return (said[0], said[1], said[2]) if len(said) == 3 else (0, 0, 0)


def _placed(made: Sequence[PostOrder], only: int | None = None) -> list[_Placed]:
    """Every line with its key: post after post, by place, then as they registered."""
    return [
        _Placed((number, line.place or _NO_PLACE, line.scored.application), order, line)
        for number, order in enumerate(made) if only in (None, order.post.anchor)
        for line in order.lines
    ]  # fmt: skip


def _by_post(
    made: Sequence[PostOrder], rows: Sequence[_Placed], only: int | None, *, is_whole: bool
) -> Iterator[tuple[PostOrder, list[_Placed]]]:
    """The lines of a page by post. A post for which nobody was admitted is said where the page is the whole order."""
    by_post = {number: list(some) for number, some in groupby(rows, key=lambda one: one.key[0])}
    for number, order in enumerate(made):
        is_shown = number in by_post or (is_whole and not order.lines and only in (None, order.post.anchor))
        if is_shown:
            yield order, by_post.get(number, [])


def _parts(found: Notice, made: Sequence[PostOrder]) -> tuple[str, ...]:
    """The parts that count, and the further test where anybody sat one."""
    has_further = any(line.scored.further is not None for order in made for line in order.lines)
    return (*found.weights.parts, *((rules.FURTHER,) if has_further else ()))


def _line(request: HttpRequest, one: _Placed, application: Application, parts: Sequence[str]) -> OrderLine:
    line, words = one.line, part_words()
    return OrderLine(
        line.place, application.number, filled_in(application)[rules.NAME],
        tuple((words[part], _score(request, application, part)) for part in parts),
        line.total, line.is_tied, stage_words()[application.stage], LEVELS[application.stage],
    )  # fmt: skip


def _score(request: HttpRequest, application: Application, part: str) -> str:
    score = getattr(application, part)
    if part in application.absent.split(","):
        return absent_word(spoken(request))
    return "" if score is None else str(score)
