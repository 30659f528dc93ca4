"""Numbers as the pages show them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from zugong.figures.answers import Cell, Number
from zugong.figures.printing import printed
from zugong.packs.figures import Figure


def shown_number(value: Number | None, figure: Figure) -> str:
    """The exact number without its unit: thousands apart, money to the fen, shares as their print rule says; — for none."""
    if value is None:
        return "—"
    if figure.measure is None:
        return printed(value, figure.print, "")
    if isinstance(value, int):
        return f"{value:,}"
    return f"{Decimal(value):,.2f}"


def unit_of(figure: Figure, language: str) -> str:
    """The unit behind the number; a share bears its sign already."""
    return "" if figure.print.is_share else figure.unit.in_language(language)


def width_of(cell: Cell, greatest: Fraction) -> str:
    """How long a bar is, in per cent of the longest one."""
    if cell.value is None or greatest <= 0 or cell.value <= 0:
        return "0"
    return f"{float(Fraction(cell.value) / greatest * 100):.1f}"
