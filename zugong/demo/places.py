"""Units: villages before and after the merger, communities, settlement sites; and the names that they bear."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from random import Random

from zugong.demo.targets import Targets
from zugong.demo.world import Organisation, Unit

_BEFORE = ("", "东", "西", "南", "北", "上", "下", "前", "后", "大", "小")
_CORES = "柳张李王郭杨赵范郝贾吴郑乔续裴尉卫冯槐桑桃梨泉磨坪岔崖滩渠堰"
_AFTER = ("庄", "堡", "坡", "沟", "峪", "垣", "寨", "洼", "岭", "")


@dataclass
class Places:
    """The units of the county, by what they are. `villages` go on through the year; `merged_villages` end at the merger."""

    villages: list[Unit] = field(default_factory=list)
    merged_villages: list[Unit] = field(default_factory=list)
    natural_villages: list[Unit] = field(default_factory=list)
    communities: list[Unit] = field(default_factory=list)
    sites: list[Unit] = field(default_factory=list)
    closed_sites: list[Unit] = field(default_factory=list)
    others: list[Unit] = field(default_factory=list)

    @property
    def all_units(self) -> list[Unit]:
        """Every unit of the opening day."""
        parts = (self.villages, self.merged_villages, self.natural_villages, self.communities, self.sites)
        return [unit for part in (*parts, self.closed_sites, self.others) for unit in part]

    @property
    def departments(self) -> list[Unit]:
        return [unit for unit in self.others if unit.kind == "department"]


def village_names(random: Random, count: int) -> list[str]:
    """So many different village names, none a part of the county's map on purpose."""
    names = [f"{before}{core}{after}村" for before, core, after in product(_BEFORE, _CORES, _AFTER)]
    names = [name for name in names if len(name) > 2]
    random.shuffle(names)
    return names[:count]


def unit_code(targets: Targets, number: int) -> str:
    """A code in the form of a village's: the unassigned area and six digits."""
    return f"{targets.people.identity_area}{number:06d}"


def _spread(count: int, groups: int) -> list[int]:
    return [count // groups + (place < count % groups) for place in range(groups)]


def build_villages(targets: Targets, random: Random, townships: list[Organisation]) -> Places:
    """The villages, natural villages, communities and settlement sites, each in its township."""
    wanted = targets.places
    before_merger = wanted.villages if wanted.villages_before is None else wanted.villages_before
    names = iter(village_names(random, before_merger + wanted.natural_villages))
    places = Places()
    for place, (township, after, before) in enumerate(
        zip(
            townships,
            _spread(wanted.villages, len(townships)),
            _spread(before_merger, len(townships)),
            strict=True,
        )
    ):
        units = [
            Unit(unit_code(targets, (place + 1) * 1000 + number), next(names), "village", township, "ordinary")
            for number in range(before)
        ]
        places.villages += units[:after]
        places.merged_villages += units[after:]
        _merge(targets, units[:after], units[after:])
    _mark_poor(targets, random, places)
    _add_small_places(targets, random, places, townships, names)
    return places


def _merge(targets: Targets, staying: list[Unit], ending: list[Unit]) -> None:
    for place, unit in enumerate(ending):
        unit.merged_into, unit.merged_on = staying[place % len(staying)], targets.merged_on


def _mark_poor(targets: Targets, random: Random, places: Places) -> None:
    for unit in random.sample(places.villages, targets.places.poor_villages):
        unit.poverty = "poor"
    for unit in random.sample(places.merged_villages, len(places.merged_villages) // 5):
        unit.poverty = "poor"


def _add_small_places(targets: Targets, random: Random, places: Places, townships: list[Organisation], names) -> None:
    wanted = targets.places
    for number in range(wanted.natural_villages):
        township = townships[number % len(townships)]
        name = next(names).removesuffix("村") + "自然村"
        places.natural_villages.append(Unit(unit_code(targets, 90000 + number), name, "natural_village", township))
    for number, name in enumerate(targets.organisations.communities):
        township = townships[number % targets.organisations.communities_in_townships]
        places.communities.append(Unit(unit_code(targets, 91000 + number), name, "community", township))
    if targets.organisations.community_being_built:
        name = targets.organisations.community_being_built
        being_built = Unit(unit_code(targets, 91900), name, "community", townships[0], status="building")
        places.communities.append(being_built)
    hosts = random.sample(
        [unit for unit in places.villages if unit.territory], wanted.settlement_sites + wanted.closed_sites
    )
    for number, host in enumerate(hosts):
        site = Unit(unit_code(targets, 92000 + number), f"{host.name}集中安置点", "settlement_site", host.territory)
        if number < wanted.settlement_sites:
            places.sites.append(site)
        else:
            site.status = "closed"
            places.closed_sites.append(site)


def _core(name: str) -> str:
    return next(character for character in name if character in _CORES)


def rename_merged_villages(targets: Targets, places: Places) -> None:
    """Some villages that took in another take a name made of both from the day of the merger."""
    taken = {unit.name for unit in places.all_units}
    for ending in places.merged_villages:
        staying = ending.merged_into
        done = sum(1 for unit in places.villages if unit.new_name)
        if staying is None or staying.new_name or done >= targets.organisations.renamed_villages:
            continue
        name = f"{_core(staying.name)}{_core(ending.name)}联村"
        if name not in taken and _core(staying.name) != _core(ending.name):
            taken.add(name)
            staying.new_name, staying.renamed_on = name, targets.merged_on
