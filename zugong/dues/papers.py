"""What the papers of dues say, in Chinese whoever prints them: receipts, and the statement of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zugong.dues.rules import in_capitals, in_yuan


def day_on_paper(day: date) -> str:
    """A day as papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True)
class ReceiptPaper:
    """A receipt line by line."""

    title: str
    number: str
    received: str
    capitals: str
    figures: str
    signature: str


def receipt_paper(
    *, organisation: str, number: str, name: str, months: str, way: str, fen: int, on: date
) -> ReceiptPaper:
    """The receipt for what a member paid."""
    return ReceiptPaper(
        "党费收据", f"{organisation} № {number}", f"今收到 {name} 同志交纳 {months} 党费（{way}）",
        f"人民币（大写）{in_capitals(fen)}", f"（小写）¥{in_yuan(fen)}", f"收款人：＿＿＿＿＿＿　　{day_on_paper(on)}",
    )  # fmt: skip


@dataclass(frozen=True)
class StatementPaper:
    """The headings of a year's statement; `until` is "" for a year that is over."""

    title: str
    until: str
    unit: str
    uses: str
    signed_on: str


def statement_paper(*, year: int, until: date, is_running: bool) -> StatementPaper:
    """The headings of what an organisation tells its members of a year."""
    told = f"（截至{day_on_paper(until)}）" if is_running else ""
    return StatementPaper(f"{year}年党费收缴、使用和管理情况", told, "单位：元", "支出用途", day_on_paper(until))
