"""Party organisations and their tree on a day."""

from __future__ import annotations

from bisect import bisect_right
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from zugong.api.asked import AskedTime, Identity, Limit, scope_at
from zugong.api.problems import NotThere, Problem
from zugong.api.shapes import OrganisationDetail, OrganisationLine, OrganisationPage
from zugong.organisations.queries import Node, Tree
from zugong.web.scope import Scope

router = Router(tags=["Organisations 党组织"])


class AskedOrganisations(AskedTime):
    under: Identity | None = Field(None, description="Only those directly under this one; left out: all in your scope.")
    name: Annotated[str, Field(max_length=100)] = Field("", description="Only those whose name or code contains this.")
    after: Identity | None = Field(None, description="`next` of the page before.")
    limit: Limit = 200


@router.get(
    "/organisations", response={200: OrganisationPage, 404: Problem, 422: Problem}, summary="Organisations 党组织列表"
)
def organisations(request: HttpRequest, asked: Query[AskedOrganisations]):
    """The organisations of a day that you may see, in the order of their ids; by `under` one level of the tree."""
    scope = scope_at(request, asked.clocks)
    if asked.under is not None:
        visible_node(scope, asked.under)
    wanted = [node for node in _within(scope, asked.under) if asked.name in node.name or asked.name in node.code]
    nodes = sorted(wanted, key=lambda node: node.id)
    start = bisect_right([node.id for node in nodes], asked.after or 0)
    shown = nodes[start : start + asked.limit]
    more = shown[-1].id if start + asked.limit < len(nodes) else None
    return OrganisationPage(organisations=[_line(node) for node in shown], next=more)


@router.get(
    "/organisations/{organisation}",
    response={200: OrganisationDetail, 404: Problem, 422: Problem},
    summary="One organisation 一个党组织",
)
def organisation(request: HttpRequest, organisation: Identity, asked: Query[AskedTime]):
    """An organisation on a day, with its superiors; its fields are under /records/organisation/{organisation}."""
    scope = scope_at(request, asked.clocks)
    node = visible_node(scope, organisation)
    above = [_line(scope.tree.node(pk)) for pk in scope.tree.above(organisation)]
    children = len(scope.tree.children(organisation))
    return {**_line(node).dict(), "short_name": node.short_name, "above": above, "children": children}


def visible_node(scope: Scope, organisation: int) -> Node:
    """The organisation in the tree of the day. Raises NotThere for one out of sight."""
    if organisation not in scope.tree or not scope.may_open(organisation):
        raise NotThere(what="organisation", what_zh="党组织", which=organisation)
    return scope.tree.node(organisation)


def _within(scope: Scope, under: int | None) -> list[Node]:
    tree: Tree = scope.tree
    ids = tree.children(under) if under is not None else (node.id for node in tree if node.living)
    return [tree.node(pk) for pk in ids if scope.may_open(pk)]


def _line(node: Node) -> OrganisationLine:
    return OrganisationLine(
        id=node.id, code=node.code, name=node.name, kind=node.kind, parent=node.parent, living=node.living
    )
