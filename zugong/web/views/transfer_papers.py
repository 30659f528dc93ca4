"""The papers of a transfer: the letter in three parts, and the slip with the code for whoever reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from zugong.cases.acting import actor_of, may_act
from zugong.cases.filed import Case
from zugong.dictionary.declarations import Depth
from zugong.transfers.codes import code_of
from zugong.transfers.desks import desks
from zugong.transfers.letters import Letter, letter_act, letter_of
from zugong.transfers.standing import LEDGER, TransferStanding, standing_of
from zugong.web.cases.asked import AskedCases, asked_cases
from zugong.web.listing.subject import person_subject
from zugong.web.looking import log_reveal, log_view
from zugong.web.pages import Crumb, Page, page
from zugong.web.views.guide import StandingLine

_OFFICIAL = "zh-hans"


@dataclass(frozen=True, kw_only=True)
class LetterPage(Page):
    """Stub, letter and receipt on one sheet, to be cut and sealed."""

    template: ClassVar[str] = "web/guide/letter.html"
    crumbs: tuple[Crumb, ...]
    letter: Letter
    about: str
    status_address: str
    back: str


@dataclass(frozen=True, kw_only=True)
class SlipPage(Page):
    """What whoever reported takes home: the code, what is in, what is not, whom to ring."""

    template: ClassVar[str] = "web/guide/slip.html"
    crumbs: tuple[Crumb, ...]
    standing: TransferStanding
    lines: tuple[StandingLine, ...]
    code: str
    on: date
    office: str
    status_address: str
    back: str


def transfer_letter(request: HttpRequest, identity: int) -> HttpResponse:
    """The letter, in Chinese whatever the language of the pages; 404 where none holds, 403 for who does not issue it."""
    asked = asked_cases(request)
    found = _transfer(asked, identity)
    step = found.case_type.step("sent")
    if step is None or letter_act(found) is None:
        raise Http404
    if not may_act(found.case_type, step, found.place_of(step), asked.scope.access):
        actor = asked.organisation_name(actor_of(found.case_type, step.does, found.place_of(step), asked.tree))
        raise PermissionDenied(gettext("This step is taken by %(actor)s.") % {"actor": actor})
    letter = letter_of(found, asked.tree, desks(asked.day, asked.tree), in_clear=_may_read_number(asked, found))
    assert letter is not None
    _log(asked, found, letter)
    with translation.override(_OFFICIAL):
        content = LetterPage(
            title=gettext("Letter of transfer %(number)s") % {"number": letter.number}, crumbs=_crumbs(asked, found),
            letter=letter, about=_about(letter), status_address=request.build_absolute_uri(reverse("guide_status")),
            back=reverse("case", args=[found.id]),
        )  # fmt: skip
        return page(request, content)


def transfer_slip(request: HttpRequest, identity: int) -> HttpResponse:
    """The slip, for whoever may see the transfer."""
    asked = asked_cases(request)
    found = _transfer(asked, identity)
    log_view(request, asked.subject(found))
    standing = standing_of(found, asked.day, asked.tree, desks(asked.day, asked.tree))
    content = SlipPage(
        title=gettext("Slip for the member"), crumbs=_crumbs(asked, found), standing=standing,
        lines=tuple(StandingLine(one.words.in_language(asked.language), one.on) for one in standing.lines),
        code=code_of(found.id), on=asked.day, office=asked.office,
        status_address=request.build_absolute_uri(reverse("guide_status")), back=reverse("case", args=[found.id]),
    )  # fmt: skip
    return page(request, content)


def _transfer(asked: AskedCases, identity: int) -> Case:
    found = asked.case(identity)
    if found.case_type.kept_as != LEDGER:
        raise Http404
    return found


def _may_read_number(asked: AskedCases, found: Case) -> bool:
    kind = asked.scope.catalogue.types["person"]
    return asked.scope.at_depth(kind, Depth.SENSITIVE).reach(found.organisation, None)


def _about(letter: Letter) -> str:
    """What is known of the person, one after the other."""
    age = gettext("aged %(age)s") % {"age": letter.age} if letter.age else ""
    return gettext(", ").join(part for part in (letter.sex, age, letter.ethnicity) if part)


def _log(asked: AskedCases, found: Case, letter: Letter) -> None:
    """The number in clear is asked for with a reason: the letter that it stands on."""
    log_view(asked.request, asked.subject(found))
    if letter.identity_number:
        subject = person_subject(found.person or 0, asked.scope, own=None)
        log_reveal(asked.request, subject, reason=gettext("Letter of transfer %(number)s") % {"number": letter.number})


def _crumbs(asked: AskedCases, found: Case) -> tuple[Crumb, ...]:
    person = asked.persons([found.person]).label("person", found.person or 0)
    return (Crumb(gettext("Cases"), reverse("cases")), Crumb(person, reverse("case", args=[found.id])))
