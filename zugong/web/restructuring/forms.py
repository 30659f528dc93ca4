"""One short form for each guided operation: what the request says, as an operation."""

from __future__ import annotations

from abc import ABCMeta, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.forms.forms import DeclarativeFieldsMetaclass
from django.utils.translation import gettext, gettext_lazy

from zugong.appointments.queries import positions_at
from zugong.dictionary.declarations import Depth
from zugong.dictionary.store import store_of
from zugong.offices.access import Access
from zugong.organisations.actions import OrganisationValues
from zugong.organisations.models import Organisation, Unit
from zugong.organisations.queries import blank_spots, units_served
from zugong.people.queries import members_on
from zugong.restructuring.operations import (
    Connect,
    End,
    Found,
    Merge,
    Move,
    Operation,
    Rename,
    Split,
    check_may_stand_under,
    superiors_of,
)
from zugong.restructuring.permissions import check_may_decide_above, check_may_fill
from zugong.web.listing.references import known_records
from zugong.web.restructuring.choosing import named_organisation, named_unit
from zugong.web.scope import Scope

#: Kinds that no form founds: committees of territories are set up by law, not by an office.
_NEVER_FOUNDED = ("local_committee", "higher_committee")


class _Operations(DeclarativeFieldsMetaclass, ABCMeta):
    """A class of forms that nobody can make without saying which operation they ask for."""


class OperationForm(forms.Form, metaclass=_Operations):
    """`code` is its name in addresses; `persons` are those whose names it shows, for the log."""

    code: ClassVar[str]
    label: ClassVar[Any]
    explanation: ClassVar[Any]
    persons: tuple[int, ...] = ()

    on = forms.DateField(
        label=gettext_lazy("From which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The first day on which it holds, as the paper says."),
    )  # fmt: skip
    paper = forms.CharField(
        label=gettext_lazy("On which paper"), max_length=200,
        help_text=gettext_lazy("Number and title of the approval; it stays with every record."),
    )  # fmt: skip

    def __init__(
        self, data: Any, organisation: int, scope: Scope, language: str, said: Mapping[str, Any] | None = None
    ) -> None:
        """`said` proposes for its fields what is known already."""
        super().__init__(data, label_suffix="", initial={"on": scope.clocks.on, **(said or {})})
        self.scope, self.language, self.pk = scope, language, organisation
        self.organisation = Organisation.objects.get(pk=organisation)
        self.fields = {**self.own_fields(), **self.fields}
        for name, field in self.fields.items():
            if getattr(field, "suggestions", ()):
                field.widget.attrs["list"] = f"id_{name}_list"

    @classmethod
    def check(cls, access: Access, organisation: int) -> None:
        """Raises the reason why the user may not do this to the organisation at all."""
        check_may_decide_above(access, organisation)

    def own_fields(self) -> dict[str, forms.Field]:
        return {}

    @abstractmethod
    def operation(self) -> Operation:
        """What the valid form asks for."""

    def name(self) -> str:
        """The note of the entry, in Chinese as all notes of entries are: what is done to what."""
        return f"{self.note_word}：{self.tree.name(self.pk)}"[:300]

    note_word: ClassVar[str] = ""

    @property
    def tree(self):
        return self.scope.access.tree

    def siblings(self) -> list[str]:
        parent = self.tree.parent(self.pk)
        children = self.tree.children(parent) if parent is not None else ()
        return [self.tree.name(pk) for pk in children if pk != self.pk and self.scope.may_open(pk)]

    def positions(self) -> forms.Field | None:
        """The posts at the organisation that the user may end; None where there is none."""
        rights = self.scope.access.rights(self.scope.catalogue.types["position"], "fill", Depth.NUMBER)
        found = positions_at(self.pk, self.scope.clocks.on)
        choices = [(row.anchor_id, row.name) for row in found if row.anchor_id in (rights.positions or ())]
        if not choices:
            return None
        hint = gettext(
            "Tick those that end; their holders leave on the day. Posts of a village that goes on stay unticked."
        )
        return _Boxes(choices=choices, label=gettext("Posts that end with it"), help_text=hint)


