"""Why somebody may see something or may not: the seat, the office, the mandate, the territory, in sentences."""

from __future__ import annotations

from dataclasses import dataclass

from zugong.dictionary.declarations import Depth, RecordType
from zugong.offices.grants import Grant
from zugong.organisations.queries import Tree

ACT_WORDS = {
    "see": ("see", "查看"),
    "advise": ("advise on", "指导"),
    "fill": ("fill in", "填报"),
    "check": ("check", "审核"),
    "decide": ("decide on", "决定"),
}
DEPTH_WORDS = {
    Depth.NUMBER: ("numbers", "数字"),
    Depth.NAME: ("names", "名单"),
    Depth.PERSONAL: ("personal fields", "个人信息"),
    Depth.SENSITIVE: ("sensitive fields", "敏感信息"),
}


@dataclass(frozen=True)
class Reason:
    """One link that was looked at: does it give the right, by which office, and the sentence in both languages."""

    gives: bool
    en: str
    zh: str
    office: str = ""
    paper: str = ""
    depth: Depth | None = None

    def sentence(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


NO_SEAT = Reason(False, "This account sits in no office today.", "该账号目前不在任何科室任职。")


def no_mandate(kind: RecordType, act: str) -> Reason:
    """None of the offices may do this at all."""
    en, zh = ACT_WORDS[act]
    return Reason(
        False,
        f"None of the account's offices holds a mandate to {en} {kind.en} (matter {kind.matter}).",
        f"该账号所在科室均无“{kind.zh}”（事项 {kind.matter}）的{zh}授权。",
    )


def post_reason(is_covered: bool, kind: RecordType, act: str) -> Reason:
    """What the post itself says, where rights hang on posts."""
    en, zh = ACT_WORDS[act]
    if is_covered:
        return Reason(
            True,
            f"To {en} {kind.en}: the post is of village matter in the territory, or managed today by a committee for which "
            "the account's office acts on posts.",
            f"{zh}“{kind.zh}”：该职位属辖区内村（社区）干部，或今日由该账号科室所代表的党委主管。",
        )
    return Reason(
        False,
        f"To {en} {kind.en}, the post must be of village matter in the territory, or managed today by a committee for which "
        "the account's office acts on posts; it is neither.",
        f"{zh}“{kind.zh}”须该职位属辖区内村（社区）干部，或今日由该账号科室所代表的党委主管；该职位两者都不是。",
    )


def link_reason(grant: Grant, kind: RecordType, organisation_id: int | None, tree: Tree) -> Reason:
    """What one mandate or guidance says about rows of a type at an organisation."""
    gives = organisation_id in tree and grant.territory in tree and tree.is_below(organisation_id, grant.territory)
    territory = tree.name(grant.territory) if grant.territory in tree else "?"
    place = tree.name(organisation_id) if organisation_id in tree else "?"
    (act_en, act_zh), (depth_en, depth_zh) = ACT_WORDS[grant.act], DEPTH_WORDS[grant.depth(kind)]
    by_en, by_zh = ("guidance", "指导关系") if grant.link == "guides" else ("a mandate", "授权")
    en = f"{grant.office.name} holds {by_en} to {act_en} {grant.matter} in {territory}, down to {depth_en}"
    zh = f"{grant.office.name}有{by_zh}：在{territory}范围内对事项 {grant.matter} 可{act_zh}，深度为{depth_zh}"
    if gives:
        return Reason(True, f"{en}.", f"{zh}。", grant.office.name, grant.paper, grant.depth(kind))
    return Reason(
        False, f"{en}, but {place} is not in it today.", f"{zh}；但{place}今日不在该范围内。", grant.office.name, grant.paper
    )  # fmt: skip
