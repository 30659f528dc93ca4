"""What a member asked to have corrected, as the form begins with it: whoever accepted it need not remember it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext

from zugong.corrections.models import Request
from zugong.corrections.queries import accepted_request, in_clear
from zugong.dictionary.declarations import Field
from zugong.web.entering.fields import CHOICE, REFERENCE, field_options, look_of
from zugong.web.listing.subject import Subject
from zugong.web.middleware import spoken
from zugong.web.typed import typed_number

#: The name under which addresses and forms carry the number of the request.
ASKED = "asked"


@dataclass(frozen=True)
class Wish:
    """An accepted request: which field, what is right, why. `begun` is what the form begins with."""

    request: Request
    number: int
    code: str
    field: str
    right: str
    why: str
    begun: Mapping[str, str]


def wish_of(request: HttpRequest, subject: Subject) -> Wish | None:
    """The request that the address or the form names, if it was accepted and speaks of this record.

    Whoever may write on the record may read what was asked for it: the form asks for that right first.
    """
    number = typed_number(request.POST.get(ASKED, request.GET.get(ASKED, "")))
    found = accepted_request(number) if number is not None else None
    if found is None or (found.record_type, found.person_id) != (subject.kind.code, _person(subject)):
        return None
    asked, field, language = in_clear(found), subject.kind.fields.get(found.field), spoken(request)
    label = field.label(language) if field else found.field
    # Why the member asks is encrypted and stays there; the reason that the history keeps only says that it was asked.
    begun = {"reason": gettext("The member asked for it")}
    if field is not None:
        begun |= _begun(f"{subject.kind.code}.{field.code}", field, asked.right, language)
    return Wish(found, found.pk, found.field, label, asked.right, asked.why, begun)


def _person(subject: Subject) -> int | None:
    return subject.identity if subject.kind.code == "person" else subject.row.values.get("person")


def _begun(name: str, field: Field, right: str, language: str) -> dict[str, str]:
    """The field as it would be typed in; nothing where what was asked is not among what may be chosen."""
    look = look_of(field)
    if look == REFERENCE:
        return {}
    if look == CHOICE:
        chosen = [option.value for option in field_options(field, "", language) if option.label == right.strip()]
        return {name: chosen[0]} if chosen else {}
    return {name: right}
