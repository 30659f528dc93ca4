"""Writes a tree back as text, with as few brackets as mean the same: `parse(unparse(tree)) == tree`."""

from __future__ import annotations

from functools import singledispatch

from zugong.language import syntax

_LEVEL = {syntax.Any: 1, syntax.All: 2, syntax.Not: 3, syntax.Compare: 4, syntax.In: 4, syntax.Known: 4, syntax.Sum: 5}
_VALUE = 5
_ATOM = 6


@singledispatch
def unparse(tree: syntax.Node) -> str:
    """The tree as text of the language, in one line."""
    raise TypeError(tree)


def _inside(tree: syntax.Node, level: int) -> str:
    """The part as text, in brackets where it binds less tightly than `level`."""
    text = unparse(tree)
    return text if _LEVEL.get(type(tree), _ATOM) >= level else f"({text})"


@unparse.register
def _(tree: syntax.Number) -> str:
    return str(tree.value)


@unparse.register
def _(tree: syntax.Text) -> str:
    return "'" + tree.value.replace("'", "''") + "'"


@unparse.register
def _(tree: syntax.Truth) -> str:
    return "true" if tree.value else "false"


@unparse.register
def _(tree: syntax.Clock) -> str:
    return tree.name


@unparse.register
def _(tree: syntax.Path) -> str:
    return ".".join((["this"] if tree.from_this else []) + [name.text for name in tree.names])


@unparse.register
def _(tree: syntax.Call) -> str:
    return f"{tree.function.text}({', '.join(unparse(argument) for argument in tree.arguments)})"


@unparse.register
def _(tree: syntax.Quantified) -> str:
    return f"{tree.word}({tree.type.text}, {unparse(tree.condition)})"


@unparse.register
def _(tree: syntax.Total) -> str:
    return f"total({tree.type.text}, {unparse(tree.field)}, {unparse(tree.condition)})"


@unparse.register
def _(tree: syntax.Sum) -> str:
    (_, first), *rest = tree.terms
    return _inside(first, _ATOM) + "".join(f" {'+' if sign > 0 else '-'} {_inside(term, _ATOM)}" for sign, term in rest)


@unparse.register
def _(tree: syntax.Compare) -> str:
    return f"{_inside(tree.left, _VALUE)} {tree.operator} {_inside(tree.right, _VALUE)}"


@unparse.register
def _(tree: syntax.In) -> str:
    return f"{_inside(tree.subject, _VALUE)} in ({', '.join(unparse(option) for option in tree.options)})"


@unparse.register
def _(tree: syntax.Known) -> str:
    return f"{_inside(tree.subject, _VALUE)} is {'known' if tree.known else 'unknown'}"


@unparse.register
def _(tree: syntax.Not) -> str:
    return f"not {_inside(tree.part, 4)}"


@unparse.register
def _(tree: syntax.All) -> str:
    return " and ".join(_inside(part, 3) for part in tree.parts)


@unparse.register
def _(tree: syntax.Any) -> str:
    return " or ".join(_inside(part, 2) for part in tree.parts)
