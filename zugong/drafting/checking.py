"""The checks of `zugong pack check` on one draft: every problem with the field that it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from zugong.drafting.models import SCHEME
from zugong.drafting.text import Path, paths
from zugong.kernel.errors import PackError
from zugong.language.schema import Schema
from zugong.packs import programmes, schemes, yaml
from zugong.packs.check_programmes import errors_of_programme
from zugong.packs.check_schemes import scheme_errors
from zugong.packs.mechanisms import read_mechanisms
from zugong.packs.own import owners_in
from zugong.packs.pack import Pack
from zugong.packs.programmes import Programme
from zugong.packs.reading import every_error, validated
from zugong.packs.schemes import Scheme
from zugong.schemes.cases import case_errors

#: The name under which the text of a draft stands in errors.
FILE = "draft.yaml"


@dataclass(frozen=True)
class Written:
    """What a draft says: the texts of its element and of the offices that it adds."""

    kind: str
    text: str
    owners: str = ""


@dataclass(frozen=True)
class Problem:
    """Something wrong, at a path within the element; empty where it concerns all of it."""

    path: Path
    error: PackError

    def said(self, language: str) -> str:
        return self.error.said(language)


@dataclass(frozen=True)
class Checked:
    """A draft read and checked. `element` is None where it cannot be read; `pack` is that of the site with the draft in it."""

    element: Scheme | Programme | None
    pack: Pack
    problems: tuple[Problem, ...]

    @property
    def scheme(self) -> Scheme:
        """The scheme with its other versions. Only for a scheme that can be read."""
        assert isinstance(self.element, Scheme)
        return self.pack.schemes[self.element.scheme]

    @property
    def version(self) -> schemes.Version:
        """The version that is being written. Only for a scheme that can be read."""
        assert isinstance(self.element, Scheme)
        return self.element.versions[-1]


def checked(written: Written, pack: Pack, schema: Schema) -> Checked:
    """A draft against the pack of the site: the same checks as of a file, and its worked cases."""
    model = Scheme if written.kind == SCHEME else Programme
    try:
        place = paths(written.text)
        wider = replace(pack, owners={**pack.owners, **owners_in(written.owners, "owners.yaml")})
        entries = yaml.parse(written.text, file=FILE)
    except PackError as error:
        return Checked(None, pack, (Problem((), error),))
    declared = entries[0] if isinstance(entries, list) and len(entries) == 1 else entries
    wrong = every_error(model, declared, file=FILE)
    if wrong:
        return Checked(None, wider, _placed(wrong, place))
    element = validated(model, declared, file=FILE)
    try:
        wider = _joined(element, wider)
    except PackError as error:
        return Checked(element, wider, _placed([error], place))
    return Checked(element, wider, _placed(_errors(element, wider, schema), place))


def _joined(element: Scheme | Programme, pack: Pack) -> Pack:
    if isinstance(element, Scheme):
        known = {**pack.schemes, element.scheme: schemes.joined(element, pack.schemes)}
        return replace(pack, schemes=known)
    return replace(pack, programmes=programmes.joined(element, pack.programmes))


def _errors(element: Scheme | Programme, pack: Pack, schema: Schema) -> list[PackError]:
    """Those of the draft itself: what is wrong with the versions before it is not its author's to mend."""
    if isinstance(element, Programme):
        return list(errors_of_programme(element, pack, schema, _mechanisms()))
    alone = replace(pack, schemes={element.scheme: pack.schemes[element.scheme]})
    found = list(scheme_errors(alone, schema, _mechanisms()))
    if not found:
        found = case_errors(alone)
    return [error for error in found if error.file == FILE]


@cache
def _mechanisms() -> Mapping[str, object]:
    return read_mechanisms(None)


def _placed(errors: Iterable[PackError], place: Mapping[int, Path]) -> tuple[Problem, ...]:
    found = [Problem(place.get(error.line or 0, ()), error) for error in errors]
    return tuple({(one.path, one.error.problem): one for one in found}.values())
