"""The form of one part of a draft: save, check, leave out, move. Two who write at once lose nothing."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from zugong.drafting.actions import Done, change_draft
from zugong.drafting.checking import FILE, Written
from zugong.drafting.errors import ChangedMeanwhile, NotOpen
from zugong.drafting.models import DraftState
from zugong.drafting.queries import state_now
from zugong.drafting.text import Data, read, written
from zugong.kernel.facts.recording import NotBelievedAnyMore
from zugong.web.drafting.choices import GuideLine, guide_to
from zugong.web.drafting.conditions import how_many, in_words
from zugong.web.drafting.desk import Desk, desk_of, holder_of
from zugong.web.drafting.fields import Block, Field, ShownField, Values, blocks, read_from, shown, typed_in, written_to
from zugong.web.drafting.finding import problems_by_field, problems_by_part, sections_of
from zugong.web.drafting.sections import NEW, Part
from zugong.web.listing.entries import entry_lines
from zugong.web.pages import Crumb, Page, page
from zugong.web.typed import typed_number
from zugong.web.views.draft import source_of


@dataclass(frozen=True)
class Theirs:
    """What somebody else has saved in a field meanwhile."""

    label: str
    value: str


@dataclass(frozen=True)
class Guide:
    """The fields of a ledger, for who writes a condition on its records."""

    title: str
    lines: tuple[GuideLine, ...]


@dataclass(frozen=True, kw_only=True)
class PartPage(Page):
    """One part as a form."""

    template: ClassVar[str] = "web/drafts/part.html"
    crumbs: tuple[Crumb, ...]
    state: int
    is_new: bool
    may_move: bool
    may_remove: bool
    blocks: tuple[Block, ...]
    problems: tuple[str, ...]
    refusal: str
    theirs: tuple[Theirs, ...]
    guides: tuple[Guide, ...]
    back: str


@dataclass(frozen=True)
class _Sent:
    """What a form said, and what stands against it. `counts`: how many meet each condition is asked for."""

    values: Values
    problems: Mapping[str, str]
    refusal: str = ""
    theirs: tuple[Theirs, ...] = ()
    counts: bool = False


def draft_single(request: HttpRequest, identity: int, section: str) -> HttpResponse:
    """A section that is one form: the paper, the procedure."""
    return draft_part(request, identity, section, "")


def draft_part(request: HttpRequest, identity: int, section: str, place: str) -> HttpResponse:
    """One part; 404 for one that the draft does not have."""
    desk = desk_of(request, identity)
    if not desk.is_open:
        raise PermissionDenied(NotOpen().sentence(desk.language))
    part = _part(desk, section, place)
    if request.method != "POST":
        return _form(part, None)
    act = request.POST.get("act", "save")
    if act in ("remove", "up", "down") and part.section.is_many and not part.is_new:
        return _moved(part, act)
    sent = _sent(part)
    if act == "check":
        return _form(part, replace(sent, problems={}, counts=True))
    return _saved(part, sent)


def _part(desk: Desk, name: str, place: str) -> Part:
    section = next((one for one in sections_of(desk) if one.name == name), None)
    if section is None or section.is_many != bool(place):
        raise Http404
    data: Data | None = {} if place == NEW else section.part(desk.holder, place)
    if data is None:
        raise Http404
    return Part(desk, section, place, data)


def _sent(part: Part) -> _Sent:
    """What was typed; the form that is asked hangs on some of it."""
    posted = part.desk.request.POST
    fields = part.section.fields(part, {name: posted.get(name, "") for name in posted})
    values = typed_in(posted, fields)
    data = copy.deepcopy(part.data)
    problems = written_to(data, values, fields)
    return _Sent(values, problems or _settled(part, data, values))


def _settled(part: Part, data: Data, values: Mapping[str, Any]) -> dict[str, str]:
    return part.section.settle(part, data, {"way": "", **values})


def _with_typed(part: Part, values: Values) -> Data:
    """The part as it is now with what was typed."""
    data = copy.deepcopy(part.data)
    written_to(data, values, part.section.fields(part, values))
    _settled(part, data, values)
    return data


def _saved(part: Part, sent: _Sent) -> HttpResponse:
    if sent.problems:
        count = len(sent.problems)
        refusal = gettext("Nothing is saved yet: %(count)s fields need another look; they are marked below.") % {
            "count": count
        }
        return _form(part, replace(sent, refusal=refusal))
    clash = _clash(part)
    if clash is not None:
        return _form(part, replace(sent, refusal=clash.sentence(part.desk.language), theirs=_theirs(part, sent)))
    try:
        _record(part, sent.values)
    except (
        NotBelievedAnyMore
    ) as error:  # in the same instant: nothing of ours is recorded, everything stays in the form
        return _form(part, replace(sent, refusal=error.sentence(part.desk.language)))
    messages.success(part.desk.request, gettext("Saved."))
    return HttpResponseRedirect(part.desk.address_of("draft") + f"#{part.section.name}")


def _clash(part: Part) -> ChangedMeanwhile | None:
    """Did somebody change the same part since the form was opened? Changes of other parts are in no one's way."""
    seen = typed_number(part.desk.request.POST.get("state", ""))
    if seen == part.desk.state.pk or part.is_new:
        return None
    old = DraftState.objects.filter(anchor=part.desk.state.anchor, pk=seen or 0).first()
    before = old and part.section.part(holder_of(read(old.text, file=FILE), is_scheme=part.desk.is_scheme), part.place)
    if old and part.section.own(before or None) == part.section.own(part.data):
        return None
    line = entry_lines([part.desk.state.recorded_in])[part.desk.state.recorded_in_id]
    return ChangedMeanwhile(who=line.actor, at=f"{line.at:%H:%M}")


