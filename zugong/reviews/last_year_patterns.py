"""The shapes of numbers in Chinese official prose, and of digits that are none: years, papers, ordinals, names."""

from __future__ import annotations

import re

CHINESE_DIGIT = "零〇一二两三四五六七八九十百千万亿"
_DIGITS = f"[{CHINESE_DIGIT}]"
_COUNTING = "个名条项件次场期处块份"
_SMALL = "[一二三四五六七八九十]"
_ANY = rf"(?:\d+|{_DIGITS}+)"
_YEAR = r"(?<!\d)(?:19|20)\d{2}"
_CHINESE_YEAR = "[一二][〇○零一二三四五六七八九]{3}"

#: Measure words of numbers that a figure may count; the longest first.
_UNITS = (
    r"(?:个百分点|百分点|平方公里|平方米|立方米|场次|人次|件次|户次|批次|学时|课时|"
    r"小时|分钟|公里|公顷|公斤|千瓦|m²|km"
    r"|[元名人个位户村条项件次场期处块份篇套间座所支组种家亩吨米倍笔张册本台辆岁对门堂节部面轮类例起桩宗只头棵株路盏口点㎡])"
)
UNIT = re.compile(rf"\s*({_UNITS})")
#: After a single Chinese digit one of these must follow, or 大, as in 五大行动.
CLASSIFIERS = re.compile(rf"\s*(?:{_UNITS}|大(?![家众批量多事局有]))")

BARE = ("百", "千", "万", "亿")
NUMBER = re.compile(
    rf"(?P<of_hundred>百分之)?"
    rf"(?:(?P<arabic>(?<![\dA-Za-z])(?<!\d[.,])(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?:\.\d+)?)"
    rf"|(?P<chinese>{_DIGITS}+(?:点[零〇一二三四五六七八九]+)?))"
    r"(?:(?P<inner>[余多])?\s?(?P<scale>万亿|亿|万|千|百))?"
    # 59万余元 and 5万多元 are money; 多元化 is none.
    r"(?P<outer>[余多](?![数半少样方种]|元[化性素]))?(?:\s?(?P<sign>%))?"
)
PAIR_OF_DIGITS = re.compile(r"(?P<low>[一二两三四五六七八])(?P<high>[二三四五六七八九])(?P<unit>[十百千万]?)")
RANGE_MARK = re.compile(r"\s*(?:[-－—–~～]{1,2}|至|到)\s*")

#: 节约 and 签约 end in 约, 附近 in 近; neither qualifies what follows.
BEFORE = re.compile(
    r"(大约|约有|约为|(?<![节制公条签预违契集])约|将近|接近|(?<![附最远新邻亲靠将接])近|超过|(?<![赶反])超(?!过)|逾|突破"
    r"|(?<![以向])上(?=$)|不少于|不低于|至少|不足|不到)\s*$"
)
AFTER = re.compile(r"\s*(以上|及以上|以下|以内|左右|上下)")

#: Short words in quotation marks with numerals in them are names: “一肩挑”, “12380”.
QUOTED = re.compile(r"[“\"「『‘]([^“”\"「」『』‘’]{1,16})[”\"」』’]")
STATED_IN_QUOTES = re.compile(rf"\d[\d,.]*\s*(?:[万亿%余多]|{_UNITS})|{_SMALL}大[^，。]")

_UP_TO_TWO = rf"(?<![\d{CHINESE_DIGIT}.])(?:\d{{1,2}}|{_SMALL}{{1,3}})"
_DASH = r"\s*[-—–~～至到、]\s*"
_ANY_YEAR = rf"(?:{_YEAR}|{_CHINESE_YEAR})"

