"""What a person wrote about themselves goes when they are erased."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.dispatch import receiver

from zugong.corrections.models import Answer, Request
from zugong.dictionary.erasing import name_erased
from zugong.kernel.facts.models import Entry
from zugong.people.events import person_erased
from zugong.people.models import Person


@receiver(person_erased, dispatch_uid="corrections.what_was_asked_goes_too")
def what_was_asked_goes_too(*, person: Person, entry: Entry, **_: Any) -> int:
    """Destroy what they wrote and the sentence that answered it; what stays says that, when and by whom it was answered."""
    asked = _emptied(Request, Request.objects.filter(person=person), None, entry)
    return asked + _emptied(Answer, Answer.objects.filter(request__person=person).exclude(reason=""), "", entry)


def _emptied(model: type[Request] | type[Answer], rows: QuerySet[Any], nothing: str | None, entry: Entry) -> int:
    ids = list(rows.values_list("pk", flat=True))
    name_erased(model, ids, entry=entry)
    model._default_manager.filter(pk__in=ids).update(**dict.fromkeys(model.erasable, nothing))
    return len(ids)
