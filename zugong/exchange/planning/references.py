"""Resolving references: from the words of a row to the anchors that they mean on the row's day, never a query per row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zugong.dictionary.catalogue import Catalogue
from zugong.dictionary.declarations import Field, RecordType
from zugong.dictionary.store import store_of
from zugong.exchange.planning import sentences
from zugong.exchange.planning.layout import Reference
from zugong.exchange.planning.names import NameIndex, PersonIndex
from zugong.exchange.planning.sentences import Sentence

#: An anchor, nothing where the row names nobody, or the sentence that says why it cannot be resolved.
Answer = int | Sentence | None


class References:
    """All records that the rows of one import may mean."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.persons = PersonIndex(store_of(catalogue.types["person"]))
        self._indexes: dict[str, NameIndex] = {}
        self._memo: dict[tuple[Any, ...], Answer] = {}
        self._made: dict[str, int] = {}

    def index(self, kind: RecordType) -> NameIndex:
        """The index of a type, loaded when it is first asked for."""
        if kind.code not in self._indexes:
            self._indexes[kind.code] = NameIndex(kind)
        return self._indexes[kind.code]

    def new_anchor(self, kind: RecordType) -> int:
        """A stand-in, negative, for an anchor that the import will make."""
        self._made[kind.code] = self._made.get(kind.code, 0) + 1
        return -self._made[kind.code]

    @property
    def made(self) -> Mapping[str, int]:
        """How many anchors of which type the import makes."""
        return self._made

    def forget_answers(self) -> None:
        """The file has made new records; what was unknown may be known now."""
        self._memo.clear()

    def resolve(self, reference: Reference, values: Mapping[str, Any], day: date, *, ended_too: bool) -> Answer:
        """What the row's cells mean. `ended_too`: a record that ended before the day may be meant as well."""
        words = tuple([values.get(leaf) for leaf in reference.leaves])
        memo_key = (reference.leaves, words, day, ended_too)
        if memo_key in self._memo:
            return self._memo[memo_key]
        if all(word is None for word in words):
            answer: Answer = None
        elif reference.by_name:
            answer = self._by_name(reference, words[0], day, ended_too)
        elif reference.target.code == "person":
            answer = self._person(reference, values)
        else:
            answer = self._composite(reference, values, day, ended_too)
        self._memo[memo_key] = answer
        return answer

    def _by_name(self, reference: Reference, word: Any, day: date, ended_too: bool) -> Answer:
        index, field = self.index(reference.target), reference.field
        found = index.find(word, day)
        if found.anchor is not None and (found.ended is None or ended_too):
            return found.anchor
        if found.ended is not None:
            return sentences.ended_name(field, word, found.ended, day)
        if found.several:
            return sentences.ambiguous_name(field, reference.target, word, index.describe(found.several))
        return sentences.unknown_name(field, reference.target, word, index.nearest(word))

    def _person(self, reference: Reference, values: Mapping[str, Any]) -> Answer:
        number = values.get(str(reference.parts.get("identity_number")))
        name = values.get(str(reference.parts.get("name")))
        if number is None:
            return sentences.person_without_number(reference.field)
        anchor = self.persons.find(number)
        if anchor is None:
            return sentences.unknown_person(reference.field, number, name)
        known = self.persons.names(anchor)
        if name is not None and known and name not in known:
            return sentences.other_name(reference.field, name, sorted(known))
        return anchor

    def _composite(self, reference: Reference, values: Mapping[str, Any], day: date, ended_too: bool) -> Answer:
        target = reference.target
        key = []
        for code in target.key:
            part = self._part(reference.parts.get(code), values, day, ended_too)
            if part is None:
                return sentences.incomplete_composite(reference.field, [target.field(name) for name in target.key])
            if isinstance(part, Sentence):
                return part
            key.append(part if target.field(code).of else target.field(code).type.to_json(part))
        anchor = self.index(target).by_key(tuple(key))
        if anchor is None:
            return sentences.unknown_composite(reference.field, target, self._shown(reference, values))
        return anchor

    def _part(self, part: str | Reference | None, values: Mapping[str, Any], day: date, ended_too: bool) -> Any:
        if isinstance(part, Reference):
            return self.resolve(part, values, day, ended_too=ended_too)
        return None if part is None else values.get(part)

    def _shown(self, reference: Reference, values: Mapping[str, Any]) -> list[str]:
        return [
            _masked(leaf, values[leaf], self.catalogue) for leaf in reference.leaves if values.get(leaf) is not None
        ]


def _masked(leaf: str, value: Any, catalogue: Catalogue) -> str:
    field = _leaf_field(leaf, catalogue)
    return field.type.mask(value) if field.hidden else field.type.show(value, field, "zh")


def _leaf_field(leaf: str, catalogue: Catalogue) -> Field:
    code, *path = leaf.split(".")
    kind = catalogue.types[code]
    field = kind.field(path[0])
    for step in path[1:]:
        kind = catalogue.types[field.of]
        field = kind.field(step)
    return field
