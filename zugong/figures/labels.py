"""What record types, fields, codes and rules are called, for the language's words."""

from __future__ import annotations

from dataclasses import dataclass

from zugong.dictionary.catalogue import Catalogue
from zugong.packs.pack import Pack


@dataclass(frozen=True)
class CatalogueLabels:
    """Labels in one language."""

    catalogue: Catalogue
    pack: Pack
    language: str

    def type_label(self, type_code: str) -> str:
        return self.catalogue.types[type_code].name(self.language)

    def field_label(self, type_code: str, field: str) -> str:
        kind = self.catalogue.types[type_code]
        return (kind.derived.get(field) or kind.field(field)).label(self.language)

    def code_label(self, type_code: str, field: str, code: str) -> str:
        declared = self.catalogue.types[type_code].field(field)
        return declared.type.show(code, declared, self.language)

    def rule_label(self, name: str) -> str:
        return self.pack.parameters[name].text(self.language)
