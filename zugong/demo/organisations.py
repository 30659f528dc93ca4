"""The county's Party organisations: who stands under whom on the opening day, and what changes in the year.

The number of primary-level organisations on the closing day is met exactly: what is wanting when every unit has its
branch becomes further branches of the larger units, whose branch is then a general branch.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from zugong.demo.places import Places, build_villages, rename_merged_villages, unit_code
from zugong.demo.targets import Group, Targets
from zugong.demo.world import LEAF_KINDS, PRIMARY_KINDS, Organisation, Unit

_SUFFIX = {"general_branch": "党总支", "branch": "党支部", "joint_branch": "联合党支部"}
_SUB_BRANCHES = (
    "机关党支部", "第一党支部", "第二党支部", "离退休党支部", "第三党支部", "第四党支部",
    "第五党支部", "第六党支部", "第七党支部", "第八党支部", "第九党支部", "第十党支部",
)  # fmt: skip


@dataclass
class County:
    """The organisations and units of the county. `village_branch` is the organisation of a village itself."""

    root: Organisation
    city: Organisation
    province: Organisation | None
    districts: list[Organisation] = field(default_factory=list)
    townships: list[Organisation] = field(default_factory=list)
    committees: list[Organisation] = field(default_factory=list)
    branches: list[Organisation] = field(default_factory=list)
    outside: list[Organisation] = field(default_factory=list)
    other_temporary: list[Organisation] = field(default_factory=list)
    leading_groups: list[Organisation] = field(default_factory=list)
    empty: list[Organisation] = field(default_factory=list)
    village_branch: dict[Unit, Organisation] = field(default_factory=dict)
    places: Places = field(default_factory=Places)

    @property
    def all_organisations(self) -> list[Organisation]:
        """Every organisation of the opening day, superiors first."""
        superiors = [self.province] if self.province else []
        upper = [*superiors, self.city, self.root, *self.districts, *self.committees]
        return [*upper, *self.branches, *self.empty, *self.outside, *self.other_temporary, *self.leading_groups]

    def primary_on(self, day: date) -> list[Organisation]:
        """The primary-level organisations in force on `day`."""
        return [found for found in self.all_organisations if found.kind in PRIMARY_KINDS and found.exists_on(day)]

    @property
    def leaves(self) -> list[Organisation]:
        """The branches that have members of their own on the opening day."""
        return [found for found in self.branches if found.kind in LEAF_KINDS]

    def leaves_of(self, organisation: Organisation) -> list[Organisation]:
        """The branch itself, or the branches under a general branch on the opening day."""
        if organisation.kind in LEAF_KINDS:
            return [organisation]
        return [found for found in self.branches if found.parent is organisation]


class _Builder:
    """Makes organisations with codes that say where they stand: the superior's code and three digits more."""

    def __init__(self, targets: Targets, random: Random) -> None:
        self.targets, self.random = targets, random
        self._children: dict[str, int] = defaultdict(int)

    def organisation(
        self,
        name: str,
        kind: str,
        sector: str,
        parent: Organisation | None,
        *units: Unit,
        established_on: date | None = None,
    ) -> Organisation:
        above = parent.code if parent else self.targets.people.identity_area
        self._children[above if parent else ""] += 1
        number = self._children[above if parent else ""]
        code = f"{above}{number:03d}" if parent else f"{above[: 2 * number].ljust(6, '0')}"
        founded = established_on or date(
            self.random.randint(1978, 2018), self.random.randint(1, 12), self.random.randint(1, 28)
        )
        return Organisation(code, name, kind, sector, parent, founded, list(units), region=self.targets.people.home)

    def branch(self, unit: Unit, sector: str, parent: Organisation, kind: str = "branch") -> Organisation:
        prefix = parent.name.removeprefix("中共").removesuffix("委员会") if unit.kind == "village" else ""
        return self.organisation(f"{prefix}{unit.name}{_SUFFIX[kind]}", kind, sector, parent, unit)


def build_county(targets: Targets, random: Random) -> County:
    """The organisations and units of the opening day, with the changes of the year written into them."""
    builder = _Builder(targets, random)
    county = _committees(targets, builder)
    county.places = build_villages(targets, random, county.townships)
    rename_merged_villages(targets, county.places)
    _village_branches(targets, builder, county)
    _community_branches(targets, builder, county)
    for group, committee in zip(targets.organisations.groups, county.committees[len(county.townships) :], strict=True):
        _group_branches(targets, builder, county, group, committee)
    _township_branches(targets, builder, county)
    _temporary_branches(targets, builder, county)
    _leading_groups(targets, builder, county)
    _empty_enterprise(targets, builder, county)
    _unorganised(targets, county)
    _fill_up(targets, builder, county)
    _rename_unit(targets, county)
    return county


