"""Reconciliation: opening + in − out = closing for each branch, and the names that do not fit."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from django.conf import settings
from django.http import HttpRequest
from ninja import File, Form, Router, Schema, UploadedFile
from pydantic import Field

from zugong.api.asked import Day
from zugong.api.looking import log_persons
from zugong.api.problems import Problem
from zugong.dictionary.catalogue import installed_catalogue
from zugong.exchange.reconcile import Balance
from zugong.exchange.reconciling import Side, reconcile_for
from zugong.exchange.uploads import read_upload

router = Router(tags=["Reconciliation 月末核对"])


class DaysForm(Schema):
    opening_on: Day = Field(description="The day of the earlier roster.")
    closing_on: Day = Field(description="The day of the later roster.")


class BalanceShape(Schema):
    """opening + transferred_in + admitted + moved_in + unexplained_in − all `…_out`, died, removed = closing, always."""

    branch: int | None
    name: str
    opening: int
    transferred_in: int
    admitted: int
    moved_in: int
    unexplained_in: int
    transferred_out: int
    died: int
    removed: int
    moved_out: int
    unexplained_out: int
    closing: int
    fits: bool


class MisfitShape(Schema):
    name: str
    branch: int | None
    branch_name: str
    why: str
    message: str
    message_zh: str
    roster: str = Field(description="opening or closing.")
    row: int | None


class ReconciliationShape(Schema):
    opening_on: date
    closing_on: date
    total: BalanceShape
    balances: list[BalanceShape]
    misfits: list[MisfitShape]


@router.post("/reconcile", response={200: ReconciliationShape, 422: Problem}, summary="Reconcile rosters 核对名册")
def reconciled(
    request: HttpRequest, form: Form[DaysForm], opening: File[UploadedFile] = None, closing: File[UploadedFile] = None
):
    """Compare two rosters of members, or one with what is recorded on the other day. Nothing is written or kept."""
    catalogue = installed_catalogue(settings.ZUGONG_PACK)
    sides = [_side(form.opening_on, opening), _side(form.closing_on, closing)]
    found = reconcile_for(*sides, access=request.access, catalogue=catalogue)
    log_persons(request, "membership", {one.person for one in found.misfits if isinstance(one.person, int)})
    misfits = [
        MisfitShape(
            name=one.name, branch=one.branch, branch_name=one.branch_name, why=one.why, message=one.sentence.en,
            message_zh=one.sentence.zh, roster=one.roster, row=one.row,
        )
        for one in found.misfits
    ]  # fmt: skip
    return ReconciliationShape(
        opening_on=found.opening_on, closing_on=found.closing_on, total=_balance(found.total),
        balances=[_balance(balance) for balance in found.balances], misfits=misfits,
    )  # fmt: skip


def _side(on: date, file: UploadedFile | None) -> Side:
    return Side(on) if file is None else Side(on, file.name or "?", read_upload(file.name or "?", file.chunks()))


def _balance(balance: Balance) -> BalanceShape:
    return BalanceShape(**asdict(balance), fits=balance.fits)
