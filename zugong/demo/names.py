"""Personal names that sound like those of one county: surnames by weight, given names by the years of birth."""

from __future__ import annotations

from random import Random

_FREQUENT = "王李张刘赵杨郭贾任卫吴高陈柴董马许范孙周吕宋韩郑冯薛梁崔吉靳史武段尉裴乔续席晋谭景荆祁毋"
_RARER = (
    "丁于田石孔白毛邱秦江顾侯邵孟龙万雷钱汤尹黎易常樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛"
    "管祝左涂谷祁时舒耿牟卜詹关苗凌费纪盛童欧甄项曲成游阳裘席卓蒲仇"
)
_COMPOUND = ("上官", "欧阳", "司马", "皇甫", "诸葛", "令狐", "尉迟", "夏侯")
_COMPOUND_SHARE = 0.004
_RARER_SHARE = 0.18

_MALE_OLD = "根生福贵宝财旺发德山石柱虎保全喜来成有满长富金银锁拴三二留顺毛"
_MALE_MIDDLE = "建国军平华明红卫东林海忠义民强勇军峰伟刚斌杰文武新春晓志"
_MALE_YOUNG = "浩宇轩子涵博文昊天俊杰泽晨阳鹏飞凯旭东磊超帅龙翔睿哲"
_FEMALE_OLD = "秀英兰花桂芳玉珍翠莲巧凤仙娥爱香菊梅月桃改转"
_FEMALE_MIDDLE = "丽红霞萍琴艳玲敏燕娟梅芳静云彩晓春秋淑慧"
_FEMALE_YOUNG = "婷雪颖欣怡佳琪梦瑶雨晨思悦蕾媛璐丹妮洁"
_RARE = ("翀", "昺", "犇", "媖", "䶮", "玥", "喆", "𬭎", "淼", "堃")
_RARE_SHARE = 0.003
_SINGLE_SHARE = 0.22


def _given_characters(sex: str, birth_year: int) -> str:
    generations = {
        "male": (_MALE_OLD, _MALE_MIDDLE, _MALE_YOUNG),
        "female": (_FEMALE_OLD, _FEMALE_MIDDLE, _FEMALE_YOUNG),
    }
    return generations[sex][(birth_year >= 1955) + (birth_year >= 1985)]


def _surname(random: Random) -> str:
    chance = random.random()
    if chance < _COMPOUND_SHARE:
        return random.choice(_COMPOUND)
    return random.choice(_RARER if chance < _COMPOUND_SHARE + _RARER_SHARE else _FREQUENT)


def personal_name(random: Random, *, sex: str, birth_year: int) -> str:
    """A surname and one or two given characters; a few are two-character surnames or rare characters."""
    characters = _given_characters(sex, birth_year)
    first, second = random.choice(characters), random.choice(characters)
    if random.random() < _RARE_SHARE:
        second = random.choice(_RARE)
    given = second if random.random() < _SINGLE_SHARE or first == second else first + second
    return _surname(random) + given
