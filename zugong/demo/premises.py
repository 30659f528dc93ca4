"""Premises, the signs on them, and the checks against a standard."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from zugong.demo.organisations import County
from zugong.demo.targets import Targets
from zugong.demo.world import Ledger, Organisation, Unit

_SIGN_WORDS = (
    "党群服务中心", "党支部委员会", "村民委员会", "村务监督委员会", "新时代文明实践站", "便民服务站",
    "卫生室", "综治中心", "人民调解委员会", "退役军人服务站", "妇女之家", "儿童之家",
    "图书室", "活动室", "警务室", "民兵连部", "电商服务点", "金融服务点",
    "老年日间照料中心", "志愿服务站", "议事室", "档案室", "远程教育室", "矛盾调解室",
    "心理咨询室", "食堂", "会议室", "广播室", "值班室", "健身房",
    "书画室", "宣讲堂", "科普站", "劳动保障站", "法律服务室", "计生服务室",
    "物业协调室", "环境监督岗", "消防站", "应急物资室",
)  # fmt: skip
_SIGN_COLUMNS = ("facility", "name", "number", "level", "status", "changed_on")
_LEAST_AREA = 500
#: The same word may stand on a sign cleared, one merged and one kept: their numbers tell them apart.
_NUMBER_OF = {"cleared": 1, "merged": 2, "kept": 3}


def premises_ledgers(targets: Targets, county: County) -> list[Ledger]:
    """The premises of the closing day, their signs, and the checks of villages and communities."""
    random = Random(f"{targets.seed} premises")
    rows = _village_rows(targets, county, random) + _community_rows(targets, county)
    rows += _county_rows(targets, county)
    columns = ("name", "kind", "organisation", "unit", "area_m2", "level", "status", "built_on")
    closing_signs, at_the_beginning = _signs(targets, county), _at_the_beginning(targets, rows)
    signs_before = _signs_before(targets, closing_signs, {row[0] for row in at_the_beginning})
    checks = _checks(targets, county, random)
    return [
        Ledger("facility", targets.opened_on, columns, at_the_beginning, title="阵地设施（年初）"),
        Ledger("sign", targets.opened_on, _SIGN_COLUMNS, signs_before, title="标牌（年初）"),
        Ledger("sign", _midyear(targets), _SIGN_COLUMNS, _first_proposed(closing_signs), title="标牌（年中）"),
        Ledger("facility", targets.closed_on, columns, rows),
        Ledger("sign", targets.closed_on, _SIGN_COLUMNS, closing_signs),
        *([checks] if checks.rows else []),
    ]


def _midyear(targets: Targets) -> date:
    return date(targets.year, 6, 30)


def _at_the_beginning(targets: Targets, closing: list[tuple]) -> list[tuple]:
    """Premises built before the year as they stood then: those that were given up later were in use."""
    rows = []
    for name, kind, branch, unit, area, level, status, built_on in closing:
        built_before = built_on is None or built_on < targets.opened_on
        if status == "closed" or (built_before and kind in ("rural_centre", "community_centre") and status == "in_use"):
            rows.append((name, kind, branch, unit, area, level, "in_use", None if status == "closed" else built_on))
    return rows


def _signs_before(targets: Targets, closing: list[tuple], centres: set[str]) -> list[tuple]:
    """Signs cleared, merged or kept in the year hung there when it began, on the first level or the second."""
    hung_on = date(targets.year - 5, 5, 20)
    first, last = targets.opened_on, targets.closed_on
    handled = [row for row in closing if row[0] in centres and row[4] in _NUMBER_OF and first <= row[5] <= last]
    return [
        (centre, name, number, ("first", "second")[place % 2], "set", hung_on)
        for place, (centre, name, number, *_) in enumerate(handled)
    ]


def _first_proposed(closing: list[tuple]) -> list[tuple]:
    """Some signs were first handled otherwise than in the end."""
    proposed = {"cleared": "kept", "merged": "cleared", "kept": "merged"}
    return [(*row[:4], proposed[row[4]], row[5]) for row in closing if row[1].startswith("原") and row[5].day == 1]


def _row(
    targets: Targets, name: str, kind: str, branch: Organisation, unit: Unit | None, area: int, status: str = "in_use",
    level: str = "", built_on: date | None = None,
) -> tuple:  # fmt: skip
    day = targets.closed_on
    return (
        name, kind, branch.name_on(day), unit.name_on(day) if unit else "", area, level, status,
        built_on if status != "building" else None,
    )  # fmt: skip


def _village_rows(targets: Targets, county: County, random: Random) -> list[tuple]:
    """A centre and a meeting room in each; in some a second room that is closed or still being built."""
    rows = []
    for place, unit in enumerate(county.places.villages):
        branch, name = county.village_branch[unit], unit.name_on(targets.closed_on)
        built_on = date(targets.year - random.randint(0, 6), random.randint(3, 11), 15)
        rows.append(
            _row(
                targets,
                f"{name}党群服务中心",
                "rural_centre",
                branch,
                unit,
                random.randint(180, 620),
                level="" if place else "city",
                built_on=built_on,
            )
        )
        rows.append(
            _row(
                targets, f"{name}多功能会议室", "meeting_room", branch, unit, random.randint(40, 160), built_on=built_on
            )
        )
        if place % 9 == 0:
            status = "closed" if place % 2 else "building"
            rows.append(_row(targets, f"{name}旧会议室", "meeting_room", branch, unit, 35, status, built_on=built_on))
        if place % 12 == 0:
            rows.append(_row(targets, f"{name}办公用房", "office", branch, unit, 60, built_on=built_on))
    return rows


def _community_rows(targets: Targets, county: County) -> list[tuple]:
    """A centre and a space of at least the area required, the first of exactly it; smaller spaces beside them."""
    rows = []
    for place, unit in enumerate(county.places.communities):
        branch = county.village_branch.get(unit, county.committees[len(county.townships)])
        status, built_on = unit.status, date(targets.year - 3, 6, 18)
        area = _LEAST_AREA + 130 * place
        rows.append(
            _row(targets, f"{unit.name}党群服务中心", "community_centre", branch, unit, 460, status, built_on=built_on)
        )
        rows.append(_row(targets, f"{unit.name}会议室", "meeting_room", branch, unit, 80, status, built_on=built_on))
        rows.append(
            _row(targets, f"{unit.name}活动场所", "activity_space", branch, unit, area, status, built_on=built_on)
        )
        rows.append(
            _row(
                targets,
                f"{unit.name}小区活动室",
                "activity_space",
                branch,
                unit,
                _LEAST_AREA - 1,
                "in_use",
                built_on=built_on,
            )
        )
    return rows


def _county_rows(targets: Targets, county: County) -> list[tuple]:
    root, built_on = county.root, date(targets.year, 9, 1)
    rows = [
        _row(targets, name, "regional_centre", root, None, 820, built_on=built_on)
        for name in targets.premises.regional_centres
    ]
    rows.append(_row(targets, "规划中的片区党群服务中心", "regional_centre", root, None, 700, "building"))
    rows.append(
        _row(targets, "已撤销的片区党群服务中心", "regional_centre", root, None, 300, "closed", built_on=built_on)
    )
    for number in range(1, targets.premises.teaching_bases + 1):
        name = f"农村基层干部学历提升教学实践基地（第{number}处）"
        rows.append(_row(targets, name, "teaching_base", root, None, 900, level="city", built_on=built_on))
    rows.append(_row(targets, "县级教学实践基地", "teaching_base", root, None, 400, level="county", built_on=built_on))
    rows.append(_row(targets, "已停用教学实践基地", "teaching_base", root, None, 400, "closed", "city", built_on))
    return rows


def _signs(targets: Targets, county: County) -> list[tuple]:
    """Signs set are counted by kind: the same ones hang in every centre. Signs cleared, merged and kept are pieces."""
    wanted = targets.premises
    set_on = date(targets.year, 5, 20)
    rows: list[tuple] = []
    for unit in county.places.villages:
        centre = f"{unit.name_on(targets.closed_on)}党群服务中心"
        rows += _set(centre, wanted.rural_first_signs, wanted.rural_second_signs, set_on)
    for place, unit in enumerate(county.places.villages[:20]):
        centre = f"{unit.name_on(targets.closed_on)}党群服务中心"
        rows.append((centre, "拟设新标牌", 1, "first" if place % 2 else "second", "planned", set_on))
        for status in ("cleared", "merged", "kept"):
            rows.append((centre, f"旧标牌{place + 1}", _NUMBER_OF[status], "first", status, set_on))
    for level in ("first", "second") if wanted.regional_centres else ():
        rows.append((wanted.regional_centres[0], f"企业服务台（{level}）", 1, level, "set", set_on))
    for unit in county.places.communities:
        centre = f"{unit.name}党群服务中心"
        if unit.status == "in_use":
            rows += _set(centre, wanted.community_first_signs, wanted.community_second_signs, set_on)
            rows.append((centre, "待设室内标牌", 1, "second", "planned", set_on))
            for status, number in _NUMBER_OF.items():
                rows.append((centre, "前一年处理的标牌", number, "none", status, targets.day_before))
                rows.append((centre, "后一年处理的标牌", number, "none", status, targets.day_after))
        else:
            rows.append((centre, "待设标牌", 1, "first", "planned", set_on))
    return rows + _handled(targets, county)


def _set(centre: str, first: int, second: int, on: date) -> list[tuple]:
    rows = [(centre, _SIGN_WORDS[number], 1, "first", "set", on) for number in range(first)]
    return rows + [(centre, f"{_SIGN_WORDS[number]}（室内）", 1, "second", "set", on) for number in range(second)]


def _handled(targets: Targets, county: County) -> list[tuple]:
    in_use = [unit for unit in county.places.communities if unit.status == "in_use"]
    wanted = targets.premises
    if not in_use:
        return []
    counts = (("cleared", wanted.signs_cleared), ("merged", wanted.signs_merged), ("kept", wanted.signs_kept))
    rows = []
    for status, count in counts:
        for number in range(count):
            centre = f"{in_use[number % len(in_use)].name}党群服务中心"
            word = f"原{_SIGN_WORDS[number % len(_SIGN_WORDS)]}"
            on = date(targets.year, 4, 1) + timedelta(days=number) if number else targets.opened_on
            rows.append((centre, word, _NUMBER_OF[status], "none", status, on))
    return rows


def _checks(targets: Targets, county: County, random: Random) -> Ledger:
    """Checks of villages and of communities, some against the standard of the others; none where a standard is not named."""
    villages = list(county.places.villages)
    random.shuffle(villages)
    on, wanted = date(targets.year, 11, 25), targets.premises
    rows = []
    for place, unit in enumerate(villages if wanted.village_standard else []):
        result = "passed" if place < wanted.five_affairs_villages else "failed"
        rows.append((unit.name_on(targets.closed_on), wanted.village_standard, result, on))
        if result == "failed" and place % 5 == 0 and wanted.community_standard:  # passed, but against another standard
            rows.append((unit.name_on(targets.closed_on), wanted.community_standard, "passed", on))
    for unit in county.places.communities if wanted.community_standard else []:
        result = "passed" if unit.status == "in_use" else "failed"
        rows.append((unit.name, wanted.community_standard, result, on))
        if unit.status == "in_use" and wanted.village_standard:  # of a community, which is no village
            rows.append((unit.name, wanted.village_standard, "passed", on))
    return Ledger("standard_check", targets.closed_on, ("unit", "standard", "result", "checked_on"), rows)