#: What digits may be other than a number, in words that the pages translate.
PASSED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (why, re.compile(pattern))
    for why, pattern in (
        ("title", r"《[^《》]{1,120}》"),
        ("paper", r"[〔\[【(（]\s*(?:19|20)\d{2}\s*[〕\]】)）]\s*第?\s*\d+\s*号?"),
        ("paper", rf"第?{_ANY}\s*号(?:文件?|令|公告|楼)?"),
        ("day", rf"{_ANY_YEAR}\s*年?{_DASH}{_ANY_YEAR}\s*年(?:度|底|末|初)?"),
        ("day", rf"{_ANY_YEAR}\s*年(?:度|代|底|末|初)?(?:\s*{_ANY}\s*月(?:份|底|末|初)?)?(?:\s*{_ANY}\s*[日号])?"),
        ("day", rf"{_YEAR}\s*[-./]\s*\d{{1,2}}(?:\s*[-./]\s*\d{{1,2}})?(?!\d)(?!\s*(?:[万亿%余多]|{_UNITS}))"),
        ("day", rf"{_UP_TO_TWO}\s*月(?:份|底|末|初)?(?:\s*{_ANY}\s*[日号])?"),
        ("day", rf"{_UP_TO_TWO}\s*日"),
        ("day", r"\d0年代|[“\"]?十[一二三四五六七八九]五[”\"]?(?=规划|时期|期间|以来|末|[，。、])"),
        ("time", r"(?<![\d.])\d{1,2}\s*[:：]\s*\d{2}(?!\d)"),
        ("time", r"(?<=[上下中]午)\d{1,2}\s*[时点](?:\d{1,2}分|半)?|\d{1,2}时(?:\d{1,2}分|许)"),
        (
            "span",
            rf"近?{_ANY}(?:\.\d+)?\s*[余多]?\s*(?:周年|年|个月|个季度|个?星期|周(?!边)|天)(?![级轻])(?:来|内|间|以来)?",
        ),
        ("ordinal", rf"第\s*{_ANY}(?:{_DASH}第?{_ANY})?"),
        ("congress", r"(?:党的)?(?:十[一二三四五六七八九]|二十[一二]?)大(?!行动|工程|任务)"),
        ("congress", rf"{_ANY}届|{_SMALL}中全会"),
        ("mark", r"^\s*(?:\d+(?:\.\d+)*[.．、)）](?!\d)|\d+(?:\.\d+)+(?=\s))"),
        ("mark", rf"^\s*(?:{_DIGITS}+、|[(（](?:\d+|{_DIGITS}+)[)）])"),
        ("mark", rf"[(（](?:\d{{1,2}}|{_SMALL}{{1,3}})[)）]"),
        ("mark", rf"(?<=[。；;：:，,\s]){_SMALL}{{1,2}}[是要](?!求)"),
        ("name", r"[A-Za-z][A-Za-z-]*\d+(?:\.\d+)?|(?<![\d.,])\d+(?:\.\d+)?(?!km|m²|m2|kg)[A-Za-z]+\d*"),
        ("name", r"(?<!\d)\d+(?:\+\d+)+(?:\+[A-Za-z])?|\d+\.\d+\.\d+[\d.]*"),
        ("name", rf"{_SMALL}[^\d{CHINESE_DIGIT}\s，。；、{_COUNTING}]{{1,2}}{_SMALL}[课公做](?:[^\d\s，。；]开)?"),
        ("call", r"(?<![\d.])0\d{2,3}[-—]\d{7,8}(?!\d)|(?<![\d.])1\d{10}(?!\d)"),
        (
            "call",
            r"(?<![\d.,])0\d+(?![\d.])|(?<![\d.])\d{12,}|(?<![\d.])\d{3,6}(?=[”\"]?(?:举报|服务|专用|党建)?(?:热线|专线|平台|电话|网站))",
        ),
        ("call", r"(?:热线|电话|专线|邮编|平台|账号|卡号|号码)[^\d，。；]{0,4}\d[\d-]+(?![\d.]*\s*[万亿个名次件条])"),
        ("ratio", r"(?<![\d.])\d+(?:\.\d+)?\s*[:：∶/×]\s*\d+(?:\.\d+)?(?!\d)"),
        ("ratio", rf"(?!百分之){_DIGITS}+分之{_DIGITS}+"),
    )
)
