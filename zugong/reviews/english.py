"""Numbers and days in an English text: whole numbers with commas instead of 万 and 亿, days as the site writes them."""

from __future__ import annotations

from dataclasses import replace

from zugong.reviews.filling import Filling
from zugong.reviews.tokens import Amount
from zugong.reviews.written import Shown


class EnglishFilling(Filling):
    """The numbers of an English text."""

    def number(self, amount: Amount, group: int | None) -> Shown:
        """The number, exact and as English writes it: what Chinese prints in ten thousands is written out."""
        style = replace(amount.style, scale="", grouped=True, more=0, characters=False)
        if amount.kind == "figure" and self.definitions.figure(amount.code).print.scale in ("万", "亿"):
            style = replace(style, decimals=0)
        return super().number(replace(amount, style=style), group)

    def word(self, code: str, group: int | None) -> str:
        """What the text says of itself."""
        clocks = self.about.clocks
        days = {
            "day": clocks.on.isoformat(),
            "period": f"{clocks.period.start.isoformat()} to {clocks.period.last.isoformat()}",
            "whole": super().word("territory", group),
        }
        return days[code] if code in days else super().word(code, group)
