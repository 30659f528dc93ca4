"""Native plots in Word documents: they are drawn by Word, WPS and LibreOffice, and edited there with their own numbers.

The XML of the plot and the workbook inside it are written by python-pptx, whose parts are the same in both formats.
"""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm
from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.oxml import parse_xml as parse_drawing
from pptx.util import Pt

from zugong.reviews.written import WrittenPlot

_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLOURS = ("9D1A1F", "B8860B", "4A6A8A", "6B8E5A")
_WIDTH, _LEAST_HEIGHT, _MOST_HEIGHT, _BAR_HEIGHT = 156, 60, 200, 6.5
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MOST_BARS_UPRIGHT = 6


def plot_paragraph(plot: WrittenPlot, document: WordDocument) -> Any:
    """A paragraph with the plot, ready to be put into the document."""
    relation = _add_parts(plot, document)
    number = sum(1 for rel in document.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.CHART)
    wide, high = Mm(_WIDTH), Mm(_height(plot))
    style = next((style.style_id for style in document.styles if style.name == "Plot"), "")
    properties = f'<w:pStyle w:val="{style}"/>' if style else '<w:spacing w:line="240" w:lineRule="auto"/>'
    described = _escaped("；".join(f"{bar.label} {'、'.join(n.text for n in bar.numbers)}" for bar in plot.bars)[:2000])
    return parse_xml(
        '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        f' xmlns:c="{_CHART}" xmlns:r="{_RELATION}"><w:pPr>{properties}</w:pPr><w:r><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="{1000 + number}" name="{_escaped(plot.title)}" '
        f'descr="{described}"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_CHART}">'
        f'<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    )


def _add_parts(plot: WrittenPlot, document: WordDocument) -> str:
    """Add the plot and its workbook to the package; the id by which the text refers to the plot."""
    package = document.part.package
    number = 1 + sum(1 for part in package.iter_parts() if str(part.partname).startswith("/word/charts/chart"))
    data = _data(plot)
    workbook = Part(
        PackURI(f"/word/embeddings/chart{number}.xlsx"), _WORKBOOK_TYPE, CategoryWorkbookWriter(data).xlsx_blob, package
    )
    chart = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART_TYPE, b"", package)
    chart._blob = _drawn(plot, data, chart.relate_to(workbook, RELATIONSHIP_TYPE.PACKAGE))
    return document.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)


def _data(plot: WrittenPlot) -> CategoryChartData:
    data = CategoryChartData(number_format=_number_format(plot))
    data.categories = [bar.label for bar in plot.bars]
    for place, name in enumerate(plot.series):
        data.add_series(name, [bar.values[place] for bar in plot.bars])
    return data


def _number_format(plot: WrittenPlot) -> str:
    """Shares in per cent, with as many decimals as the text has; anything else as it is."""
    texts = [number.text for bar in plot.bars for number in bar.numbers]
    if not any(text.endswith("%") for text in texts):
        return "General"
    decimals = max(len(text.rstrip("%").partition(".")[2]) for text in texts)
    return f'0{"." if decimals else ""}{"0" * decimals}"%"'


def _is_upright(plot: WrittenPlot) -> bool:
    return len(plot.bars) <= _MOST_BARS_UPRIGHT


def _height(plot: WrittenPlot) -> float:
    if _is_upright(plot):
        return 75
    return min(_MOST_HEIGHT, max(_LEAST_HEIGHT, 25 + _BAR_HEIGHT * len(plot.bars) * len(plot.series)))


def _drawn(plot: WrittenPlot, data: CategoryChartData, relation: str) -> bytes:
    upright = _is_upright(plot)
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED if upright else XL_CHART_TYPE.BAR_CLUSTERED
    space = parse_drawing(ChartXmlWriter(kind, data).xml.encode())
    chart = Chart(space, None)
    chart.font.size, chart.font.name = Pt(10), "宋体"
    chart.has_title = True
    chart.chart_title.text_frame.text = plot.title
    chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(12)
    chart.has_legend = len(plot.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.visible = False
    # Bars are drawn from below; the first should stand on top, as in the text.
    chart.category_axis.reverse_order = not upright
    drawn = chart.plots[0]
    drawn.gap_width, drawn.overlap = 60, 0
    drawn.has_data_labels = True
    drawn.data_labels.font.size = Pt(9)
    for place, series in enumerate(drawn.series):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(_COLOURS[place % len(_COLOURS)])
    outside = etree.SubElement(space, f"{{{_CHART}}}externalData", {f"{{{_RELATION}}}id": relation})
    etree.SubElement(outside, f"{{{_CHART}}}autoUpdate", {"val": "0"})
    return etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
