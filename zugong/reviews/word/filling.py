"""A Word template with its braces filled: the words' own formatting stays, however Word has cut its runs."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from zugong.reviews.word.plots import plot_paragraph
from zugong.reviews.word.reading import elements_of, is_in_margin, texts_in
from zugong.reviews.written import Spans, Written, WrittenLine, WrittenPlot, WrittenRow, WrittenTable


def fill(document: WordDocument, written: Written) -> None:
    """Turn a template into the text that was written from it."""
    by_source: dict[int, list[WrittenLine | WrittenTable | WrittenPlot]] = defaultdict(list)
    for block in written:
        by_source[block.source].append(block)
    for source, element in enumerate(elements_of(document)):
        if source not in by_source and is_in_margin(element):
            continue  # of a template that was read before headers were; Word opens no header without a paragraph
        for block in by_source.get(source, ()):
            if isinstance(block, WrittenPlot) and not block.bars:
                continue  # there is nothing to draw; the page says so
            element.addprevious(_filled(element, block, document))
        _remove(element)


def _remove(element: Any) -> None:
    """Take a paragraph of the template away; one that ends a section stays, empty, because the section hangs on it."""
    if element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None:
        element.getparent().remove(element)
        return
    for child in [child for child in element if child.tag != qn("w:pPr")]:
        element.remove(child)


def _filled(element: Any, block: WrittenLine | WrittenTable | WrittenPlot, document: WordDocument) -> Any:
    if isinstance(block, WrittenPlot):
        return plot_paragraph(block, document)
    made = copy.deepcopy(element)
    if isinstance(block, WrittenTable):
        _fill_table(made, block.rows)
    else:
        fill_paragraph(made, block.spans)
        _without_section(made)
    return made


def _without_section(paragraph: Any) -> None:
    section = paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
    if section is not None:
        section.getparent().remove(section)


def _fill_table(table: Any, rows: Sequence[WrittenRow]) -> None:
    originals = table.findall(qn("w:tr"))
    for row in rows:
        made = copy.deepcopy(originals[row.source])
        for cell, paragraphs in zip(made.findall(qn("w:tc")), row.cells, strict=True):
            for paragraph, spans in zip(cell.findall(qn("w:p")), paragraphs, strict=True):
                fill_paragraph(paragraph, spans)
        originals[0].addprevious(made)
    for original in originals:
        table.remove(original)


def fill_paragraph(paragraph: Any, spans: Spans) -> None:
    """Each piece of text gets what stood in it; what replaces braces goes where they began, in the form of that place."""
    pieces, start = [], 0
    for piece in texts_in(paragraph):
        length = len(piece.text or "")
        pieces.append((piece, start, start + length))
        start += length
    whole = "".join(piece.text or "" for piece, _, _ in pieces)
    new = dict.fromkeys(range(len(pieces)), "")
    for span in spans:
        is_plain = span.number is None and whole[span.start : span.end] == span.text
        for place, (_, begins, ends) in enumerate(pieces):
            if is_plain:
                new[place] += whole[max(begins, span.start) : min(ends, span.end)] if begins < ends else ""
            elif begins <= span.start < ends:
                new[place] += span.text
    for place, (piece, _, _) in enumerate(pieces):
        piece.text = new[place]
        piece.set(qn("xml:space"), "preserve")
