"""Which entries changed the tree: mergers, splits and moves."""

from __future__ import annotations

from zugong.organisations.models import Belongs, Succession, UnitSuccession


def reorganisations_after(known: int) -> frozenset[int]:
    """The numbers of the entries after `known` that recorded a successor, or withdrew where an organisation belonged."""
    succeeded = (
        model.objects.filter(recorded_in__number__gt=known).values_list("recorded_in__number", flat=True)
        for model in (Succession, UnitSuccession)
    )
    moved = Belongs.objects.filter(retracted_in__number__gt=known).values_list("retracted_in__number", flat=True)
    return frozenset(number for numbers in (*succeeded, moved) for number in numbers)
