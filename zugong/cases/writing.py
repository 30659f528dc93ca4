"""Every name that a case type may give under `writes`, and what each records."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from zugong.cases.appointing import APPOINTING
from zugong.cases.naming import NAMING
from zugong.cases.outcomes import MEMBERSHIP, WRITERS, Written
from zugong.cases.work_outcomes import WORK_WRITERS

#: By name what records it.
EVERY_WRITER: Mapping[str, Callable[[Written], None]] = {**WRITERS, **WORK_WRITERS, **APPOINTING, **NAMING}
#: Of these, what is put right in the record itself and not by taking a step back.
LASTING = (*MEMBERSHIP, *WORK_WRITERS, *APPOINTING, *NAMING)


def write(name: str, written: Written) -> None:
    """Record what a step writes under a name.

    Raises KeyError for another, IsMemberAlready, NoSuchMembership, HoldsPostOtherwise.
    """
    EVERY_WRITER[name](written)
