"""A box of a form from above that is put right where its value is kept: the form of the record asks for that field alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from zugong.requests.sources import POST, SINCE, source_of
from zugong.web.entering.forms import Part
from zugong.web.listing.subject import Subject
from zugong.web.middleware import spoken
from zugong.web.requests.opened import opened
from zugong.web.typed import typed_number

#: The name under which addresses and forms carry request, organisation and box.
BOX = "box"


@dataclass(frozen=True)
class Errand:
    """Where somebody comes from, and goes back to: the form, its box, and the field that the box takes its value from."""

    carried: str
    title: str
    words: str
    as_of: date
    field: str
    back: str

    @property
    def reason(self) -> str:
        """With what the reason of a correction begins."""
        return gettext("found wrong in the form “%(title)s”") % {"title": self.title}


def carried_by(request: int, organisation: int, box: int) -> str:
    """How an address names a box."""
    return f"{request}.{organisation}.{box}"


def errand_of(request: HttpRequest, subject: Subject) -> Errand | None:
    """The box that address or form names, where the user may open its form and it takes its value from such a record."""
    carried = request.POST.get(BOX, request.GET.get(BOX, ""))
    numbers = [typed_number(part) for part in carried.split(".")]
    if len(numbers) != 3 or None in numbers:
        return None
    identity, organisation, number = (one or 0 for one in numbers)
    try:
        found = opened(request, identity, [organisation])
    except Http404:
        return None
    box = next((one for one in found.boxes if one.number == number), None)
    source = source_of(box.source, spoken(request)) if box and organisation in found.owed_by else None
    if (
        box is None
        or source is None
        or source.field is None
        or subject.kind.code != _kind(source.kind, source.field.code)
    ):
        return None
    back = reverse("request_fill", args=[identity, organisation])
    return Errand(carried, found.request.title, box.words, found.request.as_of, source.field.code, back)


def _kind(source_kind: str, field: str) -> str:
    """The record type in whose form a source is put right."""
    if source_kind != POST:
        return source_kind
    return "appointment" if field == SINCE else "person"


def narrowed(parts: Sequence[Part], errand: Errand | None) -> list[Part]:
    """The parts with the asked field alone; whole where they do not hold it."""
    return [_only(part, errand.field) for part in parts] if errand else list(parts)


def _only(part: Part, code: str) -> Part:
    fields = tuple(one for one in part.fields if one.code == code)
    days = tuple(one for one in part.days if one.code == code)
    return replace(part, fields=fields, days=days) if fields or days else part