class _Boxes(forms.TypedMultipleChoiceField):
    """Boxes to tick, none of them required; the values are ids."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=int, required=False, empty_value=[], **options)


class _NewOrganisation(OperationForm):
    """The fields of an organisation that does not exist yet."""

    def new_fields(self, parent: int | None, sector: str | None = None) -> dict[str, forms.Field]:
        fields = self.scope.catalogue.types["organisation"].fields
        kinds, sectors = (fields[code].codes.codes for code in ("kind", "sector"))
        words = {code: fields["kind"].type.show(code, fields["kind"], self.language) for code in kinds}
        area = [(code, fields["sector"].type.show(code, fields["sector"], self.language)) for code in sectors]
        return {
            "new_name": forms.CharField(
                max_length=200, label=gettext("Full name"), help_text=gettext("As on the seal.")
            ),
            "new_code": forms.CharField(
                max_length=60, label=gettext("Code"), initial=suggested_code(self.tree, parent),
                help_text=gettext("The number of the organisation; a free one is proposed."),
            ),
            "kind": forms.ChoiceField(
                label=gettext("Kind"), initial="branch",
                choices=[(code, word) for code, word in words.items() if code not in _NEVER_FOUNDED],
            ),
            "sector": forms.ChoiceField(
                label=gettext("Sector"), required=False, initial=sector, choices=[("", "—"), *area]
            ),
        }  # fmt: skip

    def unit_field(self) -> forms.Field:
        return named_unit(
            self.scope, required=False, label=gettext("Set up in which unit"), suggestions=self.units_nearby(),
            help_text=gettext("Name or code of the village, community, enterprise …; may be left empty."),
        )  # fmt: skip

    def units_nearby(self) -> list[str]:
        """Units without an organisation in the territory, those of the organisation itself first."""
        return [row.name for row in blank_spots(self.scope.access.on) if self.scope.may_open(row.territory_id)]

    def values(self) -> OrganisationValues:
        clean = self.cleaned_data
        return OrganisationValues(
            code=clean["new_code"], name=clean["new_name"], kind=clean["kind"], sector=clean["sector"] or None,
            established_on=clean["on"].isoformat(),
        )  # fmt: skip

    def units(self) -> tuple[Unit, ...]:
        return (self.cleaned_data["unit"],) if self.cleaned_data.get("unit") else ()


class FoundForm(_NewOrganisation):
    code, note_word = "found", "新建"
    label = gettext_lazy("Found an organisation below it")
    explanation = gettext_lazy("A new branch, general branch or committee under this one.")

    @classmethod
    def check(cls, access: Access, organisation: int) -> None:
        check_may_stand_under(access, organisation)
        check_may_fill(access, organisation)

    def own_fields(self) -> dict[str, forms.Field]:
        return {**self.new_fields(self.pk), "unit": self.unit_field()}

    def operation(self) -> Operation:
        return Found(self.cleaned_data["on"], self.organisation, self.values(), self.units())

    def name(self) -> str:
        return f"新建：{self.cleaned_data['new_name']}"


class RenameForm(OperationForm):
    code, note_word = "rename", "更名"
    label = gettext_lazy("Rename it")
    explanation = gettext_lazy("From a day on it bears another name; it stays the same organisation.")

    def own_fields(self) -> dict[str, forms.Field]:
        return {
            "new_name": forms.CharField(
                max_length=200, label=gettext("New full name"), initial=self.tree.name(self.pk)
            ),
            "short_name": forms.CharField(max_length=100, required=False, label=gettext("New short name")),
        }

    def operation(self) -> Operation:
        clean = self.cleaned_data
        return Rename(clean["on"], self.organisation, clean["new_name"], clean["short_name"] or None)

    def clean_new_name(self) -> str:
        name = self.cleaned_data["new_name"].strip()
        if name == self.tree.name(self.pk):
            raise forms.ValidationError(gettext("This is its present name; write the new one."))
        return name


class MoveForm(OperationForm):
    code, note_word = "move", "改隶"
    label = gettext_lazy("Move it under another superior")
    explanation = gettext_lazy("It goes with its members and with everything below it.")

    def own_fields(self) -> dict[str, forms.Field]:
        above = [pk for pk in (node.id for node in self.tree if node.living) if self.scope.may_open(pk)]
        below = set(self.tree.below(self.pk))
        shown = [self.tree.name(pk) for pk in superiors_of(self.scope.access, above) if pk not in below]
        return {
            "target": named_organisation(
                self.scope, without=[self.pk], label=gettext("New superior"), suggestions=shown,
                help_text=gettext("Name or code."),
            )
        }  # fmt: skip

    def operation(self) -> Operation:
        return Move(self.cleaned_data["on"], self.organisation, self.cleaned_data["target"])


class MergeForm(OperationForm):
    code, note_word = "merge", "合并"
    label = gettext_lazy("Merge it into another")
    explanation = gettext_lazy("It ends; members, subordinates and units go on in the other one, which succeeds it.")

    def own_fields(self) -> dict[str, forms.Field]:
        target = named_organisation(
            self.scope, without=[self.pk], label=gettext("Merged into"), suggestions=self.siblings(),
            help_text=gettext("Name or code of the organisation that goes on."),
        )  # fmt: skip
        return _filled({"target": target, "positions": self.positions()})

    def operation(self) -> Operation:
        clean = self.cleaned_data
        return Merge(clean["on"], self.organisation, clean["target"], tuple(clean.get("positions", ())))

    def name(self) -> str:
        successor = self.cleaned_data["target"].pk
        return f"合并：{self.tree.name(self.pk)} → {self.tree.name(successor)}"[:300]


class SplitForm(_NewOrganisation):
    code, note_word = "split", "分设"
    label = gettext_lazy("Split a new one off it")
    explanation = gettext_lazy("A new organisation beside it, with the members, subordinates and unit that you choose.")

    def own_fields(self) -> dict[str, forms.Field]:
        children = [(pk, self.tree.name(pk)) for pk in self.tree.children(self.pk) if self.scope.may_open(pk)]
        boxes = {
            "children": _Boxes(choices=children, label=gettext("Subordinates that go with it")) if children else None,
            "members": self._members(),
        }
        new = self.new_fields(self.tree.parent(self.pk), self._sector())
        return _filled({**new, "unit": self.unit_field(), **boxes})

    def _sector(self) -> str | None:
        """That of the organisation from which it comes."""
        store = store_of(self.scope.catalogue.types["organisation"])
        rows = store.believed(on=self.scope.clocks.on, anchor_id=self.pk)
        return next((row.values["sector"] for row in rows), None)

    def _members(self) -> forms.Field | None:
        rights = self.scope.names(self.scope.catalogue.types["membership"])
        if not rights.reach(self.pk, None):
            return None
        persons = list(members_on(self.pk, self.scope.clocks.on).values_list("person_id", flat=True))
        known = known_records((("person", pk) for pk in persons), self.scope.clocks, self.scope.catalogue, "zh")
        self.persons = tuple(persons)
        choices = sorted(((pk, known.label("person", pk)) for pk in persons), key=lambda pair: pair[1])
        return _Boxes(choices=choices, label=gettext("Members that go with it")) if choices else None

    def operation(self) -> Operation:
        clean = self.cleaned_data
        children = tuple(Organisation.objects.filter(pk__in=clean.get("children", ())).order_by("pk"))
        members = tuple(clean.get("members", ()))
        return Split(clean["on"], self.organisation, self.values(), children, members, self.units())

    def name(self) -> str:
        return f"分设：{self.tree.name(self.pk)} → {self.cleaned_data['new_name']}"[:300]


class EndForm(OperationForm):
    code, note_word = "end", "撤销"
    label = gettext_lazy("End it")
    explanation = gettext_lazy("It ends and nobody succeeds it; its members must have been transferred before.")

    def own_fields(self) -> dict[str, forms.Field]:
        return _filled({"positions": self.positions()})

    def operation(self) -> Operation:
        return End(self.cleaned_data["on"], self.organisation, tuple(self.cleaned_data.get("positions", ())))


class ConnectForm(_NewOrganisation):
    code, note_word = "connect", "设在"
    label = gettext_lazy("Connect it to a unit")
    explanation = gettext_lazy(
        "Which village, community, enterprise or bureau it is set up in; several make a joint branch."
    )

    @classmethod
    def check(cls, access: Access, organisation: int) -> None:
        check_may_fill(access, organisation)

    def own_fields(self) -> dict[str, forms.Field]:
        served = [row.unit_id for row in units_served(self.pk, self.scope.clocks.on)]
        known = known_records((("unit", pk) for pk in served), self.scope.clocks, self.scope.catalogue, self.language)
        choices = [(pk, known.label("unit", pk)) for pk in served]
        no_longer = _Boxes(choices=choices, label=gettext("No longer set up in")) if choices else None
        return _filled({"unit": self.unit_field(), "ends": no_longer})

    def clean(self) -> Mapping[str, Any]:
        clean = super().clean() or self.cleaned_data
        if not self.errors and not clean.get("unit") and not clean.get("ends"):
            self.add_error("unit", gettext("Name a unit to connect, or tick one to disconnect."))
        return clean

    def operation(self) -> Operation:
        ends = tuple(Unit.objects.filter(pk__in=self.cleaned_data.get("ends", ())).order_by("pk"))
        return Connect(self.cleaned_data["on"], self.organisation, self.units(), ends)


FORMS: dict[str, type[OperationForm]] = {
    form.code: form
    for form in (FoundForm, RenameForm, MoveForm, MergeForm, SplitForm, ConnectForm, EndForm)
}  # fmt: skip


def _filled(fields: Mapping[str, forms.Field | None]) -> dict[str, forms.Field]:
    return {name: field for name, field in fields.items() if field is not None}


def suggested_code(tree, parent: int | None) -> str:
    """The number after the highest of the superior's subordinates, where these are numbers; "" where they are not.

    The number of an ended organisation is not given again.
    """
    if parent is None:
        return ""
    codes = {node.code for node in tree}
    below = [tree.node(pk).code for pk in tree.below(parent) if tree.parent(pk) == parent]
    numbers = [code for code in below if code.isascii() and code.isdigit()]
    if not numbers:
        return ""
    number, width = max(int(code) for code in numbers), max(len(code) for code in numbers)
    while str(number).zfill(width) in codes:
        number += 1
    return str(number).zfill(width)
