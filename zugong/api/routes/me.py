"""Who the token speaks for, and what it may do."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from zugong.api.asked import scope_at
from zugong.api.shapes import Me
from zugong.exchange.filling import may_fill
from zugong.kernel.facts.recording import last_number
from zugong.web.clocks import asked_clocks

router = Router(tags=["You 本人"])


@router.get("/me", response=Me, summary="Who I am 我是谁")
def me(request: HttpRequest):
    """The user of the token, and what may be listed and imported today."""
    scope = scope_at(request, asked_clocks({}).clocks)
    user, token = request.user, request.auth
    catalogue = scope.catalogue
    return Me(
        username=user.get_username(), full_name=user.full_name, token=token.name, expires_on=token.expires_on,
        entry=last_number(), roots=list(scope.roots),
        may_list=[kind.code for kind in catalogue.types.values() if scope.may_list(kind)],
        may_fill=[sheet.code for sheet in catalogue.all_sheets() if may_fill(scope.access, sheet, catalogue)],
    )  # fmt: skip
