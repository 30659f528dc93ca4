"""The pieces of a paragraph of a review. A tag, because a review has hundreds of them."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from zugong.web.reviewing.article import Piece

register = template.Library()


@register.filter
def as_text(pieces: Iterable[Piece]) -> SafeString:
    """Text, and each number as the link to its list."""
    return mark_safe("".join(_shown(piece) for piece in pieces))  # every piece is escaped below


def _shown(piece: Piece) -> str:
    if piece.address:
        return format_html('<a href="{}" title="{}">{}</a>', piece.address, piece.says, piece.text)
    if piece.says:
        return format_html('<span title="{}">{}</span>', piece.says, piece.text)
    return conditional_escape(piece.text)
