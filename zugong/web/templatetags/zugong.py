"""What templates need and what decides nothing: links that keep the clocks, and cells of tables."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from zugong.web.clocks import NAMES as CLOCKS
from zugong.web.listing.asking import pairs_of
from zugong.web.repeating import MARK, new_mark
from zugong.web.styles import PRINT, all_sheets, file_of, other_sheets, sheets_of
from zugong.web.unsent import SCRIPTS

register = template.Library()


@register.simple_tag(takes_context=True)
def at(context, name: str, *arguments) -> str:
    """The address of a view, with the clocks of the page that links to it."""
    asked = context.get("asked")
    address = reverse(name, args=arguments)
    return f"{address}?{asked.query}" if asked and asked.query else address


@register.simple_tag
def form_mark() -> str:
    """The mark of a form that creates something, beside its csrf_token: sent twice, it does its deed once."""
    return format_html('<input type="hidden" name="{}" value="{}">', MARK, new_mark())


@register.simple_tag(takes_context=True)
def style_links(context) -> str:
    """The style sheets that the page waits for, and that for paper."""
    base, *others = (static(file_of(sheet)) for sheet in sheets_of(context.template.name))
    links = [(base, "all"), (static(file_of(PRINT)), "print"), *((address, "all") for address in others)]
    return format_html_join("\n", '<link rel="stylesheet" href="{}" media="{}">', links)


@register.simple_tag(takes_context=True)
def late_styles(context) -> str:
    """The addresses of all other style sheets, for what a script fetches into the page."""
    return " ".join(static(file_of(sheet)) for sheet in other_sheets(context.template.name))


@register.simple_tag
def style_files() -> tuple[str, ...]:
    """The files of all style sheets."""
    return tuple(file_of(sheet) for sheet in all_sheets())


@register.simple_tag
def unsent_scripts() -> tuple[str, ...]:
    """The names of the scripts for forms that wait for the line, in their order."""
    return SCRIPTS


@register.simple_tag(takes_context=True)
def clocks_query(context) -> str:
    """What a link that is known already needs, to keep the clocks: `?on=…`, or nothing."""
    asked = context.get("asked")
    return f"?{asked.query}" if asked and asked.query else ""


@register.simple_tag(takes_context=True)
def usual_address(context) -> str:
    """This page on the usual day, with all that was chosen on it but the clocks and a place in a list of that day."""
    request = context["request"]
    kept = urlencode(pairs_of(request.GET, without=(*CLOCKS, "after")))
    return f"{request.path}?{kept}" if kept else request.path


@register.simple_tag(takes_context=True)
def shown(context, cell) -> str:
    """A cell: a link, a mask that screen readers name, or text. A tag, because a table has a thousand of them."""
    if cell.is_masked:
        return format_html(
            '<span class="masked"><span class="hidden">{}</span><span aria-hidden="true">{}</span></span>',
            gettext("masked"),
            cell.text,
        )
    if cell.address:
        return format_html('<a href="{}{}">{}</a>', cell.address, clocks_query(context), cell.text)
    return conditional_escape(cell.text)


@register.simple_tag(takes_context=True)
def table_rows(context, headings, rows) -> str:
    """The rows of a table as HTML. A tag and not a loop in a template: a page has a thousand cells, and each costs."""
    labels = [format_html(' data-label="{}"', heading.label) for heading in headings[1:]]
    query = clocks_query(context)
    return mark_safe("".join(_row(row, labels, query) for row in rows))  # every part below is escaped


def _row(row, labels, query: str) -> str:
    cells = "".join(
        f"<td{label}{_NUMBER if cell.is_number else ''}>{_cell(cell, query)}</td>"
        for label, cell in zip(labels, row.cells, strict=True)
    )
    return f'<tr><th scope="row">{_cell(row.heading, query)}</th>{cells}</tr>'


_NUMBER = ' class="number"'


def _cell(cell, query: str) -> str:
    text = escape(cell.text)
    if cell.is_masked:
        told = f'<span class="hidden">{gettext("masked")}</span>'
        return f'<span class="masked">{told}<span aria-hidden="true">{text}</span></span>'
    return f'<a href="{escape(cell.address)}{escape(query)}">{text}</a>' if cell.address else text