def _committees(targets: Targets, builder: _Builder) -> County:
    wanted = targets.organisations
    province = builder.organisation(wanted.province, "higher_committee", "", None) if wanted.province else None
    city = builder.organisation(wanted.city, "higher_committee", "", None)
    root = builder.organisation(wanted.county, wanted.county_kind, "", None)
    county = County(root, city, province)
    for township in wanted.townships:
        county.townships.append(builder.organisation(f"中共{township}委员会", "committee", "rural", root))
    for district in wanted.districts:
        above = builder.organisation(district.committee, wanted.county_kind, "", root)
        county.districts.append(above)
        for township in district.townships:
            county.townships.append(builder.organisation(f"中共{township}委员会", "committee", "rural", above))
    groups = [builder.organisation(group.committee, group.kind, group.sector, root) for group in wanted.groups]
    county.committees = [*county.townships, *groups]
    return county


def _village_branches(targets: Targets, builder: _Builder, county: County) -> None:
    """General branches only where no village is merged in, but for one pair in which both are general branches."""
    merged_pair = next(iter(county.places.merged_villages), None)
    hosts = {unit.merged_into for unit in county.places.merged_villages}
    alone = [unit for unit in county.places.villages if unit not in hosts and not unit.new_name]
    general = set(alone[: targets.organisations.general_village_branches])
    if merged_pair:
        general |= {merged_pair, merged_pair.merged_into}
        general |= {unit for unit in county.places.merged_villages if unit.merged_into is merged_pair.merged_into}
    for unit in (*county.places.villages, *county.places.merged_villages):
        kind = "general_branch" if unit in general else "branch"
        branch = builder.branch(unit, "rural", unit.territory, kind)
        county.village_branch[unit] = branch
        county.branches.append(branch)
        if kind == "general_branch":
            _sub_branches(builder, county, branch, 2, names=_SUB_BRANCHES[1:])
    for unit in county.places.merged_villages:
        _merge_branch(targets, county, unit)
    for unit in county.places.villages:
        if unit.new_name:
            branch = county.village_branch[unit]
            branch.new_name, branch.renamed_on = branch.name.replace(unit.name, unit.new_name), targets.merged_on


def _merge_branch(targets: Targets, county: County, unit: Unit) -> None:
    branch = county.village_branch[unit]
    branch.successor, branch.ended_on = county.village_branch[unit.merged_into], targets.merged_on


def _sub_branches(
    builder: _Builder, county: County, general: Organisation, count: int, names: tuple[str, ...] = _SUB_BRANCHES
) -> None:
    stem = general.name.removesuffix("党总支")
    for name in names[:count]:
        county.branches.append(builder.organisation(stem + name, "branch", general.sector, general, *general.units))


def _community_branches(targets: Targets, builder: _Builder, county: County) -> None:
    wanted = targets.organisations
    for unit in county.places.communities:
        if unit.status == "in_use":
            branch = builder.branch(unit, "urban", unit.territory)
            if wanted.communities_moved_on:
                branch.new_parent = county.committees[len(county.townships)]
                branch.moved_on = wanted.communities_moved_on
            county.village_branch[unit] = branch
            county.branches.append(branch)


def _group_branches(targets: Targets, builder: _Builder, county: County, group: Group, committee: Organisation) -> None:
    names = list(group.names)
    for place, name in enumerate(names):
        unit = Unit(unit_code(targets, 100000 + len(county.places.others)), name, group.unit_kind, county.townships[0])
        county.places.others.append(unit)
        joint = group.unit_kind == "social_organisation" and place % 6 == 5
        branch = builder.branch(unit, group.sector, committee, "joint_branch" if joint else "branch")
        if joint:
            branch.units += county.places.others[-3:-1]
        county.branches.append(branch)


