"""What a box can be filled from: fields of the organisation, of its unit, of who holds a post there, and figures.

Encrypted and sensitive fields are offered to nobody: they are shown one record at a time, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from zugong.dictionary.catalogue import Catalogue, installed_catalogue
from zugong.dictionary.declarations import Depth, Field, RecordType
from zugong.figures.definitions import Definitions, installed_definitions
from zugong.kernel.errors import RuleBroken
from zugong.packs.figures import Figure
from zugong.requests import rules

ORGANISATION, UNIT, POST, FIGURE = "organisation", "unit", "post", "figure"
#: Of who holds a post, and since when.
_OF_THE_HOLDER = ("name", "sex", "ethnicity", "born_on", "education")
SINCE = "since"


@dataclass(frozen=True)
class Source:
    """A field, or a figure. `kind` is whose record holds it; `post` the kind of post whose holder is meant."""

    code: str
    group: str
    label: str
    kind: str
    field: Field | None = None
    post: str = ""
    figure: Figure | None = None

    @property
    def whole_label(self) -> str:
        """The label with whose field it is, where it does not say so itself."""
        return self.label if self.post or self.figure is not None else f"{self.group} · {self.label}"

    @property
    def answer(self) -> str:
        """How a gap in the box is answered."""
        if self.figure is not None:
            return rules.TEXT
        assert self.field is not None
        if self.field.codes is not None:
            return rules.CHOICE if len(self.field.codes.codes) <= rules.MOST_CHOICES else rules.TEXT
        kinds = {"integer": rules.NUMBER, "money": rules.MONEY, "day": rules.DAY, "yes_no": rules.YES_NO}
        return kinds.get(self.field.type.name, rules.TEXT)

    def choices(self, language: str) -> str:
        """The words of a short code list, as a text of choices."""
        if self.answer != rules.CHOICE or self.field is None or self.field.codes is None:
            return ""
        zh = language.startswith("zh")
        return "；".join(code.zh if zh else code.en for code in self.field.codes.codes.values())


@dataclass(frozen=True)
class SourceGroup:
    label: str
    sources: tuple[Source, ...]


def _catalogue() -> Catalogue:
    return installed_catalogue(settings.ZUGONG_PACK)


def _definitions() -> Definitions:
    return installed_definitions(settings.ZUGONG_PACK)


def source_groups(language: str) -> tuple[SourceGroup, ...]:
    """Everything that can be chosen, in groups."""
    return tuple(group for group in _groups(language) if group.sources)


def _groups(language: str) -> Iterator[SourceGroup]:
    for code in (ORGANISATION, UNIT):
        kind = _catalogue().types[code]
        yield SourceGroup(kind.name(language), tuple(_of_record(kind, language)))
    posts = _catalogue().types["position"].fields["kind"].codes
    for post, word in posts.codes.items() if posts else ():
        label = word.zh if language.startswith("zh") else word.en
        yield SourceGroup(label, tuple(_of_post(post, label, language)))
    for chapter, figures in _chapters().items():
        label = _definitions().pack.chapters[chapter]
        yield SourceGroup(label.zh if language.startswith("zh") else label.en, tuple(_of_figures(figures, language)))


def _chapters() -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for figure in _definitions().pack.figures.values():
        found.setdefault(figure.chapter, []).append(figure)
    return found


def may_be_asked(field: Field) -> bool:
    """May a field be a box? What is encrypted or sensitive may not."""
    return not field.hidden and field.depth < Depth.SENSITIVE


def _of_record(kind: RecordType, language: str) -> Iterator[Source]:
    for field in kind.fields.values():
        if may_be_asked(field):
            yield Source(f"{kind.code}.{field.code}", kind.name(language), field.label(language), kind.code, field)


def _of_post(post: str, label: str, language: str) -> Iterator[Source]:
    person = _catalogue().types["person"]
    since = _catalogue().types["appointment"].dated[SINCE]
    fields = [*(person.fields[code] for code in _OF_THE_HOLDER), since]
    joined = "{}{}" if language.startswith("zh") else "{}: {}"
    for field in fields:
        yield Source(
            f"{POST}.{post}.{field.code}", label, joined.format(label, field.label(language)), POST, field, post
        )


def _of_figures(figures: list[Figure], language: str) -> Iterator[Source]:
    for figure in figures:
        label = figure.zh if language.startswith("zh") else figure.en
        yield Source(f"{FIGURE}.{figure.figure}", FIGURE, label, FIGURE, figure=figure)


def source_of(code: str, language: str) -> Source | None:
    """The source with that code; None where the site has none: a pack may have dropped it."""
    kind, _, rest = code.partition(".")
    if kind == FIGURE:
        return _figure_source(rest, language)
    if kind == POST:
        post, _, field = rest.rpartition(".")
        return next(
            (
                one
                for one in _of_post(post, _post_label(post, language), language)
                if one.field and one.field.code == field
            ),
            None,
        )
    record = _catalogue().types.get(kind) if kind in (ORGANISATION, UNIT) else None
    return next((one for one in _of_record(record, language) if one.code == code), None) if record else None


def _post_label(post: str, language: str) -> str:
    posts = _catalogue().types["position"].fields["kind"].codes
    word = posts.codes.get(post) if posts else None
    if word is None:
        return post
    return word.zh if language.startswith("zh") else word.en


def _figure_source(code: str, language: str) -> Source | None:
    try:
        figure = _definitions().figure(code)
    except RuleBroken:
        return None
    return next(_of_figures([figure], language))
