"""Approved versions of reviews: the text as it was, computed again, and the rows behind each difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext

from zugong.figures.plan import ORGANISATION
from zugong.figures.queries import this_site
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import last_seal
from zugong.kernel.keeping import Kept
from zugong.reviews.frozen import KeptCell
from zugong.reviews.models import FrozenReview
from zugong.reviews.queries import subject_of
from zugong.reviews.verification import Verification, Verifying, verify_version
from zugong.reviews.written import from_json
from zugong.web.files import word_file
from zugong.web.listing.tables import TableRow
from zugong.web.looking import log_list
from zugong.web.middleware import spoken
from zugong.web.pages import Page, page
from zugong.web.reviewing import rights
from zugong.web.reviewing.article import Addresses, Article, article_of
from zugong.web.reviewing.differences import (
    PAGE_ROWS,
    CauseShown,
    Change,
    CheckedLine,
    cause_words,
    changes_of,
    checked_line,
    label_of,
    scope_of_cell,
    table_of_changes,
)
from zugong.web.scope import Scope, scope_of
from zugong.web.typed import typed_number
from zugong.web.views.records import Heading

_verifications: Kept[Verification] = Kept()


@dataclass(frozen=True, kw_only=True)
class VersionPage(Page):
    """The text as it was approved."""

    template: ClassVar[str] = "web/reviews/version.html"
    version: FrozenReview
    organisation: str
    by: str
    article: Article


@dataclass(frozen=True, kw_only=True)
class VerificationPage(Page):
    """The version computed again. `lines` are the numbers that differ now; `wrong` those that differ even as known then."""

    template: ClassVar[str] = "web/reviews/verification.html"
    version: FrozenReview
    count: int
    is_same_then: bool
    entry: int
    pack_now: str
    has_other_pack: bool
    lines: tuple[CheckedLine, ...]
    same: tuple[CheckedLine, ...]
    causes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PartShown:
    """One list behind a difference: a share has two."""

    label: str
    address: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class DifferencePage(Page):
    """The rows that came and went between two moments."""

    template: ClassVar[str] = "web/reviews/difference.html"
    version: FrozenReview
    line: CheckedLine
    organisation: str
    parts: tuple[PartShown, ...]
    causes: tuple[CauseShown, ...]
    headings: tuple[Heading, ...]
    rows: tuple[tuple[str, str, TableRow], ...]
    came: int
    went: int
    hidden: int
    is_first: bool
    first: str
    next: str


def review_version(request: HttpRequest, identity: int) -> HttpResponse:
    """The text of a version; each number opens its list as known then."""
    scope, version = scope_of(request), _version(request, identity)
    definitions = this_site().definitions
    clocks = subject_of(version, known=version.known).clocks
    addresses = Addresses(clocks, version.organisation_id, scope, definitions)
    content = VersionPage(
        title=version.title,
        version=version,
        organisation=_organisation(version, scope),
        by=version.approved_by.get_full_name(),
        article=article_of(from_json(version.written), addresses, definitions, spoken(request)),
    )
    return page(request, content)


def review_version_document(request: HttpRequest, identity: int) -> HttpResponse:
    """The Word file as it was approved."""
    version = _version(request, identity)
    return word_file(bytes(version.document), f"{version.title} v{version.number}")


def review_verification(request: HttpRequest, identity: int) -> HttpResponse:
    """Every number computed again."""
    scope, language, version = scope_of(request), spoken(request), _version(request, identity)
    definitions = this_site().definitions
    found = _verification(version)
    lines = [(one, checked_line(one, version, definitions, scope, language)) for one in found.checked]
    content = VerificationPage(
        title=gettext("%(title)s: verification") % {"title": version.title},
        version=version,
        count=len(found.checked),
        is_same_then=found.is_same_then,
        entry=last_seal()[0],
        pack_now=found.pack_now,
        has_other_pack=found.pack_now != found.pack_then,
        lines=tuple(line for one, line in lines if not (one.is_same_now and one.is_same_then)),
        same=tuple(line for one, line in lines if one.is_same_now and one.is_same_then),
        causes=tuple(cause_words().values()),
    )
    return page(request, content)


def review_difference(request: HttpRequest, identity: int, key: str) -> HttpResponse:
    """The rows that came and went behind one number."""
    scope, language, version = scope_of(request), spoken(request), _version(request, identity)
    site = this_site()
    verifying = Verifying(version, site)
    cell = verifying.cell(key)
    checked = next((one for one in _verification(version).checked if one.cell == cell), None)
    if cell is None or checked is None or cell.kind != "figure":
        raise Http404
    parts = verifying.parts(cell)
    part = _chosen(request, parts)
    kind = site.definitions.measured(part.code).kind
    if site.definitions.measured(part.code).measure == "organisations_with":
        kind = site.definitions.kind(ORGANISATION)
    if not scope.may_list(kind):
        raise PermissionDenied(gettext("You may see this number but not the names behind it."))
    changes = [change for change in changes_of(verifying.rows(part)) if _is_of(change, request)]
    after = _after(request)
    shown = [change for change in changes if change.id > after]
    table = table_of_changes(kind, shown[:PAGE_ROWS], scope, language)
    log_list(
        request, kind, table.persons, len(table.rows), organisation=version.organisation_id,
        figure=label_of(part, site.definitions, "zh-hans"),
    )  # fmt: skip
    words = cause_words()
    by_id = {change.id: change for change in shown[:PAGE_ROWS]}
    line = checked_line(checked, version, site.definitions, scope, language)
    content = DifferencePage(
        title=gettext("%(figure)s: what changed") % {"figure": line.label},
        version=version,
        line=line,
        organisation=scope_of_cell(cell, scope) or _organisation(version, scope),
        parts=tuple(
            PartShown(label_of(one, site.definitions, language), f"?{urlencode({'part': one.code})}", one == part)
            for one in parts
        ),
        causes=line.causes,
        headings=tuple(Heading(column.label, column.is_number, "", "") for column in table.columns),
        rows=tuple((_way(by_id[row.id]), words[by_id[row.id].cause][0], row) for row in table.rows),
        came=sum(change.came for change in changes),
        went=sum(not change.came for change in changes),
        hidden=len(shown[:PAGE_ROWS]) - len(table.rows),
        is_first=after == 0,
        first=f"?{urlencode({'part': part.code, 'cause': request.GET.get('cause', '')})}",
        next=_next(shown, part, request),
    )  # fmt: skip
    return page(request, content)


def _chosen(request: HttpRequest, parts: tuple[KeptCell, ...]) -> KeptCell:
    """The list of the two that the address names, else the first. 404 where there is none."""
    wanted = request.GET.get("part", "")
    found = [part for part in parts if not wanted or part.code == wanted]
    if not found:
        raise Http404
    try:
        this_site().definitions.measured(found[0].code)
    except RuleBroken:
        raise Http404 from None
    return found[0]


def _is_of(change: Change, request: HttpRequest) -> bool:
    return request.GET.get("cause", "") in ("", change.cause)


def _after(request: HttpRequest) -> int:
    return typed_number(request.GET.get("after", "")) or 0


def _next(shown: list[Change], part: KeptCell, request: HttpRequest) -> str:
    if len(shown) <= PAGE_ROWS:
        return ""
    last = shown[PAGE_ROWS - 1].id
    return f"?{urlencode({'part': part.code, 'cause': request.GET.get('cause', ''), 'after': last})}"


def _way(change: Change) -> str:
    return gettext("came") if change.came else gettext("went")


def _verification(version: FrozenReview) -> Verification:
    """Kept until the next entry: nothing else changes what it says."""
    key = (version.pk, last_seal(), this_site().definitions.pack.version)
    return _verifications.value(key, lambda: verify_version(version))


def _organisation(version: FrozenReview, scope: Scope) -> str:
    pk = version.organisation_id
    return next((tree.name(pk) for tree in (scope.tree, scope.todays_tree) if pk in tree), "")


def _version(request: HttpRequest, identity: int) -> FrozenReview:
    version = FrozenReview.objects.select_related("approved_by", "recorded_in").filter(pk=identity).first()
    if version is None:
        raise Http404
    rights.require_read(scope_of(request), version.organisation_id)
    return version
