"""A page waits for every style sheet that says how it looks: nothing of it moves when the others come."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest

from tests.contract.source_tree import ROOT
from zugong.web.styles import BASE, PRINT, all_sheets, file_of, sheets_of

TEMPLATES = ROOT / "zugong" / "web" / "templates"
STATIC = ROOT / "zugong" / "web" / "static"
PAGES = sorted(
    file.relative_to(TEMPLATES).as_posix()
    for file in TEMPLATES.rglob("*.html")
    if "{% extends" in file.read_text(encoding="utf-8")
)
_CLASS = re.compile(r"\.(-?[a-zA-Z][\w-]*)")


@lru_cache
def selectors(sheet: str) -> frozenset[frozenset[str]]:
    """The classes that each rule of a sheet asks for."""
    text = re.sub(
        r"/\*.*?\*/|\{[^{}]*\}", " ; ", (STATIC / file_of(sheet)).read_text(encoding="utf-8"), flags=re.DOTALL
    )
    heads = (part for part in re.split(r"[;{}]", text) if not part.strip().startswith("@"))
    return frozenset(frozenset(_CLASS.findall(one)) for head in heads for one in head.split(","))


def included(template: str) -> set[str]:
    """A template with all that it includes."""
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    names = set(re.findall(r'{% include "([^"]+)"', text)) - {template}
    return {template}.union(*(included(name) for name in names))


def classes_of(template: str) -> set[str]:
    """The classes that stand in a page as they are."""
    texts = ((TEMPLATES / name).read_text(encoding="utf-8") for name in included(template))
    plain = (re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.DOTALL) for text in texts)
    return {name for text in plain for value in re.findall(r'class="([^"]*)"', text) for name in value.split()}


@pytest.mark.parametrize("template", PAGES)
def test_a_page_waits_for_the_sheets_that_say_how_it_looks(template: str):
    everywhere = {name for one in selectors(BASE) for name in one}
    used = classes_of(template)

    lacking = {
        (sheet, *sorted(one))
        for sheet in set(all_sheets()) - {PRINT, *sheets_of(template)}
        for one in selectors(sheet)
        if one - everywhere and one <= used | everywhere
    }

    assert lacking == set()


def test_every_sheet_is_there_and_named():
    assert {STATIC / file_of(sheet) for sheet in all_sheets()} == set((STATIC / "web" / "style").glob("*.css"))
