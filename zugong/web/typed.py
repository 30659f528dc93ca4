"""What an address or a form says as text, read as a number or a day. It may be anything; nothing of it is trusted."""

from __future__ import annotations

from datetime import date

#: Longer numbers name nothing, and some databases refuse them with an error of their own.
_LONGEST = 15


def typed_number(text: str) -> int | None:
    """The whole number that stands there in plain digits; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else None


def typed_day(text: str) -> date | None:
    """The day that stands there as 2024-05-31; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
