"""What the rows of a file say, thing by thing: anchors found or to be made, references resolved, rows about one thing joined."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zugong.dictionary.declarations import Field, RecordType
from zugong.dictionary.store import Store, Values, store_of
from zugong.exchange.planning import sentences
from zugong.exchange.planning.comparing import Statement
from zugong.exchange.planning.layout import Reference, Written, layout
from zugong.exchange.planning.references import References
from zugong.exchange.planning.request import ImportRequest
from zugong.exchange.planning.sentences import Lacking, Sentence

Key = tuple[Any, ...]


class Rows:
    """The rows of one import with what stands against them, and the anchor of each type that a row writes."""

    def __init__(self, request: ImportRequest) -> None:
        self.request = request
        self.rows = [row for row in request.rows if row.number not in request.set_aside]
        self.written = layout(request.sheet, request.columns, request.catalogue)
        self.references = References(request.catalogue)
        self.problems: dict[int, list[tuple[str, Sentence]]] = {}
        self.anchors: dict[str, dict[int, int]] = {}
        self.statements: dict[str, dict[Key, Statement]] = {}
        self._blanks = {
            written.kind.code: self._blank_fields(written) for written in self.written if request.blanks_are_values
        }

    def refuse(self, index: int, column: str, sentence: Sentence) -> None:
        """Something stands against the row; `column` is the key of the column to mark, "" for the row as a whole.

        A value that could not be read is refused as it was read: it is not missing besides.
        """
        known = self.problems.setdefault(index, [])
        is_there = isinstance(sentence, Lacking) and sentence.column in self.request.unread.get(
            self.rows[index].number, ()
        )
        if not is_there and (column, sentence) not in known:
            known.append((column, sentence))

    def read(self) -> None:
        """Fill `anchors` and `statements`."""
        self._load_persons()
        for written in self.written:
            if written.kind.anchored:
                self._identify(written)
        self.references.forget_answers()
        for written in self.written:
            self._state(written)

    def _load_persons(self) -> None:
        leaves = [
            column.key for column in self.request.sheet.columns if column.field.type.name == "identity_number"
        ]  # a person is only ever found by this number
        numbers = {row.values[leaf] for leaf in leaves for row in self.rows if row.values.get(leaf) is not None}
        self.references.persons.load(numbers)

    def _identify(self, written: Written) -> None:
        """The anchor of every row's record of the type: an existing one by its key, or a stand-in for a new one."""
        kind, anchors = written.kind, self.anchors.setdefault(written.kind.code, {})
        for index, row in enumerate(self.rows):
            if not written.is_stated(row.values):
                if not written.optional:
                    self.refuse(index, "", sentences.missing_value(kind, kind.field(kind.key[0])))
                continue
            if kind.code == "person":
                anchor = self._person(written, index, row.values)
            else:
                anchor = self._record(written, index, row.values)
            if anchor is not None:
                anchors[index] = anchor

    def _person(self, written: Written, index: int, values: Mapping[str, Any]) -> int | None:
        number = values.get("person.identity_number")
        if number is None:
            self.refuse(index, "person.identity_number", sentences.person_without_number(written.kind.fields["name"]))
            return None
        persons = self.references.persons
        anchor = persons.find(number)
        if anchor is None:
            anchor = self.references.new_anchor(written.kind)
            persons.remember(number, anchor, values.get("person.name"))
        return anchor

    def _record(self, written: Written, index: int, values: Mapping[str, Any]) -> int | None:
        kind, names = written.kind, self.references.index(written.kind)
        own, day = self._plain(written, values), self._day(written, values)
        for reference in written.references:
            if reference.field.code in kind.key and not self._put_reference(reference, index, values, day, own, True):
                return None
        unstated = [code for code in kind.key if code in kind.fields and own.get(code) is None]
        if unstated:
            label = own.get(kind.label)
            found = names.find(label, day).anchor if label and kind.label not in kind.key else None
            if found is None:
                column = f"{kind.code}.{unstated[0]}"
                self.refuse(index, column, sentences.missing_value(kind, kind.fields[unstated[0]]))
            return found
        key = names.store.natural_key(own, day)
        anchor = names.by_key(key)
        if anchor is None:
            anchor = self.references.new_anchor(kind)
            names.set_key(key, anchor)
        names.remember(anchor, own, day)
        return anchor

    def _plain(self, written: Written, values: Mapping[str, Any]) -> Values:
        return {code: values[key] for key, code in written.plain if key in values}

    def _day(self, written: Written, values: Mapping[str, Any]) -> date:
        """The day on which the row's names are read: of the event, of the start where it is given, else the as-of day."""
        leaf = written.dates.get("since" if written.kind.is_state else "on")
        day = values.get(leaf) if leaf else None
        return day or self.request.on

    def _put_reference(
        self, reference: Reference, index: int, values: Mapping[str, Any], day: date, into: Values, ended_too: bool
    ) -> bool:
        answer = self.references.resolve(reference, values, day, ended_too=ended_too)
        if isinstance(answer, Sentence):
            self.refuse(index, reference.leaves[0], answer)
            return False
        if answer is not None:
            into[reference.field.code] = answer
        return True

    def _blank_fields(self, written: Written) -> tuple[str, ...]:
        marked = self.request.blanks_are_values
        plain = [code for key, code in written.plain if key in marked]
        return (*plain, *(found.field.code for found in written.references if marked & set(found.leaves)))

    def _state(self, written: Written) -> None:
        kind, store = written.kind, store_of(written.kind)
        known = self.statements.setdefault(kind.code, {})
        until_leaf = written.dates.get("until")
        for index, row in enumerate(self.rows):
            if not self._is_written(written, index, row.values):
                continue
            day = self._day(written, row.values)
            until = row.values.get(until_leaf) if until_leaf else None
            values = self._values(written, index, row.values, day, ended_too=not kind.is_state or until is not None)
            if values is None or not self._is_dated(written, index, row.values):
                continue
            statement = Statement(index, self.anchors.get(kind.code, {}).get(index), values, day, until)
            statement.until_stated = until is not None or until_leaf in self.request.blanks_are_values
            self._join(kind, store, known, statement)

    def _is_dated(self, written: Written, index: int, values: Mapping[str, Any]) -> bool:
        """Does the row give the day that its type needs? An event may already be known by its key."""
        kind = written.kind
        leaf = "since" if kind.is_state else "on"
        if kind.dates != "given" and kind.is_state:
            return True
        if written.dates.get(leaf) in values:
            return True
        self.refuse(index, f"{kind.code}.{leaf}", sentences.missing_value(kind, kind.dated[leaf]))
        return False

    def _is_written(self, written: Written, index: int, values: Mapping[str, Any]) -> bool:
        """Does the row write the type? Where the row's own record or one that it links to could not be found, no."""
        if written.kind.anchored and index not in self.anchors[written.kind.code]:
            return False
        missing = [code for code in written.links.values() if index not in self.anchors.get(code, {})]
        if missing:
            if not written.optional and index not in self.problems:
                self.refuse(index, "", sentences.missing_link(written.kind, self.request.catalogue.types[missing[0]]))
            return False
        if written.is_stated(values) or written.only_links:
            return True
        if not written.optional:
            self.refuse(index, "", sentences.missing_value(written.kind, _first_required(written)))
        return False

    def _values(
        self, written: Written, index: int, values: Mapping[str, Any], day: date, *, ended_too: bool
    ) -> Values | None:
        own: Values = dict.fromkeys(self._blanks.get(written.kind.code, ()))
        own.update(self._plain(written, values))
        for field_code, type_code in written.links.items():
            own[field_code] = self.anchors[type_code][index]
        sound = True
        for reference in written.references:
            sound = self._put_reference(reference, index, values, day, own, ended_too) and sound
        return own if sound else None

    def _join(self, kind: RecordType, store: Store, known: dict[Key, Statement], statement: Statement) -> None:
        key = thing_key(kind, store, statement)
        first = known.setdefault(key, statement)
        first.rows.append(statement.row)
        if first is statement:
            return
        for code, value in statement.values.items():
            before = first.values.setdefault(code, value)
            if before != value and before is not None and value is not None:
                self._refuse_both(kind, code, first.row, statement.row)
        if first.until != statement.until:
            self._refuse_both(kind, "until", first.row, statement.row)

    def _refuse_both(self, kind: RecordType, code: str, first: int, second: int) -> None:
        numbers = self.rows[first].number, self.rows[second].number
        for index in (first, second):
            self.refuse(index, f"{kind.code}.{code}", sentences.two_rows_differ(kind, kind.field(code), *numbers))


def _first_required(written: Written) -> Field:
    fields = written.kind.fields.values()
    return next((field for field in fields if field.required and field.code not in written.links), next(iter(fields)))


def thing_key(kind: RecordType, store: Store, statement: Statement) -> Key:
    """What names the thing that the statement is about: its anchor, or else its natural key."""
    key = store.natural_key(statement.values, statement.since) if statement.anchor is None else (statement.anchor,)
    # Somebody may leave twice within one sheet of those who left: each leaving is a thing of its own.
    return (*key, statement.until) if kind.is_state and kind.dates != "given" and statement.until else key
