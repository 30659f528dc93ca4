"""The views that packs bring: what everybody asks of a list, as data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from zugong.kernel.errors import PackError
from zugong.packs import yaml
from zugong.packs.folder import lineage


@dataclass(frozen=True)
class UsualView:
    """A list under a name in both languages."""

    record_type: str
    zh: str
    en: str
    query: str

    def name(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


@cache
def usual_views(pack: str) -> tuple[UsualView, ...]:
    """The views of a pack and all that it inherits, in the order of their files. Raises PackError."""
    found: list[UsualView] = []
    for folder in lineage(pack):
        path = folder / "views.yaml"
        if path.is_file():
            for record_type, views in yaml.read(path).items():
                found += [_view(record_type, view, str(path)) for view in views]
    return tuple(found)


def _view(record_type: str, declared: dict, file: str) -> UsualView:
    if set(declared) != {"zh", "en", "query"} or not parse_qsl(declared["query"]):
        raise PackError("a view has zh, en and query, such as order=-since", file=file, key=record_type)
    return UsualView(record_type, declared["zh"], declared["en"], declared["query"])


def usual_views_schema() -> dict[str, Any]:
    """The JSON Schema of views.yaml, for editors."""
    text = {"type": "string", "minLength": 1}
    view = {
        "type": "object", "properties": {"zh": text, "en": text, "query": text}, "required": ["zh", "en", "query"],
        "additionalProperties": False,
    }  # fmt: skip
    return {"type": "object", "additionalProperties": {"type": "array", "items": view}}
