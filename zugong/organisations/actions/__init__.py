"""Every write to organisations, units and the links between them. Each is one entry and leaves the places right."""

from zugong.organisations.actions.changes import (
    OrganisationValues,
    Part,
    end_organisation,
    found_organisation,
    merge_organisations,
    move_organisation,
    rename_organisation,
    split_organisation,
)
from zugong.organisations.actions.links import end_guides, end_serves, set_guides, set_serves
from zugong.organisations.actions.places import maintain_places, rebuild_places, refresh_places
from zugong.organisations.actions.units import UnitValues, end_unit, found_unit, merge_units, rename_unit

__all__ = [
    "OrganisationValues", "Part", "UnitValues",
    "end_guides", "end_organisation", "end_serves", "end_unit",
    "found_organisation", "found_unit",
    "maintain_places", "merge_organisations", "merge_units", "move_organisation",
    "rebuild_places", "refresh_places", "rename_organisation", "rename_unit",
    "set_guides", "set_serves", "split_organisation",
]  # fmt: skip
