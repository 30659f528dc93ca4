"""YAML read strictly: a duplicate key, a bare yes or no, an anchor or a tag is an error with its file and line.

The scanner is the one in C, which reads all packs in a fifth of the time that each start of the program else took.
PyYAML lets the last of two equal keys win in silence and turns `no` into False; both have cost others real data.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from zugong.kernel.errors import PackError

MAX_BYTES = 2_000_000
_REFUSED_WORDS = re.compile(r"(?i)^(yes|no|y|n)$")


class Mapping(dict):
    """A mapping that remembers the line of each of its keys (1-based) and of itself."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[Any, int] = {}

    def line_of(self, key: Any) -> int:
        return self.lines.get(key, self.line)


class _Loader(yaml.CSafeLoader):
    """Safe YAML whose only implicit types are null, booleans, integers, floats and days."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:merge"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Mapping:
    result = Mapping(_line(node))
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if isinstance(key, bool):
            raise PackError(
                f"the bare word {key_node.value!r} means true or false in YAML; put it in quotes", line=_line(key_node)
            )
        if key in result:
            raise PackError("this key stands twice", line=_line(key_node), key=str(key))
        result[key] = loader.construct_object(value_node, deep=True)
        result.lines[key] = _line(key_node)
    return result


def _boolean(loader: _Loader, node: yaml.ScalarNode) -> bool | str:
    if node.value.lower() in ("on", "off"):  # "on" is the day of an event here, and YAML 1.2 has it as a word too
        return node.value
    if _REFUSED_WORDS.match(node.value):
        raise PackError(f"the bare word {node.value!r} is ambiguous; write true, false or quotes", line=_line(node))
    return loader.construct_yaml_bool(node)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:bool", _boolean)


def parse(text: str, *, file: str) -> Any:
    """The content of a YAML text; mappings are `Mapping` and know their lines. Raises PackError with file and line."""
    if len(text.encode()) > MAX_BYTES:
        raise PackError(f"larger than {MAX_BYTES} bytes", file=file)
    if any(isinstance(event, yaml.AliasEvent) for event in _events(text, file)):
        raise PackError("aliases (*name) are not allowed; write the value out", file=file)
    try:
        return yaml.load(text, _Loader)
    except PackError as error:
        raise PackError(error.problem, file=file, line=error.line, key=error.key) from error
    except RecursionError as error:
        raise PackError("nested too deep to be meant", file=file) from error
    except (yaml.YAMLError, ValueError) as error:
        raise _syntax_error(error, file) from error


def _events(text: str, file: str) -> list[yaml.Event]:
    try:
        return list(yaml.parse(text, yaml.CSafeLoader))
    except yaml.YAMLError as error:
        raise _syntax_error(error, file) from error


def _syntax_error(error: Exception, file: str) -> PackError:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    return PackError(f"not YAML: {problem}", file=file, line=mark.line + 1 if mark else None)


def read(path: Path) -> Any:
    """The content of a YAML file in UTF-8."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise PackError("not UTF-8 text", file=str(path)) from error
    return parse(text, file=str(path))
