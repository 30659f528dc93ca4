"""A mandate: in which matter an office may do what, where, how deep, since and until when, on which paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from zugong.dictionary.declarations import Depth
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import today, until_after
from zugong.offices import administering
from zugong.offices.administering import MandateValues
from zugong.offices.grants import Grant, HeldOffice
from zugong.offices.models import Mandate, Office
from zugong.offices.rules import ACTS, EVERY_MATTER, GUIDED_ACTS
from zugong.organisations.models import Organisation
from zugong.web.administration.choosing import Chooser, chooser
from zugong.web.administration.duty import acting_here, require_duty
from zugong.web.administration.preview import seen_types
from zugong.web.administration.words import SeenLine, Word, acts_granted, depths, matters, seen_lines
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.repeating import safe_to_repeat
from zugong.web.scope import scope_of
from zugong.web.typed import typed_day, typed_number
from zugong.web.views.administration.offices import SAVE, held_office

MANDATE, GUIDES = "mandate", "guides"
_NAMES = ("link", "matter", "act", "depth", "since", "until", "paper")


@dataclass(frozen=True, kw_only=True)
class MandateNewPage(Page):
    """The form, and once it is filled in what the office would see by it."""

    template: ClassVar[str] = "web/administration/mandate_new.html"
    id: int
    office: str
    given: dict[str, str]
    links: tuple[Word, ...]
    matters: tuple[Word, ...]
    acts: tuple[Word, ...]
    depths: tuple[Word, ...]
    territory: Chooser
    is_previewed: bool
    seen: tuple[SeenLine, ...]
    problem: str


@dataclass(frozen=True)
class _Asked:
    """What the form says, or why it says nothing that could be given."""

    values: MandateValues | None
    problem: str


@safe_to_repeat
def mandate_new(request: HttpRequest, identity: int) -> HttpResponse:
    """The form for a new mandate, what the office would see by it, and then the mandate."""
    require_duty(request, "grant")
    shown = held_office(identity)
    given = request.POST if request.method == "POST" else request.GET
    territory = chooser(request, "territory", "organisation", gettext("Territory"), given=given)
    told = {name: given.get(name, "").strip()[:200] for name in _NAMES}
    asked = _asked(told, territory) if "matter" in given else _Asked(None, "")
    problem = asked.problem
    if request.POST.get("do") == SAVE and asked.values:
        try:
            return _give(request, shown, told["link"], asked.values)
        except RuleBroken as error:
            problem = error.sentence(spoken(request))
    return _form(request, shown, told, territory, asked.values, problem)


def _asked(told: dict[str, str], territory: Chooser) -> _Asked:
    if not territory.chosen:
        return _Asked(None, gettext("Choose one of those found: %(fields)s") % {"fields": territory.label})
    if told["act"] not in ACTS or typed_number(told["depth"]) not in list(Depth):
        return _Asked(None, gettext("Choose what the office may do, and how deep it sees."))
    if told["link"] == GUIDES and told["matter"] == EVERY_MATTER:
        return _Asked(None, gettext("Guidance is in one matter: choose it."))
    since, until = typed_day(told["since"]) or today(), typed_day(told["until"])
    if (told["since"] and not typed_day(told["since"])) or (told["until"] and not until):
        return _Asked(None, gettext("Write days as 2024-05-31."))
    place = Organisation.objects.get(pk=int(territory.chosen))
    depth, ends = Depth(int(told["depth"])), until_after(until)
    return _Asked(MandateValues(told["matter"], told["act"], place, depth, since, ends), "")


def _give(request: HttpRequest, shown: HeldOffice, link: str, values: MandateValues) -> HttpResponse:
    if link == GUIDES:
        guide = Organisation.objects.get(pk=shown.organisation)
        administering.give_guidance(acting=acting_here(request), guide=guide, values=values)
    else:
        office = Office.objects.get(pk=shown.id)
        administering.give_mandate(acting=acting_here(request), office=office, values=values)
    messages.success(request, gettext("The mandate is given."))
    return HttpResponseRedirect(reverse("office", args=[shown.id]))


def _form(
    request: HttpRequest, shown: HeldOffice, told: dict[str, str], territory: Chooser, values: MandateValues | None,
    problem: str,
) -> HttpResponse:  # fmt: skip
    is_previewed = values is not None and not problem
    content = MandateNewPage(
        title=gettext("New mandate"),
        id=shown.id,
        office=shown.name,
        given=told,
        links=_words({MANDATE: gettext("mandate"), GUIDES: gettext("guidance: sees and advises")}, told["link"]),
        matters=matters(request, chosen=told["matter"]),
        acts=_words(acts_granted(), told["act"]),
        depths=_words({str(int(depth)): label for depth, label in depths().items()}, told["depth"] or "1"),
        territory=territory,
        is_previewed=is_previewed,
        seen=_seen(request, shown, told["link"], values) if values and is_previewed else (),
        problem=problem,
    )
    return page(request, content, status=422 if problem and request.method == "POST" else 200)


def _words(labels: dict[str, str], chosen: str) -> tuple[Word, ...]:
    return tuple(Word(value, label, value == chosen) for value, label in labels.items())


def _seen(request: HttpRequest, shown: HeldOffice, link: str, values: MandateValues) -> tuple[SeenLine, ...]:
    acts = GUIDED_ACTS if link == GUIDES else (values.act,)
    kind = GUIDES if link == GUIDES else MANDATE
    more = [Grant(shown, values.matter, act, values.territory.pk, values.depth, "", kind) for act in acts]
    return seen_lines(seen_types(shown, scope_of(request).catalogue, spoken(request), more=more))


@require_POST
def mandate_end(request: HttpRequest, identity: int) -> HttpResponse:
    """The mandate ends today."""
    require_duty(request, "revoke")
    mandate = get_object_or_404(Mandate.objects.believed(), pk=identity)
    administering.end_mandate(acting=acting_here(request), mandate=mandate)
    messages.success(request, gettext("The mandate has ended."))
    return HttpResponseRedirect(reverse("office", args=[mandate.office_id]))
