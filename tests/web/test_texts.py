"""Every text of the screens exists in Chinese and in English."""

import re
from pathlib import Path

from django.utils import translation

from scripts.translations import messages

WEB = Path(__file__).parents[2] / "zugong" / "web"
CHINESE = re.compile(r"[\u3400-\u9fff]")
TRANSLATE = re.compile(r"""{%\s*translate\s+(["'])(.*?)\1""")
BLOCK = re.compile(r"{%\s*blocktranslate.*?%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL)
GETTEXT = re.compile(r"""gettext(?:_lazy)?\(\s*(?P<quote>["'])((?:(?!(?P=quote))[^\\]|\\.)*)(?P=quote)""")
#: What the pages say in Chinese in every language: the name of the program.
NAMES = ("组工",)


def texts_in_templates() -> set[str]:
    found = set()
    for path in WEB.rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        found |= {match[1] for match in TRANSLATE.findall(source)}
        parts = [part for block in BLOCK.findall(source) for part in re.split(r"{%\s*plural\s*%}", block)]
        found |= {re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", part) for part in parts}
    return found


def texts_in_code() -> set[str]:
    return {text for path in WEB.rglob("*.py") for _, text in GETTEXT.findall(path.read_text(encoding="utf-8"))}


def catalogued() -> set[str]:
    entries = messages(WEB / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po")
    used = [entry for entry in entries if entry.is_translated]
    return {text for entry in used for key in ("msgid", "msgid_plural") if (text := entry.texts.get(key))}


def test_every_text_of_the_pages_has_a_chinese_translation():
    assert sorted((texts_in_templates() | texts_in_code()) - catalogued()) == []


def test_no_translation_is_left_that_no_page_uses():
    assert sorted(catalogued() - texts_in_templates() - texts_in_code()) == []


def test_templates_hold_no_chinese_outside_the_catalogue():
    chinese = {
        f"{path.name}: {line.strip()[:60]}"
        for path in WEB.rglob("*.html")
        for line in path.read_text(encoding="utf-8").splitlines()
        if CHINESE.search(re.sub("|".join(NAMES), "", line))
    }

    assert chinese == set()


def test_the_foot_says_what_the_site_is_in_both_languages():
    text = "Open-source software · not a national system · no state secrets may be entered here"

    with translation.override("zh-hans"):
        chinese = translation.gettext(text)
    with translation.override("en"):
        english = translation.gettext(text)

    assert (chinese, english) == ("开源软件 · 非官方全国系统 · 不得录入国家秘密", text)