def _theirs(part: Part, sent: _Sent) -> tuple[Theirs, ...]:
    """The fields in which the other's text differs from what was typed here."""
    now = _values_of(part)
    fields = part.section.fields(part, now)
    return tuple(
        Theirs(field.label, _told(field, now.get(field.name, "")))
        for field in fields
        if now.get(field.name, "") != sent.values.get(field.name, "")
    )


def _told(field: Field, value: Any) -> str:
    labels = {one.value: one.label for one in field.options}
    if isinstance(value, list):
        return "、".join(labels.get(one, one) for one in value) or "—"
    return labels.get(value, value) or "—"


def _record(part: Part, values: Values) -> None:
    data = _with_typed(part, values)
    label = str(data.get("zh", "")) if part.section.is_many else part.section.label
    done = Done("added" if part.is_new else "changed", label)

    def changed(state: DraftState) -> Written:
        whole = read(state.text, file=FILE)
        holder = holder_of(whole, is_scheme=part.desk.is_scheme)
        part.section.put(holder, _code(part, holder, data, values), data)
        return Written(state.kind, written(whole), state.owners)

    _change(part, changed, done)


def _code(part: Part, holder: Data, data: Data, values: Values) -> str:
    """The code under which the part stands. A clause that takes an open place of its part bears the number of the place."""
    if not part.is_new:
        return part.place
    if values.get("fills_place"):
        group = holder.get("groups", {}).get(data.get("group"), {})
        if group.get("unnamed"):
            group["unnamed"] -= 1
            if not group["unnamed"]:
                del group["unnamed"]
            stated = sum(one.get("group") == data["group"] for one in part.section.listed(holder))
            return f"{data['group']}_{stated + 1}"
    return part.section.free_code(holder, part.section.key or part.section.name.removesuffix("s"))


def _moved(part: Part, act: str) -> HttpResponse:
    done = Done("removed" if act == "remove" else "moved", str(part.data.get("zh", part.place)))

    def changed(state: DraftState) -> Written:
        whole = read(state.text, file=FILE)
        holder = holder_of(whole, is_scheme=part.desk.is_scheme)
        if act == "remove":
            part.section.remove(holder, part.place)
        else:
            part.section.move(holder, part.place, -1 if act == "up" else 1)
        return Written(state.kind, written(whole), state.owners)

    _change(part, changed, done)
    desk = part.desk
    messages.success(desk.request, gettext("Left out.") if act == "remove" else gettext("Moved."))
    return HttpResponseRedirect(desk.address_of("draft") + f"#{part.section.name}")


def _change(part: Part, change: Any, done: Done) -> None:
    """Record a change of the state as it is now. Raises NotBelievedAnyMore where somebody is quicker still."""
    desk = part.desk
    change_draft(state=state_now(desk.state.anchor_id), change=change, done=done, source=source_of(desk.request, desk))


def _values_of(part: Part) -> Values:
    """What the part says now, by field."""
    more = part.section.more(part.data)
    of_some = part.section.fields(part, more)
    first = read_from(part.data, of_some) | more
    return read_from(part.data, part.section.fields(part, first)) | more


def _form(part: Part, sent: _Sent | None) -> HttpResponse:
    desk = part.desk
    values = sent.values if sent else _values_of(part)
    fields = part.section.fields(part, values)
    typed = {name: (said,) for name, said in (sent.problems if sent else {}).items()}
    found, others = ({}, ()) if sent else _found(part, fields)
    drawn = {field.name: _drawn(part, field, values, typed or found, sent) for field in fields}
    content = PartPage(
        title=_title(part),
        crumbs=desk.crumbs(),
        state=desk.state.pk,
        is_new=part.is_new,
        may_move=part.section.is_many and not part.is_new,
        may_remove=part.section.is_many and not part.is_new,
        blocks=blocks(fields, drawn),
        problems=others,
        refusal=sent.refusal if sent else "",
        theirs=sent.theirs if sent else (),
        guides=_guides(desk, fields),
        back=desk.address_of("draft") + f"#{part.section.name}",
    )
    return page(desk.request, content, status=(409 if sent.theirs else 422) if sent and sent.refusal else 200)


def _title(part: Part) -> str:
    if part.is_new:
        return gettext("Add %(what)s") % {"what": part.section.one}
    chinese = part.desk.language.startswith("zh")
    return (
        str(part.data.get("zh" if chinese else "en") or part.section.label)
        if part.section.is_many
        else part.section.label
    )


def _found(part: Part, fields: tuple[Field, ...]) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """What the check says of this part as it is saved."""
    if part.is_new:
        return {}, ()
    return problems_by_field(
        problems_by_part(part.desk).get((part.section.name, part.place), ()), fields, part.desk.language
    )


def _drawn(
    part: Part, field: Field, values: Values, problems: Mapping[str, tuple[str, ...]], sent: _Sent | None
) -> ShownField:
    found = shown(field, values, problems)
    if field.kind != "condition" or not found.value:
        return found
    said, wrong = in_words(part.desk, field.of, found.value)
    met = how_many(part.desk, field.of, found.value) if said and sent and sent.counts else ""
    shown_problems = tuple(dict.fromkeys((*found.problems, *((wrong,) if wrong else ()))))
    return replace(found, said=said, met=met, problems=shown_problems)


def _guides(desk: Desk, fields: tuple[Field, ...]) -> tuple[Guide, ...]:
    asked = dict.fromkeys(
        field.of for field in fields if field.kind == "condition" and field.of in desk.catalogue.types
    )
    types = [desk.catalogue.types[code] for code in asked]
    return tuple(Guide(one.name(desk.language), guide_to(one, desk.catalogue, desk.language)) for one in types)
