"""Fields in which an organisation or unit is named by its name or code, among those that the user may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    """A text that names one of many things. `suggestions` fill the list that opens while typing."""

    suggestions: tuple[str, ...] = ()

    def __init__(self, *, suggestions: Iterable[str] = (), **options: Any) -> None:
        super().__init__(max_length=200, **options)
        self.suggestions = tuple(dict.fromkeys(suggestions))[:_MOST_SUGGESTED]
        if self.suggestions:
            self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self.found(text.strip()) if text and text.strip() else None

    def found(self, text: str) -> Any:
        raise NotImplementedError  # pragma: no cover


class OrganisationField(NamedField):
    """Among the living organisations that the user may open today, but for `without`."""

    def __init__(self, scope: Scope, *, without: Sequence[int] = (), **options: Any) -> None:
        super().__init__(**options)
        self._scope, self._without = scope, set(without)

    def found(self, text: str) -> Organisation:
        tree = self._scope.access.tree
        nodes = [
            node for node in tree
            if node.living and node.id not in self._without and self._scope.may_open(node.id)
        ]  # fmt: skip
        exact = [node for node in nodes if text in (node.name, node.code, node.short_name)]
        fitting = exact or [node for node in nodes if text in node.name]
        return Organisation.objects.get(pk=_only(text, [(node.id, node.name) for node in fitting]))


class UnitField(NamedField):
    """Among the units of today that the user may list."""

    def __init__(self, scope: Scope, **options: Any) -> None:
        super().__init__(**options)
        self._scope = scope

    def found(self, text: str) -> Unit:
        rights = self._scope.names(self._scope.catalogue.types["unit"])
        states = units_on(self._scope.access.on).filter(Q(name__contains=text) | Q(code=text))
        rows = [row for row in states if rights.reach(row.territory_id, row.anchor_id)]
        exact = [row for row in rows if text in (row.name, row.code)]
        return Unit.objects.get(pk=_only(text, [(row.anchor_id, row.name) for row in exact or rows]))


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
