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
#: What is made of classes of the base and told by another sheet: it stands on pages that wait for it, or moves nothing.
OF_ONE_KIND = frozenset({
    ".bars rect", ".button[aria-current=true]", ".headline a[aria-current]", ".main-and-side .headline",
})  # fmt: skip


@lru_cache
def heads(sheet: str) -> frozenset[str]:
    """What each rule of a sheet applies to."""
    text = re.sub(
        r"/\*.*?\*/|\{[^{}]*\}", " ; ", (STATIC / file_of(sheet)).read_text(encoding="utf-8"), flags=re.DOTALL
    )
    there = (part.strip() for part in re.split(r"[;{}]", text))
    return frozenset(one for head in there if head[:1] not in ("", "@") for one in apart(head))


def apart(head: str) -> list[str]:
    """The selectors of a rule; a comma in brackets parts none."""
    parts = [""]
    for piece in head.split(","):
        is_whole = parts[-1].count("(") == parts[-1].count(")")
        parts = [*parts, piece] if is_whole else [*parts[:-1], f"{parts[-1]},{piece}"]
    return [part.strip() for part in parts[1:]]


@lru_cache
def selectors(sheet: str) -> frozenset[frozenset[str]]:
    """The classes that each rule of a sheet asks for."""
    return frozenset(frozenset(_CLASS.findall(part)) for head in heads(sheet) for part in head.split(","))


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


def test_what_any_page_may_have_is_told_by_the_base():
    everywhere = {name for one in selectors(BASE) for name in one}

    elsewhere = {
        head
        for sheet in set(all_sheets()) - {BASE, PRINT}
        for head in heads(sheet)
        if set() != set(_CLASS.findall(head)) <= everywhere
    }

    assert elsewhere == OF_ONE_KIND


def test_every_sheet_is_there_and_named():
    assert {STATIC / file_of(sheet) for sheet in all_sheets()} == set((STATIC / "web" / "style").glob("*.css"))
