"""The log of looks at personal data: searched by whom it was about, who looked, when and why; exported whole.

The audit administrator reads all of it, an office that decides about members that of its territory. Reading it is a look
as well, and is written down.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import ClassVar

import xlsxwriter
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.finding.actions import catch_up
from zugong.finding.queries import PERSON, Hit, exactly_named, hits_of
from zugong.kernel.time import SHANGHAI, today
from zugong.offices.actions import log_access
from zugong.offices.models import AccessLog, AccessLogPerson, User
from zugong.organisations.queries import Territory
from zugong.web.administration.duty import may_here
from zugong.web.administration.words import Word
from zugong.web.files import workbook_file
from zugong.web.finding.lines import labels_of
from zugong.web.listing.references import address_of
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.scope import log_territory, scope_of
from zugong.web.typed import typed_day
from zugong.web.views.access import LOG, LookLine, acts_logged, folded_page, look_lines, named_count

_NAMES = ("person", "who", "first", "last", "act", "why", "id")
_MOST_NAMESAKES = 50


@dataclass(frozen=True)
class Namesake:
    """One of several persons of the name that was asked for."""

    id: int
    name: str
    branch: str
    address: str


@dataclass(frozen=True, kw_only=True)
class AccessLogPage(Page):
    """The looks that were asked for, the latest first. `next` begins the next page, "" at the end."""

    template: ClassVar[str] = "web/access_log.html"
    lines: tuple[LookLine, ...]
    asked_for: dict[str, str]
    acts: tuple[Word, ...]
    namesakes: tuple[Namesake, ...]
    is_everything: bool
    problem: str
    export: str
    is_first: bool
    next: str


@dataclass(frozen=True)
class _Reader:
    """Who reads: everything, or the looks at the data of a territory."""

    is_everything: bool
    territory: Territory

    def logs(self) -> QuerySet[AccessLog]:
        logs = AccessLog.objects.select_related("user")
        return logs if self.is_everything else logs.filter(self.territory.condition("organisation"))

    def may_name(self, hit: Hit) -> bool:
        return self.is_everything or (hit.place is not None and hit.place in self.territory)


def access_log(request: HttpRequest) -> HttpResponse:
    """One page of the log. 403 for who reads none of it."""
    reader, asked = _reader(request), _asked(request)
    persons = _persons(asked, reader)
    logs, problem = _narrowed(reader.logs(), asked, persons)
    lines, rest = folded_page(logs, request, scope_of(request).catalogue)
    lines = _with_names(lines, reader, request)
    _log(request, lines, reason="")
    kept = {name: value for name, value in asked.items() if value}
    content = AccessLogPage(
        title=gettext("Access log"), lines=lines, asked_for=asked, acts=_acts(asked["act"]),
        namesakes=_namesakes(persons, kept, request) if len(persons) > 1 else (),
        is_everything=reader.is_everything, problem=problem, export=f"?{urlencode(kept)}", is_first=not request.GET.get("before"),
        next=f"?{urlencode({**kept, 'before': rest})}" if rest else "",
    )  # fmt: skip
    return page(request, content)


def access_log_export(request: HttpRequest) -> FileResponse:
    """All looks that were asked for, as a workbook, written row by row and sent in parts."""
    reader, asked = _reader(request), _asked(request)
    logs, _ = _narrowed(reader.logs(), asked, _persons(asked, reader))
    # Up to this look: the export's own line comes after what it exports.
    logs = logs.filter(pk__lte=AccessLog.objects.aggregate(last=Max("pk"))["last"] or 0)
    named = "；".join(f"{name}={value}" for name, value in asked.items() if value)
    log_access(
        user=request.user, act="export", record_type=LOG, persons=(), rows=logs.count(),
        organisation=scope_of(request).root, reason=named,
    )  # fmt: skip
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    _write(file, logs, reader, request)
    file.seek(0)
    return workbook_file(file, f"access-log-{today()}")


def _reader(request: HttpRequest) -> _Reader:
    territory = log_territory(scope_of(request))
    is_everything = may_here(request, "read_log")
    if territory.is_nothing and not is_everything:
        raise PermissionDenied(
            gettext(
                "The audit administrator reads the log, and an office that decides about members that of its territory."
            )
        )
    catch_up(today())
    return _Reader(is_everything, territory)


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip()[:60] for name in _NAMES}


def _persons(asked: dict[str, str], reader: _Reader) -> tuple[Hit, ...]:
    """The persons of exactly the name that was asked for, or the one of them that was chosen."""
    if not asked["person"]:
        return ()
    hits = [hit for hit in exactly_named(asked["person"], limit=_MOST_NAMESAKES) if reader.may_name(hit)]
    chosen = [hit for hit in hits if str(hit.anchor) == asked["id"]]
    return tuple(chosen or hits)


def _narrowed(logs: QuerySet[AccessLog], asked: dict[str, str], persons: tuple[Hit, ...]) -> tuple[QuerySet, str]:
    """The looks that were asked for, and what could not be understood of it."""
    if asked["person"]:
        wanted = [hit.anchor for hit in persons]
        listed = AccessLogPerson.objects.filter(person__in=wanted).values("log")
        logs = logs.filter(Q(person__in=wanted) | Q(pk__in=listed))
    if asked["who"]:
        called = Q(username__icontains=asked["who"]) | Q(full_name__icontains=asked["who"])
        logs = logs.filter(Q(user__in=User.objects.filter(called)) | Q(office__icontains=asked["who"]))
    if asked["act"] in acts_logged():
        logs = logs.filter(act=asked["act"])
    if asked["why"]:
        logs = logs.filter(reason__icontains=asked["why"])
    first, last = typed_day(asked["first"]), typed_day(asked["last"])
    if first:
        logs = logs.filter(at__gte=_begin(first))
    if last:
        logs = logs.filter(at__lt=_begin(last + timedelta(days=1)))
    is_unclear = (asked["first"] and not first) or (asked["last"] and not last)
    return logs, gettext("Write days as 2024-05-31.") if is_unclear else ""


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=SHANGHAI)


def _acts(chosen: str) -> tuple[Word, ...]:
    return tuple(Word(act, label, act == chosen) for act, label in acts_logged().items())


def _namesakes(persons: tuple[Hit, ...], kept: dict[str, str], request: HttpRequest) -> tuple[Namesake, ...]:
    labels = labels_of(PERSON, [hit.anchor for hit in persons], scope_of(request))
    return tuple(
        Namesake(pk, name, branch, f"?{urlencode({**kept, 'id': pk})}") for pk, (name, branch) in labels.items()
    )


def _with_names(lines: tuple[LookLine, ...], reader: _Reader, request: HttpRequest) -> tuple[LookLine, ...]:
    """The name of whom a look was at, where the reader may know it, with the way to the page where it opens."""
    hits = {hit.anchor: hit for hit in hits_of(PERSON, sorted({line.person for line in lines if line.person}))}
    named = [pk for pk, hit in hits.items() if reader.may_name(hit)]
    labels = labels_of(PERSON, named, scope_of(request))
    opens = not reader.is_everything
    return tuple(
        replace(
            line, person_name=labels[line.person][0],
            person_address=address_of(PERSON, line.person) if opens else "",
        )
        if line.person in labels else line
        for line in lines
    )  # fmt: skip


def _log(request: HttpRequest, lines: tuple[LookLine, ...], *, reason: str) -> None:
    """Reading the log is a look at those whom it names."""
    named = {line.person for line in lines if line.person_name}
    log_access(
        user=request.user, act="log", record_type=LOG, persons=named, rows=len(lines),
        organisation=scope_of(request).root, reason=reason,
    )  # fmt: skip


def _write(file, logs: QuerySet[AccessLog], reader: _Reader, request: HttpRequest) -> None:
    """A thousand looks at a time, so that memory does not grow with the log."""
    workbook = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = workbook.add_worksheet(gettext("Access log")[:31])
    headings = (
        gettext("When"), gettext("Who"), gettext("Office"), gettext("Act"), gettext("Records"), gettext("Persons"),
        gettext("Person"), gettext("Why"), gettext("Signed in with"),
    )  # fmt: skip
    sheet.write_row(0, 0, headings)
    row, part = 1, []
    catalogue, language = scope_of(request).catalogue, spoken(request)
    found = logs.annotate(named=named_count()).order_by("-pk").iterator(chunk_size=1000)
    for log in found:
        part.append(log)
        if len(part) == 1000:
            row, part = _write_part(sheet, row, look_lines(part, catalogue, language), reader, request), []
    _write_part(sheet, row, look_lines(part, catalogue, language), reader, request)
    workbook.close()


def _write_part(sheet, row: int, lines: tuple[LookLine, ...], reader: _Reader, request: HttpRequest) -> int:
    for line in _with_names(lines, reader, request):
        told = (
            f"{line.at:%Y-%m-%d %H:%M}", line.user, line.office, line.act, line.record_type, line.persons,
            line.person_name, line.reason, line.signed_in_by,
        )  # fmt: skip
        for column, value in enumerate(told):
            # As text: what begins with a sign of equality is no formula here.
            sheet.write_number(row, column, value) if isinstance(value, int) else sheet.write_string(row, column, value)
        row += 1
    return row
