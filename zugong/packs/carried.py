"""Which mechanism of the catalogue is carried by which element of a pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from zugong.kernel.errors import PackError
from zugong.packs import yaml
from zugong.packs.ballots import ballot_files
from zugong.packs.mechanisms import Mechanism
from zugong.packs.pack import Pack
from zugong.packs.reading import nearest


@dataclass(frozen=True, slots=True)
class Carrier:
    """An element that carries a mechanism: a programme, a line, a scheme, a criterion, a case type, a figure, a parameter, a
    record type.

    `cases` is how many worked cases it brings, which every check of the pack runs.
    """

    kind: str
    code: str
    cases: int = 0


def carriers(pack: Pack) -> dict[str, tuple[Carrier, ...]]:
    """The elements by the mechanism that each names, of the pack and of what it inherits."""
    found: dict[str, list[Carrier]] = {}
    for mechanism, carrier in (
        *_of_programmes(pack), *_of_schemes(pack), *_of_cases(pack.folders), *_of_ballots(pack.folders),
        *_of_lists(pack.folders),
    ):  # fmt: skip
        if carrier not in found.setdefault(mechanism, []):
            found[mechanism].append(carrier)
    return {mechanism: tuple(carried) for mechanism, carried in found.items()}


def _of_programmes(pack: Pack) -> Iterator[tuple[str, Carrier]]:
    for programme in pack.programmes.values():
        yield from ((name, Carrier("programme", programme.programme)) for name in programme.implements)
        for line in programme.lines:
            yield from ((name, Carrier("line", programme.code_of(line))) for name in line.implements)


def _of_schemes(pack: Pack) -> Iterator[tuple[str, Carrier]]:
    for scheme in pack.schemes.values():
        cases = sum(len(version.cases) for version in scheme.versions)
        yield from ((name, Carrier("scheme", scheme.scheme, cases)) for name in scheme.implements)
        for version in scheme.versions:
            parts = [*version.groups.items(), *((one.criterion, one) for one in version.criteria)]
            for code, part in parts:
                yield from ((name, Carrier("criterion", f"{scheme.scheme}.{code}")) for name in part.implements)


def _of_cases(folders: Iterable[Path]) -> Iterator[tuple[str, Carrier]]:
    """Case types, and what localities add to them."""
    for folder in folders:
        for kind, pattern in (("case_type", "cases/*.yaml"), ("form", "cases/forms/*.yaml")):
            for declared in (one for path in sorted(folder.glob(pattern)) for one in yaml.read(path)):
                yield from ((name, Carrier("case", declared[kind])) for name in declared.get("implements", ()))


def _of_ballots(folders: Iterable[Path]) -> Iterator[tuple[str, Carrier]]:
    """Kinds of secret votes."""
    for path in ballot_files(folders):
        for declared in yaml.read(path):
            yield from ((name, Carrier("ballot", declared["ballot"])) for name in declared.get("implements", ()))


def _of_lists(folders: Iterable[Path]) -> Iterator[tuple[str, Carrier]]:
    """implements.yaml: mechanism → elements, each as `kind:code`."""
    for path in (folder / "implements.yaml" for folder in folders):
        if path.is_file():
            for mechanism, elements in yaml.read(path).items():
                for element in elements:
                    kind, _, code = str(element).partition(":")
                    yield mechanism, Carrier(kind, code)


def carrier_errors(pack: Pack, types: Iterable[str], mechanisms: Mapping[str, Mechanism]) -> Iterator[PackError]:
    """What an implements.yaml names that is not there."""
    known = {"type": set(types), "figure": set(pack.figures), "parameter": set(pack.parameters)}
    for folder in pack.folders:
        path = folder / "implements.yaml"
        for mechanism, elements in (yaml.read(path) if path.is_file() else {}).items():
            if mechanisms and mechanism not in mechanisms:
                yield PackError(f"there is no mechanism {mechanism!r}{nearest(mechanism, mechanisms)}", file=str(path))
            for element in elements:
                kind, _, code = str(element).partition(":")
                if code not in known.get(kind, set()):
                    problem = f"{element!r} is no element of the pack; write type:, figure: or parameter: and its code"
                    yield PackError(problem, file=str(path), key=mechanism)
