"""A text as lines with their roles and tables: what a Word template and the text of a pack have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

#: A line of the margin stands in a header or a footer of a Word file.
Role = Literal["title", "subtitle", "heading1", "heading2", "heading3", "body", "signature", "margin"]
ROLES: tuple[str, ...] = get_args(Role)

_MARKS: tuple[tuple[str, Role], ...] = (
    ("#### ", "heading3"), ("### ", "heading2"), ("## ", "heading1"), ("# ", "title"), ("> ", "subtitle"), (">> ", "signature"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: rows of cells of paragraphs; the first row is its head."""

    rows: tuple[tuple[tuple[str, ...], ...], ...]


Outline = tuple[Line | Grid, ...]


def outline_of(text: str) -> Outline:
    """The outline of a text in the marks of a pack.

    # title, ## ### #### headings, > a line in the middle, >> a line at the right, | cells of a table |; an empty line ends
    a paragraph.
    """
    found: list[Line | Grid] = []
    for part in _parts(text):
        cells = [tuple((cell.strip(),) for cell in line.strip("|").split("|")) for line in part if line.startswith("|")]
        found.append(Grid(tuple(cells)) if cells else _line("".join(part)))
    return tuple(found)


def _parts(text: str) -> Iterator[list[str]]:
    """Lines that belong together: those of a paragraph, those of a table; a line with a mark stands alone."""
    part: list[str] = []
    for line in [*(line.strip() for line in text.splitlines()), ""]:
        alone = any(line.startswith(mark) for mark, _ in _MARKS)
        if part and (not line or alone or line.startswith("|") != part[0].startswith("|")):
            yield part
            part = []
        if alone:
            yield [line]
        elif line:
            part.append(line)


def _line(text: str) -> Line:
    for mark, role in _MARKS:
        if text.startswith(mark):
            return Line(role, text.removeprefix(mark).strip())
    return Line("body", text)


def as_json(outline: Outline) -> list[Any]:
    """The outline as JSON keeps it."""
    return [
        {"role": block.role, "text": block.text} if isinstance(block, Line) else {"rows": block.rows}
        for block in outline
    ]


def from_json(kept: list[Any]) -> Outline:
    """The outline that JSON kept."""
    return tuple(
        Grid(tuple(tuple(tuple(cell) for cell in row) for row in block["rows"]))
        if "rows" in block
        else Line(block["role"], block["text"])
        for block in kept
    )
