"""Defining a request: its head, its boxes with how many of them the data already answer, and where it goes from there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from zugong.kernel.errors import RuleBroken
from zugong.requests import actions
from zugong.requests.asked_before import AskedBefore, asked_before
from zugong.requests.models import Layout
from zugong.requests.permissions import asking
from zugong.requests.prefilling import Filled, known_values
from zugong.requests.queries import boxes_of, standing_of
from zugong.requests.rules import ANSWER_KINDS, CHOICE, MONEY, NUMBER, Box, choices_of
from zugong.requests.sources import SourceGroup, source_groups, source_of
from zugong.requests.workbook import MOST_BYTES, read_layout
from zugong.web.clocks import usual_day
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.requests.heads import Head, Tick, empty_head, head_of, read_head
from zugong.web.requests.opened import Opened, State, actor_of, opened, state_of
from zugong.web.scope import scope_of
from zugong.web.typed import typed_number

_LONGEST = {"words": 80, "unit": 12, "hint": 120, "choices": 300}


@dataclass(frozen=True)
class BoxLine:
    """A box of the draft: for how many of those who owe it the data answer, and where the same was asked before."""

    box: Box
    kind: str
    source: str
    known: int
    all: int
    width: int
    before: AskedBefore | None

    @property
    def is_known_to_all(self) -> bool:
        return self.all > 0 and self.known == self.all

    @property
    def may_take(self) -> bool:
        """May the answers of the earlier request be taken?"""
        return self.before is not None and self.box.is_question and not self.box.takes_from


@dataclass(frozen=True, kw_only=True)
class NewPage(Page):
    """The head of a new request; `copied` is the title of the one whose boxes it takes over."""

    template: ClassVar[str] = "web/requests/new.html"
    head: Head
    copied: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class DefinePage(Page):
    """The draft at work. `needs_nobody`: the data answer everything, so that it need not go out."""

    template: ClassVar[str] = "web/requests/define.html"
    code: str
    state: State
    is_draft: bool
    paper: str
    head: Head
    lines: tuple[BoxLine, ...]
    owed: tuple[tuple[str, tuple[str, ...]], ...]
    owed_count: int
    known_values: int
    all_values: int
    needs_nobody: bool
    groups: tuple[SourceGroup, ...]
    kinds: tuple[Tick, ...]
    typed: dict[str, str]
    layout: str
    board_address: str
    problem: str


@safe_to_repeat
def request_new(request: HttpRequest) -> HttpResponse:
    """The head; `from` takes over the boxes of an earlier request. 403 for who may not ask."""
    if asking(scope_of(request).access).is_nothing:
        raise PermissionDenied(gettext("A request is defined by an office that may check in matters of work."))
    earlier = typed_number(request.GET.get("from", ""))
    copied = _copied(request, earlier) if earlier is not None else None
    if request.method != "POST":
        return _new_page(request, empty_head(request, copied.request if copied else None), copied)
    read = read_head(request)
    if read.said is None:
        return _new_page(request, read.head, copied, problem=gettext("Some fields need another look; they are marked."))
    try:
        made = actions.define(
            said=read.said, owed_by=read.owed_by, boxes=copied.boxes if copied else (), actor=actor_of(request)
        )
    except RuleBroken as error:
        return _new_page(request, read.head, copied, problem=error.sentence(spoken(request)))
    return HttpResponseRedirect(reverse("request_define", args=[made]))


def _copied(request: HttpRequest, earlier: int) -> Opened | None:
    found = opened(request, earlier)
    return found if found.may_ask else None


def _new_page(request: HttpRequest, head: Head, copied: Opened | None, problem: str = "") -> HttpResponse:
    content = NewPage(
        title=gettext("Define a request"), head=head, copied=copied.request.title if copied else "", problem=problem,
    )  # fmt: skip
    return page(request, content, status=422 if problem else 200)


@safe_to_repeat
def request_define(request: HttpRequest, identity: int) -> HttpResponse:
    """The draft; POST does what the button says. 404 for who may not know of it, 403 for who may not ask."""
    found = opened(request, identity)
    if not found.may_ask:
        raise PermissionDenied(gettext("Only the office that asks, or one above it that checks, may do this."))
    if found.standing.is_closed or found.standing.is_from_data:
        return HttpResponseRedirect(reverse("request", args=[identity]))
    if request.method != "POST":
        return _define_page(found)
    return _done(found)


def _done(found: Opened) -> HttpResponse:
    do = found.http.POST.get("do", "")
    deeds: dict[str, Callable[[Opened], None]] = {
        "head": _change_head, "owe": _change_who_owes, "field": _add_field, "question": _add_question,
        "remove": _remove, "take": _take, "layout": _bring_layout, "out": _send_out, "from_data": _answer_from_data,
        "drop": _drop,
    }  # fmt: skip
    if do not in deeds:
        raise Http404
    try:
        deeds[do](found)
    except RuleBroken as error:
        return _define_page(found, error.sentence(found.language))
    except _NeedsAnotherLook as wrong:
        return _define_page(found, gettext("Some fields need another look; they are marked."), wrong.head)
    if do in ("out", "from_data", "drop"):
        return HttpResponseRedirect(
            reverse("requests") if do == "drop" else reverse("request", args=[found.request.id])
        )
    return HttpResponseRedirect(f"{reverse('request_define', args=[found.request.id])}{_ANCHORS.get(do, '')}")


_ANCHORS = {"field": "#boxes", "question": "#boxes", "remove": "#boxes", "take": "#boxes", "owe": "#owed"}


class _NeedsAnotherLook(Exception):
    def __init__(self, head: Head) -> None:
        self.head = head


def _change_head(found: Opened) -> None:
    read = read_head(found.http, organisation=found.request.organisation)
    if read.said is None:
        raise _NeedsAnotherLook(read.head)
    actions.redefine(standing=found.standing, said=read.said, actor=found.actor)


def _change_who_owes(found: Opened) -> None:
    read = read_head(found.http, organisation=found.request.organisation)
    if "names" in read.head.problems:
        raise _NeedsAnotherLook(
            replace(head_of(found.http, found.request), names=read.head.names, problems=read.head.problems)
        )
    actions.choose_who_owes(standing=found.standing, present=found.owed_by, owed_by=read.owed_by, actor=found.actor)


def _typed(found: Opened) -> dict[str, str]:
    return {name: found.http.POST.get(name, "").strip()[:most] for name, most in _LONGEST.items()}


def _add_field(found: Opened) -> None:
    source = source_of(found.http.POST.get("source", ""), found.language)
    typed = _typed(found)
    if source is None:
        actions.add_box(standing=found.standing, box=Box(0, ""), actor=found.actor)
        return
    box = Box(
        0, typed["words"] or source.label, source.code, source.answer, choices_of(source.choices(found.language)),
        hint=typed["hint"],
    )  # fmt: skip
    actions.add_box(standing=found.standing, box=box, actor=found.actor)


def _add_question(found: Opened) -> None:
    posted, typed = found.http.POST, _typed(found)
    kind = posted.get("answer", "")
    kind = kind if kind in ANSWER_KINDS else ANSWER_KINDS[0]
    counted = kind in (NUMBER, MONEY)
    box = Box(
        0, typed["words"], "", kind, choices_of(typed["choices"]) if kind == CHOICE else (), typed["unit"] if counted else "",
        typed["hint"], typed_number(posted.get("least", "")) if counted else None,
        typed_number(posted.get("most", "")) if counted else None, posted.get("needed") == "yes",
    )  # fmt: skip
    actions.add_box(standing=found.standing, box=box, actor=found.actor)


def _box(found: Opened) -> Box:
    number = typed_number(found.http.POST.get("box", ""))
    box = next((one for one in found.boxes if one.number == number), None)
    if box is None:
        raise Http404
    return box


def _remove(found: Opened) -> None:
    actions.remove_box(standing=found.standing, number=_box(found).number, actor=found.actor)


def _take(found: Opened) -> None:
    """Take the answers of the last time for the box."""
    box = _box(found)
    before = asked_before([box], found.request, found.scope.access, usual_day()).get(box.number)
    if before is None:
        raise Http404
    actions.change_box(standing=found.standing, box=replace(box, takes_from=before.takes_from), actor=found.actor)


def _bring_layout(found: Opened) -> None:
    file = found.http.FILES.get("file")
    if file is None:
        return
    content = file.read(MOST_BYTES + 1)
    read = read_layout(content, file.name or "", found.boxes)
    actions.keep_layout(standing=found.standing, name=file.name or "", content=content, actor=found.actor)
    words = {"found": len(read.columns), "all": len(found.boxes)}
    messages.success(found.http, gettext("Found %(found)s of %(all)s boxes in your layout.") % words)
    if read.missing:
        messages.warning(
            found.http, gettext("The layout has no column for: %(words)s.") % {"words": "、".join(read.missing)}
        )
    if read.unknown:
        messages.warning(
            found.http,
            gettext("These headers name no box and stay empty: %(words)s.") % {"words": "、".join(read.unknown)},
        )


def _send_out(found: Opened) -> None:
    filled = known_values(found.boxes, found.owed_by, found.reading)
    actions.send_out(standing=found.standing, owed_by=found.owed_by, filled=filled, actor=found.actor)
    messages.success(
        found.http, gettext("It has gone out. Until somebody else admits it, nobody below need answer it.")
    )


def _answer_from_data(found: Opened) -> None:
    filled = known_values(found.boxes, found.owed_by, found.reading)
    actions.answer_from_data(standing=found.standing, owed_by=found.owed_by, filled=filled, actor=found.actor)
    messages.success(found.http, gettext("Nobody was asked: the workbook is made from the data."))


def _drop(found: Opened) -> None:
    if not found.standing.is_draft:
        raise Http404
    actions.close(standing=found.standing, reason="", actor=found.actor)
    messages.success(found.http, gettext("The draft is put away."))


def _define_page(found: Opened, problem: str = "", head: Head | None = None) -> HttpResponse:
    # What was just done is not what was read before it.
    standing = standing_of(found.request.id) or found.standing
    shown = Opened(found.http, standing)
    boxes = boxes_of([found.request.id]).get(found.request.id, ())
    filled = known_values(boxes, shown.owed_by, shown.reading) if boxes else {}
    before = asked_before(boxes, shown.request, shown.scope.access, usual_day()) if standing.is_draft else {}
    lines = tuple(_line(box, filled, len(shown.owed_by), before.get(box.number), shown) for box in boxes)
    layout = Layout.objects.filter(request_id=found.request.id).order_by("-pk").first()
    values = len(boxes) * len(shown.owed_by)
    content = DefinePage(
        title=shown.request.title,
        code=shown.request.code,
        state=state_of(standing),
        is_draft=standing.is_draft,
        paper=shown.request.paper_in_words,
        head=head or head_of(found.http, shown.request),
        lines=lines,
        owed=_owed_by_superior(shown),
        owed_count=len(shown.owed_by),
        known_values=len(filled),
        all_values=values,
        needs_nobody=standing.is_draft and bool(boxes) and len(filled) == values,
        groups=source_groups(shown.language) if standing.is_draft else (),
        kinds=tuple(Tick(kind, _kind_word(kind), kind == found.http.POST.get("answer")) for kind in ANSWER_KINDS),
        typed={name: found.http.POST.get(name, "") for name in (*_LONGEST, "least", "most", "source", "do")} if problem else {},
        layout=layout.name if layout else "",
        board_address=reverse("request", args=[found.request.id]) if not standing.is_draft else "",
        problem=problem,
    )  # fmt: skip
    return page(found.http, content, status=422 if problem else 200)


def _line(box: Box, filled: Filled, owed: int, before: AskedBefore | None, found: Opened) -> BoxLine:
    known = sum(number == box.number for _, number in filled)
    source = source_of(box.source, found.language) if box.source else None
    said = source.whole_label if source else ""
    return BoxLine(box, _kind_word(box.answer), said, known, owed, round(100 * known / owed) if owed else 0, before)


def _kind_word(kind: str) -> str:
    return {
        "text": gettext("Words"), "number": gettext("Whole number"), "money": gettext("Money in yuan"),
        "choice": gettext("One of several"), "day": gettext("Day"), "yes_no": gettext("Yes or no"),
    }[kind]  # fmt: skip


def _owed_by_superior(found: Opened) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The names of those who owe it, below the names of their superiors."""
    tree, by_superior = found.scope.todays_tree, {}
    for pk in found.owed_by:
        parent = tree.parent(pk)
        by_superior.setdefault(tree.name(parent) if parent is not None else "", []).append(tree.name(pk))
    return tuple((name, tuple(names)) for name, names in by_superior.items())
