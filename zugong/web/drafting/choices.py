"""What can be chosen in the forms of drafts, each under its name: figures, ledgers, offices, settings, ways to a place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.declarations import RecordType
from zugong.packs.pack import Pack
from zugong.web.drafting.fields import Option

_NUMBERS = ("integer", "money")


@dataclass(frozen=True)
class Choices:
    """Everything that can be chosen on this site, in one language."""

    pack: Pack
    catalogue: Catalogue
    language: str

    def figures(self) -> tuple[Option, ...]:
        """Every figure of the catalogue by its chapter."""
        chapters = {code: words.in_language(self.language) for code, words in self.pack.chapters.items()}
        order = list(chapters)
        known = sorted(
            self.pack.figures.values(), key=lambda one: order.index(one.chapter) if one.chapter in order else 0
        )
        return tuple(Option(one.figure, one.label(self.language), chapters.get(one.chapter, "")) for one in known)

    def types(self) -> tuple[Option, ...]:
        """Every ledger and register."""
        found = [(kind.name(self.language), code) for code, kind in self.catalogue.types.items()]
        return tuple(Option(code, label) for label, code in sorted(found))

    def offices(self) -> tuple[Option, ...]:
        return tuple(Option(code, words.in_language(self.language)) for code, words in self.pack.owners.items())

    def matters(self) -> tuple[Option, ...]:
        """Every matter in which a mandate can be, told by the ledgers that it opens."""
        types: dict[str, list[str]] = {}
        for kind in self.catalogue.types.values():
            types.setdefault(kind.matter, []).append(kind.name(self.language))
        separator = "、" if self.language.startswith("zh") else ", "
        few = 3
        return tuple(
            Option(matter, separator.join(names[:few]) + (" …" if len(names) > few else ""))
            for matter, names in sorted(types.items())
        )

    def parameters(self) -> tuple[Option, ...]:
        """Every setting that has a number."""
        numbers = (one for one in self.pack.parameters.values() if one.kind != "text")
        return tuple(Option(one.name, one.text(self.language)) for one in numbers)

    def ways_to(self, rates: str, counted: str) -> tuple[Option, ...]:
        """From a row of a type to whoever is rated: by a field of its own, or of the record that it belongs to."""
        found = [Option("", gettext("everything below the organisation"))] if rates == "organisation" else []
        kind = self.catalogue.types.get(counted)
        if kind is None:
            return tuple(found)
        if counted == rates:
            found.append(Option("this", gettext("the record itself")))
        return (*found, *self._ways(rates, kind))

    def _ways(self, rates: str, kind: RecordType) -> Iterator[Option]:
        refs = [field for field in kind.fields.values() if field.of in self.catalogue.types]
        yield from (Option(field.code, field.label(self.language)) for field in refs if field.of == rates)
        for field in refs:
            if field.of != rates:
                for inner in self.catalogue.types[field.of].fields.values():
                    if inner.of == rates:
                        label = f"{field.label(self.language)} › {inner.label(self.language)}"
                        yield Option(f"{field.code}.{inner.code}", label)

    def measures(self, counted: str) -> tuple[Option, ...]:
        """What is counted of the rows: themselves, different values of a field, or its sum."""
        found = [Option("", gettext("number of records"))]
        kind = self.catalogue.types.get(counted)
        for field in kind.fields.values() if kind else ():
            label = field.label(self.language)
            if field.type.name in _NUMBERS:
                found.append(Option(f"sum:{field.code}", gettext("sum of %(field)s") % {"field": label}))
            elif not field.hidden:
                found.append(
                    Option(f"distinct:{field.code}", gettext("different values of %(field)s") % {"field": label})
                )
        return tuple(found)

    def lines_elsewhere(self, programme: str) -> tuple[Option, ...]:
        """Lines of other programmes that are counted themselves."""
        return tuple(
            Option(one.code_of(line), line.label(self.language), one.label(self.language))
            for one in self.pack.programmes.values()
            if one.programme != programme
            for line in one.lines
            if line.same_as is None
        )


@dataclass(frozen=True)
class GuideLine:
    """One field of a ledger for who writes a condition: what it is called, its name in conditions, what it may be."""

    label: str
    code: str
    values: str


def guide_to(kind: RecordType, catalogue: Catalogue, language: str) -> tuple[GuideLine, ...]:
    """The fields of a type as conditions name them."""
    return tuple(_guide_line(kind, code, language) for code, field in kind.fields.items() if not field.hidden)


def _guide_line(kind: RecordType, code: str, language: str) -> GuideLine:
    field = kind.fields[code]
    values = ""
    if field.codes:
        values = "  ".join(f"'{one}' {field.type.show(one, field, language)}" for one in field.codes.codes)
    return GuideLine(field.label(language), code, values)
