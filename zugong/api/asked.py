"""What a question may carry: the three clocks, the organisation, and where a page of rows begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any

from django.core.signing import BadSignature, dumps, loads
from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from zugong.api.problems import ApiRefusal, NotThere
from zugong.dictionary.declarations import Depth
from zugong.figures.answers import Request
from zugong.figures.definitions import Definitions
from zugong.figures.grouping import Grouping
from zugong.kernel.errors import RuleBroken
from zugong.kernel.time import Clocks
from zugong.language.tree import Checked
from zugong.web.clocks import asked_clocks
from zugong.web.scope import Scope

_LARGEST_ID = 2**53  # the largest whole number that every JSON reader keeps exact
_SALT = "zugong.api.page"
_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)

Identity = Annotated[int, Field(ge=1, le=_LARGEST_ID)]
Day = Annotated[date, Field(ge=_FIRST, le=_LAST)]
Limit = Annotated[int, Field(ge=1, le=500, description="Rows on a page.")]
Language = Annotated[str, Field(pattern="^(zh|en)$", description="Language of labels and shown values: zh or en.")]


class WrongPage(ApiRefusal):
    code = "api.wrong_page"
    message = "after={after} begins no page of this list; take it from the `next` of the page before, unchanged."
    message_zh = "after={after} 不是本列表的翻页位置；请原样使用上一页返回的 next。"


class SplitTooDeep(ApiRefusal):
    code = "api.split_too_deep"
    message = "You may count {figure} but not see the values of {by} wherever it counts; ask without by={by}."
    message_zh = "您可以统计“{figure}”，但不能在全部统计范围内查看“{by}”的内容；请去掉 by={by} 再查。"


class AskedTime(Schema):
    """The three clocks. Left out, each is today; the period runs from 1 January to the day."""

    on: Day | None = Field(None, description="The day that is asked about.", examples=["2020-12-31"])
    known: str | None = Field(
        None,
        max_length=40,
        description="As known at this moment: an ISO time, a day (its end), or the number of an entry.",
        examples=["2021-01-05T09:00:00"],
    )

    @property
    def clocks(self) -> Clocks:
        """The clocks of the question. Raises NotAMoment, PeriodBackwards."""
        given = self.model_dump(exclude_none=True, by_alias=True)
        known = given.pop("known", "")
        texts = {name: str(value) for name, value in given.items()}
        if known.isdigit() and known.isascii():
            return asked_clocks(texts).clocks.as_known(min(int(known), _LARGEST_ID))
        return asked_clocks({**texts, "known": known}).clocks


class AskedClocks(AskedTime):
    """The three clocks with the period in which flows are counted."""

    tree: Day | None = Field(None, description="Group under the organisation tree of this day.")
    first: Day | None = Field(None, alias="from", description="First day of the period in which events are counted.")
    last: Day | None = Field(None, alias="to", description="Last day of that period, inclusive.")


def scope_at(request: HttpRequest, clocks: Clocks) -> Scope:
    """What the asker may see, on these clocks."""
    return Scope(request.access, clocks)


def grouping_below(scope: Scope, org: int | None) -> Grouping:
    """The organisations below `org`; without it, everything in scope. Raises NotThere for one out of sight."""
    if org is None:
        return scope.grouping(None)
    if org not in scope.tree:
        raise NotThere(what="organisation", what_zh="党组织", which=org)
    check_name(scope, org)
    return scope.grouping(org)


def check_name(scope: Scope, org: int) -> None:
    """Raises NotThere for an organisation by whose name the asker may not be told a number."""
    if not (scope.may_name(org) or org == scope.root):
        raise NotThere(what="organisation", what_zh="党组织", which=org)


def refused_splits(
    requests: Iterable[Request], by: str, scope: Scope, definitions: Definitions
) -> dict[Request, RuleBroken]:
    """The requests whose numbers the asker may not have split by `by`: its values lie deeper than they may look.

    What cannot be split by it at all is left to the engine, which says why.
    """
    found: dict[Request, RuleBroken] = {}
    for request in requests if by else ():
        try:
            kinds = [part.kind for part in definitions.measured_parts(request.figure)]
            needed = {kind.code: _depths_of(definitions.value(kind, by), definitions) for kind in kinds}
        except RuleBroken:
            continue
        if not all(scope.may_split(kind, needed[kind.code]) for kind in kinds):
            found[request] = SplitTooDeep(figure=request.figure, by=by[:80])
    return found


def _depths_of(path: Checked, definitions: Definitions) -> dict[str, Depth]:
    """How deep one must see each type to be told the values of a path; of a record itself, of a day: at least its name."""
    found: dict[str, Depth] = {}
    for type_code, code in path.reads:
        depth = definitions.kind(type_code).fields[code].depth
        found[type_code] = max(depth, found.get(type_code, depth))
    return found or {path.type_code: Depth.NAME}


def page_key(after: Sequence[Any] | None, of: str) -> str | None:
    """Where the next page of the list `of` begins, as a word to be given back unchanged. Signed: nobody can make one up."""
    return None if after is None else dumps([of, *after], salt=_SALT)


def page_start(after: str | None, of: str) -> tuple[Any, int] | None:
    """The opposite of `page_key`. Raises WrongPage where the word is of another list, or was changed."""
    if not after:
        return None
    try:
        asked, value, row_id = loads(after, salt=_SALT)
    except BadSignature:
        raise WrongPage(after=after[:40]) from None
    if asked != of:
        raise WrongPage(after=after[:40])
    return value, row_id
