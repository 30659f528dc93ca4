"""What people take away from a list: a workbook of exactly what it shows, and the list itself under a name."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import TemporaryFile
from urllib.parse import parse_qsl

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from zugong.exchange.exporting import write_table
from zugong.kernel.time import now
from zugong.offices.actions import log_access
from zugong.saved_views.actions import forget_view, keep_view
from zugong.web.files import workbook_file
from zugong.web.listing.asking import CLOCKS, Listing, listing_of
from zugong.web.listing.tables import Placed, Table, TableRow, table_of
from zugong.web.middleware import spoken
from zugong.web.scope import scope_of
from zugong.web.typed import typed_number
from zugong.web.views.records import listable, shown_kind

_PART = 4000


@require_GET
def record_export(request: HttpRequest, code: str) -> HttpResponse:
    """The whole list as .xlsx: the same filter, order, columns and masks as on the page. Logged with everybody it names."""
    scope, language = scope_of(request), spoken(request)
    kind = shown_kind(listable(scope, code), scope)
    listed = listing_of(request.GET, kind, scope, language)
    persons: set[int] = set()
    file = TemporaryFile()  # noqa: SIM115 – closed by the response, which reads it bit by bit
    headings = [column.label for column in listed.columns]
    numbers = [column.is_number for column in listed.columns]
    count = write_table(kind.name(language), headings, numbers, _rows(listed, persons), file)
    log_access(
        user=request.user, act="export", record_type=kind.code, persons=persons, rows=count,
        organisation=listed.asked.organisation or scope.root,
    )  # fmt: skip
    file.seek(0)
    return workbook_file(file, f"{kind.name(language)}-{scope.clocks.on.isoformat()}")


def _rows(listed: Listing, persons: set[int]) -> Iterator[list[str]]:
    """The cells of every page as the page shows them; `persons` fills with those who are named."""
    after = None
    while True:
        found = listed.page(after, _PART)
        placed = [Placed(*row) for row in found.rows]
        table: Table = table_of(listed.kind, placed, listed.columns, listed.scope, listed.language)
        persons |= table.persons
        yield from (_texts(row) for row in table.rows)
        after = found.after
        if after is None:
            return


def _texts(row: TableRow) -> list[str]:
    return [row.heading.text, *(cell.text for cell in row.cells)]


@require_POST
def record_view_keep(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the list under a name, for oneself or for an office in which one sits."""
    scope = scope_of(request)
    kind = shown_kind(listable(scope, code), scope)
    shown = [(name, value) for name, value in parse_qsl(request.POST.get("query", "")) if name != "after"]
    query = urlencode([(name, value) for name, value in shown if name not in CLOCKS])
    office = request.POST.get("office", "")
    if office and typed_number(office) not in {one.id for one in scope.access.offices}:
        raise PermissionDenied(gettext("A view can be shared only with an office in which you sit."))
    keep_view(
        user=request.user, record_type=kind.code, name=request.POST.get("name", ""), query=query,
        office=typed_number(office), at=now(),
    )  # fmt: skip
    messages.success(request, gettext("The view has been kept."))
    return HttpResponseRedirect(f"{reverse('record_list', args=[code])}?{urlencode(shown)}")


@require_POST
def record_view_forget(request: HttpRequest, view: int) -> HttpResponse:
    """Forget one of one's own views."""
    code = forget_view(user=request.user, view=view)
    if code is None:
        raise Http404
    messages.success(request, gettext("The view has been forgotten."))
    return HttpResponseRedirect(reverse("record_list", args=[code]))
