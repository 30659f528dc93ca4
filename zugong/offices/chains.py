"""Why an account may see a row, or why not, as a chain: account, seat, office, mandate, territory, depth, this row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from zugong.dictionary.declarations import Depth, RecordType
from zugong.offices.access import Access
from zugong.offices.grants import Grant, HeldOffice, grants_of
from zugong.offices.models import OfficeState, Seat, User
from zugong.offices.reasons import ACT_WORDS, DEPTH_WORDS
from zugong.organisations.queries import Tree


@dataclass(frozen=True)
class Step:
    """One link: does it hold, and the sentence in both languages."""

    name: str
    holds: bool
    en: str
    zh: str

    def sentence(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True)
class Chain:
    """The links from an account to a row by one mandate. It gives the right if every one of them holds."""

    steps: tuple[Step, ...]
    paper: str = ""
    depth: Depth | None = None

    @property
    def gives(self) -> bool:
        return all(step.holds for step in self.steps)


@dataclass(frozen=True)
class Row:
    """The row asked about: its type, what it is called, the organisation where it stands, its anchor and its post."""

    kind: RecordType
    label: str
    place: int | None
    anchor: int | None = None
    post: int | None = None


@dataclass(frozen=True)
class Seer:
    """An office that may see a row, how deep, and the accounts that sit in it."""

    office: HeldOffice
    depth: Depth
    users: tuple[User, ...]


def chains_of(user: User, row: Row, act: str, on: date) -> list[Chain]:
    """Every way in which the account might get there, those that give it first; one chain that breaks where there is none."""
    account = _account_step(user)
    if not user.is_active:
        return [Chain((account,))]
    access = Access.of(user, on)
    seats = {seat.office_id: seat for seat in Seat.objects.believed().holding(on).filter(user=user)}
    if not access.offices:
        return [Chain((account, _NO_SEAT))]
    chains = [chain for office in access.offices for chain in _by_office(access, office, seats, row, act, account)]
    return sorted(chains, key=lambda chain: (not chain.gives, -sum(step.holds for step in chain.steps)))


def _by_office(
    access: Access, office: HeldOffice, seats: dict[int, Seat], row: Row, act: str, account: Step
) -> Iterator[Chain]:  # fmt: skip
    start = (account, _seat_step(seats[office.id], office), _office_step(office, access.tree))
    granted = [one for one in access.grants if one.office == office and one.allows(row.kind.matter, act)]
    if not granted:
        yield Chain((*start, _no_mandate_step(office, row.kind, act)))
    for one in granted:
        alone = Access(access.on, (office,), (one,))
        steps = (
            *start,
            _mandate_step(one, row.kind),
            *_territory_steps(one, row, alone, act),
            _depth_step(one, row.kind),
        )
        yield Chain(steps, one.paper, one.depth(row.kind) if all(step.holds for step in steps) else None)


_NO_SEAT = Step("seat", False, "It sits in no office today.", "该账号今日未在任何科室任职。")


def _account_step(user: User) -> Step:
    name = f"{user.get_full_name()} ({user.username})"
    if not user.is_active:
        return Step("account", False, f"The account {name} is locked or has ended.", f"账号{name}已停用或注销。")
    return Step("account", True, f"The account {name} may sign in.", f"账号{name}可正常登录。")


def _seat_step(seat: Seat, office: HeldOffice) -> Step:
    return Step(
        "seat", True, f"It has sat in {office.name} since {seat.since}.", f"自{seat.since}起在{office.name}任职。"
    )  # fmt: skip


def _office_step(office: HeldOffice, tree: Tree) -> Step:
    name = _name(office.organisation, tree)
    return Step("office", True, f"{office.name} acts for {name}.", f"{office.name}代表{name}行使职权。")


def _no_mandate_step(office: HeldOffice, kind: RecordType, act: str) -> Step:
    en, zh = ACT_WORDS[act]
    return Step(
        "mandate", False, f"{office.name} holds no mandate to {en} records such as {kind.en}.",
        f"{office.name}没有对“{kind.zh}”一类记录的{zh}授权。",
    )  # fmt: skip


def _mandate_step(one: Grant, kind: RecordType) -> Step:
    en, zh = ACT_WORDS[one.act]
    matter_en = "every matter" if one.matter == "*" else f"records such as {kind.en}"
    matter_zh = "全部事项" if one.matter == "*" else f"“{kind.zh}”一类记录"
    if one.link == "guides":
        return Step("mandate", True, f"It guides in {matter_en}: to {en}.", f"有业务指导关系：{matter_zh}，可{zh}。")
    return Step("mandate", True, f"It holds a mandate to {en} {matter_en}.", f"有授权：{matter_zh}，可{zh}。")


def _territory_steps(one: Grant, row: Row, alone: Access, act: str) -> Iterator[Step]:
    tree = alone.tree
    territory, place = _name(one.territory, tree), _name(row.place, tree)
    rights = alone.rights(row.kind, act, Depth.NUMBER)
    reaches = rights.reach(row.place, row.anchor)
    if row.kind.rights == "position":
        yield (
            _no_post_step(row)
            if row.post is None
            else _post_step(row, rights.positions is not None and row.post in rights.positions)
        )
    elif reaches:
        yield Step(
            "territory", True, f"Its territory is {territory}, and {row.label} stands in it, at {place}.",
            f"授权范围是{territory}，“{row.label}”在{place}，属于该范围。",
        )  # fmt: skip
    else:
        yield Step(
            "territory", False, f"Its territory is {territory}; {row.label} stands at {place}, which is not in it today.",
            f"授权范围是{territory}；“{row.label}”在{place}，今日不属于该范围。",
        )  # fmt: skip


def _no_post_step(row: Row) -> Step:
    return Step(
        "territory", False, f"Rights to records such as {row.kind.en} follow the single post; ask about a post.",
        f"“{row.kind.zh}”一类记录的权限按具体职位确定，请改选职位再查。",
    )  # fmt: skip


def _post_step(row: Row, is_covered: bool) -> Step:
    if is_covered:
        return Step(
            "territory", True, f"The post {row.label} is of village matter in the territory, or managed by its committee.",
            f"职位“{row.label}”属辖区内村（社区）干部，或由其党委主管。",
        )  # fmt: skip
    if not getattr(settings, "ZUGONG_CADRE", False):
        return Step(
            "territory", False,
            f"The post {row.label} is not of village matter in the territory, and this site opens posts of cadres to nobody.",
            f"职位“{row.label}”不属辖区内村（社区）干部；本站未启用干部管理，干部职位不对任何账号开放。",
        )  # fmt: skip
    return Step(
        "territory", False,
        f"The post {row.label} is neither of village matter in the territory nor managed today by its committee.",
        f"职位“{row.label}”既不属辖区内村（社区）干部，今日也不由其党委主管。",
    )  # fmt: skip


def _depth_step(one: Grant, kind: RecordType) -> Step:
    depth = one.depth(kind)
    en, zh = DEPTH_WORDS[depth]
    is_row = depth >= Depth.NAME
    return Step(
        "depth", is_row, f"It reaches down to {en}" + ("." if is_row else ": this row is counted, not shown."),
        f"查看深度到{zh}" + ("。" if is_row else "，只计数，不能看到这条记录。"),
    )  # fmt: skip


def _name(organisation: int | None, tree: Tree) -> str:
    return tree.name(organisation) if organisation in tree else "—"


def seers_of(row: Row, on: date) -> list[Seer]:
    """Every office that may see the row, the deepest first, each with who sits in it."""
    states = OfficeState.objects.believed().holding(on).order_by("anchor_id")
    offices = tuple(HeldOffice(*told) for told in states.values_list("anchor_id", "name", "organisation_id"))
    held: dict[int, list[Grant]] = {}
    for one in grants_of(offices, on):
        held.setdefault(one.office.id, []).append(one)
    depths = {office: depth_of(Access(on, (office,), tuple(held.get(office.id, ()))), row) for office in offices}
    found = [(office, depth) for office, depth in depths.items() if depth is not None]
    users = _users_in([office.id for office, _ in found], on)
    seers = [Seer(office, depth, tuple(users.get(office.id, ()))) for office, depth in found]
    return sorted(seers, key=lambda seer: (-seer.depth, seer.office.name))


def depth_of(access: Access, row: Row) -> Depth | None:
    """How deep the row is seen; None where it is not seen. Numbers alone show no row."""
    found = None
    for depth in (Depth.NAME, Depth.PERSONAL, Depth.SENSITIVE):
        rights = access.rights(row.kind, "see", depth)
        if rights.reach(row.place, row.anchor) and (rights.positions is None or row.post in rights.positions):
            found = depth
    return found


def _users_in(offices: Iterable[int], on: date) -> dict[int, list[User]]:
    seats = Seat.objects.believed().holding(on).filter(office__in=list(offices), user__is_active=True)
    found: dict[int, list[User]] = {}
    for seat in seats.select_related("user").order_by("user__username"):
        found.setdefault(seat.office_id, []).append(seat.user)
    return found
