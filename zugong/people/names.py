"""Names as they are searched and ordered: full pinyin and initials, with the readings that surnames have."""

from __future__ import annotations

from functools import lru_cache

from zugong.people.pinyin import pinyin

#: Readings of surnames that the general dictionary gets wrong.
_SURNAMES = {
    "单于": "chan yu", "万俟": "mo qi", "尉迟": "yu chi", "长孙": "zhang sun", "澹台": "tan tai",
    "单": "shan", "解": "xie", "仇": "qiu", "朴": "piao", "查": "zha", "盖": "ge", "尉": "wei", "覃": "qin", "区": "ou",
    "曾": "zeng", "任": "ren", "乐": "yue", "翟": "zhai", "缪": "miao", "宓": "mi", "冼": "xian", "逄": "pang", "员": "yun",
    "曲": "qu", "华": "hua", "种": "chong", "燕": "yan", "繁": "po", "召": "shao", "黑": "he", "那": "na", "牟": "mu",
    "卜": "bu", "都": "du", "句": "gou", "乜": "nie", "祭": "zhai", "洗": "xian", "折": "she", "隗": "wei", "郇": "xun",
    "佴": "nai", "能": "nai", "秘": "bi", "薄": "bo", "藏": "zang", "么": "yao", "阚": "kan", "角": "jue", "重": "chong",
    "蔚": "yu", "长": "chang", "恶": "wu",
}  # fmt: skip


@lru_cache(maxsize=4096)
def _reading(surname: str) -> str | None:
    return _SURNAMES.get(surname)


@lru_cache(maxsize=65536)
def _syllables_of(text: str) -> tuple[str, ...]:
    return tuple(pinyin(text))


def syllables(name: str) -> list[str]:
    """The pinyin syllables of a person's name, the surname read as a surname."""
    for length in (2, 1):
        if reading := _reading(name[:length]):
            return [*reading.split(), *(part for letter in name[length:] for part in _syllables_of(letter))]
    return [part for letter in name for part in _syllables_of(letter)]


def pinyin_key(name: str | None) -> str:
    """What a name is ordered and searched by: `zhangsan zs`, full pinyin, a space, initials."""
    parts = syllables(name or "")
    return f"{''.join(parts)} {''.join(part[0] for part in parts if part)}"[:200]
