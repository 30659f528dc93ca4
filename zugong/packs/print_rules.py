"""How a number is printed: its form, its decimals, how it is rounded, and in what scale."""

from __future__ import annotations

from typing import Literal

from zugong.packs.reading import Declared

Form = Literal["exact", "more_than", "at_least", "nearly", "percent", "all"]


class PrintRule(Declared):
    """How a figure is printed, and so what a printed number allows.

    `exact` the number; `more_than` 余、多: from the printed number to one unit of its last digit that is not zero;
    `at_least` 以上: the printed number or more; `nearly` 近: not above it and at most a tenth below; `percent` a share in
    per cent; `all` 全部、全覆盖: every one, without rounding. `scale` is what the digits count in.
    """

    form: Form = "exact"
    decimals: int = 0
    rounding: Literal["half_up", "cut"] = "half_up"
    scale: Literal["", "万", "亿", "%"] = ""

    @property
    def is_share(self) -> bool:
        """Is the number a share, computed as a part of one and printed in per cent?"""
        return self.form in ("percent", "all") or self.scale == "%"
