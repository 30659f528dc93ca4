"""Why a guided operation is refused before it is tried."""

from __future__ import annotations

from typing import ClassVar

from zugong.kernel.errors import RuleBroken


class BranchAsSuperior(RuleBroken):
    code: ClassVar[str] = "restructuring.branch_as_superior"
    message: ClassVar[str] = (
        "{other} is a branch, and no organisation stands under a branch; choose a committee or general branch."
    )
    message_zh: ClassVar[str] = "{other}是党支部，其下不设党组织；请选择党委、党工委或党总支。"


class NotDecidedHere(RuleBroken):
    code: ClassVar[str] = "restructuring.not_decided_here"
    message: ClassVar[str] = (
        "Changes to {organisation} are made by the level above it: by an office that decides on {organisation}, or that "
        "fills in organisation matters for its superior."
    )
    message_zh: ClassVar[str] = (
        "{organisation}的设置由上一级党组织办理：须由对{organisation}有审批授权，或对其上级有组织事项填报授权的科室操作。"
    )


class NotFilledHere(RuleBroken):
    code: ClassVar[str] = "restructuring.not_filled_here"
    message: ClassVar[str] = "None of your offices fills in organisation matters for {organisation}."
    message_zh: ClassVar[str] = "您所在科室没有{organisation}的组织事项填报授权。"
