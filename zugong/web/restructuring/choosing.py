"""Fields in which an organisation or unit is named by its name or code, among those that the user may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext

from zugong.organisations.models import Organisation, Unit
from zugong.organisations.queries import units_on
from zugong.web.scope import Scope

_MOST_SUGGESTED = 300
_MOST_NAMED = 5


class NamedField(forms.CharField):
    """A text that names one of many things, found by `found`. `suggestions` fill the list that opens while typing."""

    suggestions: tuple[str, ...] = ()

    def __init__(self, *, found: Callable[[str], Any], suggestions: Iterable[str] = (), **options: Any) -> None:
        super().__init__(max_length=200, **options)
        self.found = found
        self.suggestions = tuple(dict.fromkeys(suggestions))[:_MOST_SUGGESTED]
        if self.suggestions:
            self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self.found(text.strip()) if text and text.strip() else None


def named_organisation(scope: Scope, *, without: Sequence[int] = (), **options: Any) -> NamedField:
    """Among the living organisations that the user may open today, but for `without`."""

    def found(text: str) -> Organisation:
        nodes = [
            node for node in scope.access.tree if node.living and node.id not in without and scope.may_open(node.id)
        ]
        exact = [node for node in nodes if text in (node.name, node.code, node.short_name)]
        fitting = exact or [node for node in nodes if text in node.name]
        return Organisation.objects.get(pk=_only(text, [(node.id, node.name) for node in fitting]))

    return NamedField(found=found, **options)


def named_unit(scope: Scope, **options: Any) -> NamedField:
    """Among the units of today that the user may list."""

    def found(text: str) -> Unit:
        rights = scope.names(scope.catalogue.types["unit"])
        states = units_on(scope.access.on).filter(Q(name__contains=text) | Q(code=text))
        rows = [row for row in states if rights.reach(row.territory_id, row.anchor_id)]
        exact = [row for row in rows if text in (row.name, row.code)]
        return Unit.objects.get(pk=_only(text, [(row.anchor_id, row.name) for row in exact or rows]))

    return NamedField(found=found, **options)


def _only(text: str, found: Sequence[tuple[int, str]]) -> int:
    if len(found) == 1:
        return found[0][0]
    if not found:
        raise ValidationError(
            gettext("Nothing that you may see is called “%(text)s”. Write the whole name or the code.") % {"text": text}
        )
    shown = "、".join(name for _, name in found[:_MOST_NAMED]) + ("…" if len(found) > _MOST_NAMED else "")
    raise ValidationError(
        gettext("“%(text)s” fits %(count)s: %(names)s. Write the whole name or the code.")
        % {"text": text, "count": len(found), "names": shown}
    )
