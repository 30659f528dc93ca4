"""Certificates of a round as Word files, from the layout of the nearest organisation that keeps one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZipFile

from zugong.cases.layouts import nearest_layout
from zugong.cases.papers import filled_with
from zugong.commendations.queries import PROPOSAL, ROUND, kinds_of_commendations
from zugong.dictionary.store import StoredRow
from zugong.reviews.documents import saved
from zugong.reviews.outline import Line
from zugong.reviews.word.building import template_document
from zugong.web.commendations.doors import label_of, organisation_name
from zugong.web.commendations.proposed import Round
from zugong.web.scope import Scope

#: Under this name the layouts of certificates are kept beside those of cases.
LAYOUTS = "commendation"
OF_PERSON, OF_ORGANISATION = "certificate_of_person", "certificate_of_organisation"
#: What a certificate may say: name in braces → code.
NAMES = {
    "姓名": "name", "name": "name", "党组织": "organisation", "organisation": "organisation", "荣誉称号": "kind",
    "commended as": "kind", "层级": "level", "level": "level", "表彰名称": "round", "round": "round",
    "表彰决定": "decision", "decision": "decision", "表彰单位": "holder", "commended by": "holder",
    "表彰日期": "day", "day": "day",
}  # fmt: skip
_BODY = {
    OF_PERSON: "授予{{姓名}}同志（{{党组织}}）“{{荣誉称号}}”称号，特发此证，以资鼓励。",
    OF_ORGANISATION: "授予{{党组织}}“{{荣誉称号}}”称号，特发此证，以资鼓励。",
}


def usual_certificate(paper: str) -> bytes:
    """The layout to begin with."""
    lines = (
        Line("title", "荣誉证书"), Line("subtitle", "{{表彰名称}}"), Line("body", _BODY[paper]),
        Line("body", "{{表彰决定}}"), Line("signature", "{{表彰单位}}"), Line("signature", "{{表彰日期}}"),
    )  # fmt: skip
    return saved(template_document(lines))


def certificate_of(found: Round, proposal: StoredRow, scope: Scope, language: str) -> tuple[str, bytes]:
    """What a certificate is called, and its file."""
    values, round_ = proposal.values, found.row.values
    is_of_person = kinds_of_commendations()[values["kind"]].is_of_persons
    paper = OF_PERSON if is_of_person else OF_ORGANISATION
    kept = nearest_layout(LAYOUTS, paper, round_["organisation"], scope.todays_tree)
    day, name = round_["decided_on"], found.names[proposal.id]
    said = {
        "name": name, "organisation": organisation_name(scope, values["organisation"]),
        "kind": label_of(scope, PROPOSAL, "kind", values["kind"], language),
        "level": label_of(scope, ROUND, "level", round_["level"], language), "round": round_["title"],
        "decision": round_["decision"] or "", "holder": organisation_name(scope, round_["organisation"]),
        "day": f"{day.year}年{day.month}月{day.day}日" if day else "",
    }  # fmt: skip
    content = filled_with(kept or usual_certificate(paper), NAMES, said, title=round_["title"], author=said["holder"])
    return f"{said['kind']} {name}", content


def all_certificates(found: Round, scope: Scope, language: str) -> bytes:
    """The certificates of everybody commended in a round, in one zip file, numbered in the order of the list."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as zipped:
        for number, one in enumerate(commended(found), start=1):
            name, content = certificate_of(found, one, scope, language)
            zipped.writestr(f"{number:03} {name}.docx".replace("/", "-"), content)
    return packed.getvalue()


def commended(found: Round) -> Iterator[StoredRow]:
    """The proposals that were commended, by kind."""
    for kind in kinds_of_commendations():
        for row in found.proposals:
            if row.values["kind"] == kind and row.values["state"] == "commended":
                yield row
