"""What can be wrong with the groups to be trained once all files of a pack are read."""

from __future__ import annotations

from collections.abc import Iterator

from zugong.kernel.errors import PackError
from zugong.language.checker import check, check_value
from zugong.language.errors import LanguageError
from zugong.language.schema import Schema
from zugong.packs.pack import Pack
from zugong.packs.reading import nearest
from zugong.packs.training import TrainingGroup, read_training_groups

#: Where the words of a group come from.
_FIELDS = {
    "rank": "training_attendance.rank", "series": "training_class.series", "level": "training_class.level",
    "form": "training_class.form",
}  # fmt: skip


def training_errors(pack: Pack, schema: Schema) -> Iterator[PackError]:
    """Everything wrong with the groups of a pack, in their order."""
    try:
        groups = read_training_groups(tuple(pack.folders))
    except PackError as error:
        yield error
        return
    for group in groups.values():
        if group.of not in schema:
            yield group.error(f"there is no record type {group.of!r}{nearest(group.of, schema)}", key="of")
            continue
        yield from _condition_errors(group, pack, schema)
        yield from _word_errors(group, schema)
        if group.hours and group.hours not in pack.parameters:
            yield group.error(
                f"there is no parameter {group.hours!r}{nearest(group.hours, pack.parameters)}", key="hours"
            )


def _condition_errors(group: TrainingGroup, pack: Pack, schema: Schema) -> Iterator[PackError]:
    try:
        check(group.where, group.of, schema, pack.rules)
    except LanguageError as error:
        yield group.error(str(error), key="where")
    try:
        check_value(group.person, group.of, schema, pack.rules)
    except LanguageError as error:
        yield group.error(str(error), key="person")


def _word_errors(group: TrainingGroup, schema: Schema) -> Iterator[PackError]:
    for key, field in _FIELDS.items():
        word = getattr(group, key)
        type_code, _, name = field.partition(".")
        table = schema.get(type_code)
        codes = table.field_type(name).codes if table and table.field_type(name) else None
        if word and codes is not None and word not in codes:
            yield group.error(f"{word!r} is no code of {field}{nearest(word, codes)}", key=key)