def _township_branches(targets: Targets, builder: _Builder, county: County) -> None:
    """In every township the branch of its office and those of a few firms; some firms later move to the zone."""
    zone = next((found for found in county.committees if found.kind == "committee" and found.sector == "new"), None)
    moving = targets.organisations.enterprises_moved if zone else 0
    for township, name in zip(county.townships, targets.organisations.all_townships, strict=True):
        unit = Unit(unit_code(targets, 100000 + len(county.places.others)), f"{name}人民政府", "department", township)
        county.places.others.append(unit)
        county.branches.append(builder.organisation(f"{name}机关党支部", "branch", "agency", township, unit))
        for firm in targets.organisations.township_enterprises:
            code = unit_code(targets, 100000 + len(county.places.others))
            unit = Unit(code, f"{name}{firm}", "enterprise", township)
            county.places.others.append(unit)
            branch = builder.branch(unit, "new", township)
            if moving and firm == targets.organisations.township_enterprises[0]:
                branch.new_parent, branch.moved_on = zone, targets.organisations.enterprises_moved_on
                moving -= 1
            county.branches.append(branch)


def _temporary_branches(targets: Targets, builder: _Builder, county: County) -> None:
    wanted = targets.organisations
    short = targets.people.home[-2:]
    closed = [wanted.closed_outside_city] if wanted.closed_outside_city else []
    for place, name in enumerate([*wanted.outside_cities, *closed]):
        founded = date(targets.year - 2, 3, 1) + timedelta(days=67 * place)
        full_name = f"{short}驻{name.removesuffix('市')}流动党员临时党支部"
        branch = builder.organisation(full_name, "temporary_branch", "", county.root, established_on=founded)
        branch.outside, branch.region = True, name
        (county.outside if place < len(wanted.outside_cities) else county.other_temporary).append(branch)
    for branch in county.other_temporary:
        branch.ended_on = date(targets.year, 9, 30)
    if wanted.inside_temporary_branch:
        inside = builder.organisation(wanted.inside_temporary_branch, "temporary_branch", "", county.root)
        county.other_temporary.append(inside)


def _leading_groups(targets: Targets, builder: _Builder, county: County) -> None:
    bureaus = [unit for unit in county.places.departments if unit.name.endswith("局")]
    for unit in bureaus[: targets.organisations.leading_groups]:
        county.leading_groups.append(
            builder.organisation(f"中共{unit.name}党组", "leading_group", "agency", county.root, unit)
        )


def _empty_enterprise(targets: Targets, builder: _Builder, county: County) -> None:
    """A firm's branch without a member, which is ended in the year."""
    name = targets.organisations.empty_enterprise
    if not name:
        return
    unit = Unit(unit_code(targets, 100000 + len(county.places.others)), name, "enterprise", county.townships[0])
    county.places.others.append(unit)
    branch = builder.branch(unit, "new", county.townships[0])
    branch.ended_on = date(targets.year, 11, 30)
    county.empty.append(branch)


def _unorganised(targets: Targets, county: County) -> None:
    for number in range(targets.organisations.unorganised_enterprises):
        township = county.townships[number % len(county.townships)]
        name = township.name.removeprefix("中共").removesuffix("委员会")
        code = unit_code(targets, 100000 + len(county.places.others))
        county.places.others.append(Unit(code, f"{name}第{number + 1}运输公司", "enterprise", township))


def _fill_up(targets: Targets, builder: _Builder, county: County) -> None:
    """Further branches of the larger units until the number wanted on the closing day is met."""
    if targets.organisations.primary is None:
        return
    wanting = targets.organisations.primary - len(county.primary_on(targets.closed_on))
    if wanting < 0 or wanting == 1:
        raise ValueError(f"the units named already make {targets.organisations.primary - wanting} organisations")
    candidates = [found for found in county.branches if found.sector in ("agency", "school", "hospital", "state_firm")]
    candidates = [found for found in candidates if found.parent not in county.townships]
    size = max(3, -(-wanting // max(1, len(candidates) // 2)))
    while wanting:
        general = candidates.pop(0)
        count = wanting if wanting <= size + 1 else size
        general.kind, general.name = "general_branch", general.name.removesuffix("党支部") + "党总支"
        _sub_branches(builder, county, general, count)
        wanting -= count


def _rename_unit(targets: Targets, county: County) -> None:
    wanted = targets.organisations.renamed_unit
    if wanted is None:
        return
    for unit in county.places.others:
        if unit.name == wanted.old:
            unit.new_name, unit.renamed_on = wanted.new, wanted.on
    for branch in county.branches:
        if branch.unit and branch.unit.name == wanted.old:
            branch.new_name, branch.renamed_on = branch.name.replace(wanted.old, wanted.new), wanted.on
