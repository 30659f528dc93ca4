"""The clauses of one who is rated, in words: the result, why, what opens it, and how the form asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from zugong.dictionary.declarations import RecordType
from zugong.figures.queries import this_site
from zugong.schemes.actions import may_fill
from zugong.schemes.evaluating import Clause, Filed, Standing
from zugong.schemes.rules import GroupSum
from zugong.schemes.wording import clause_sentences, state_word
from zugong.web.listing.references import address_of
from zugong.web.schemes.asked import Asked
from zugong.web.schemes.wording import (
    BADGES,
    hint_of,
    listed,
    notes_of,
    office_name,
    plain,
    reached,
    reviewer_name,
    share,
    way_word,
)


@dataclass(frozen=True)
class Link:
    label: str
    address: str


@dataclass(frozen=True)
class Choice:
    """One of the outcomes that may be said."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class ShownClause:
    """A clause with its result. `said` is what the organisation itself filled in, `worth` the points it can give."""

    code: str
    number: str
    text: str
    article: str
    way: str
    hint: str
    state: str
    badge: str
    got: str
    worth: str
    why: str
    said: str
    judged_by: str
    evidence: tuple[Link, ...]
    is_asked: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownPart:
    """A group of clauses; `open_places` says how many wait for the text of the local paper."""

    code: str
    label: str
    star: str
    star_word: str
    badge: str
    reached: str
    width: str
    reviewer: str
    clauses: tuple[ShownClause, ...]
    open_places: str
    notes: tuple[str, ...] = ()


def shown_parts(asked: Asked, standing: Standing) -> tuple[ShownPart, ...]:
    """Every part of one who is rated, in the order of the paper."""
    clauses = asked.rating.clauses(standing.subject.anchor)
    numbers = {one.criterion.criterion: str(place) for place, one in enumerate(clauses, start=1)}
    return tuple(_part(asked, standing, one, clauses, numbers) for one in standing.sum.groups)


def _part(
    asked: Asked, standing: Standing, one: GroupSum, clauses: Sequence[Clause], numbers: dict[str, str]
) -> ShownPart:
    group, language = asked.version.groups[one.group], asked.language
    mine = [clause for clause in clauses if clause.criterion.group == one.group]
    named = [clause for clause in mine if clause.criterion.is_named]
    offices = dict.fromkeys(
        reviewer_name(asked.version, clause.criterion, asked.pack, language)
        for clause in named
        if not clause.criterion.is_computed
    )
    is_won = one.group in standing.stars
    width = share(one)
    return ShownPart(
        code=one.group,
        label=group.label(language),
        star=("★" if is_won else "☆") if group.star else "",
        star_word=gettext("star won") if is_won else gettext("star not won"),
        badge="good" if one.is_won else "grey" if not width else "amber",
        reached=reached(one),
        width=f"{width:.1f}",
        reviewer=listed(offices),
        clauses=tuple(shown_clause(asked, standing, clause, numbers[clause.criterion.criterion]) for clause in named),
        open_places=_open_places(len(mine) - len(named)),
        notes=notes_of(group, language),
    )


def _open_places(count: int) -> str:
    if not count:
        return ""
    return gettext("%(count)s places are left open for the text of the local paper; nobody can meet them yet.") % {
        "count": count
    }


def shown_clause(asked: Asked, standing: Standing, clause: Clause, number: str) -> ShownClause:
    """One clause with its text."""
    criterion, language = clause.criterion, asked.language
    return ShownClause(
        code=criterion.criterion,
        number=number,
        text=criterion.label(language),
        article=gettext("art. %(number)s") % {"number": criterion.article} if criterion.article else "",
        way=way_word(criterion),
        hint=hint_of(criterion, language),
        state=state_word(clause.finding.state, language),
        badge=BADGES[clause.finding.state],
        got=_got(clause),
        worth=plain(criterion.points),
        why=_why(asked, clause),
        said=filed_in_words(asked, clause.self_check) if clause.self_check else "",
        judged_by=_judged_by(asked, clause),
        evidence=tuple(_evidence(asked, standing, clause)),
        is_asked=not criterion.is_computed,
        notes=notes_of(criterion, language),
    )


def _judged_by(asked: Asked, clause: Clause) -> str:
    if clause.criterion.is_computed:
        return gettext("computed from records")
    office = reviewer_name(asked.version, clause.criterion, asked.pack, asked.language)
    return gettext("reviewed by %(office)s") % {"office": office}


def _got(clause: Clause) -> str:
    if clause.most is None or clause.finding.state not in ("met", "part", "unmet"):
        return ""
    return f"{plain(clause.points)} / {plain(clause.most)}"


def _why(asked: Asked, clause: Clause) -> str:
    return " ".join(clause_sentences(clause, asked.question, asked.language))


def filed_in_words(asked: Asked, filed: Filed) -> str:
    """What somebody said of a clause."""
    outcome = outcome_word(asked, filed.outcome)
    points = gettext("%(points)s points") % {"points": plain(filed.points)} if filed.points is not None else ""
    return " · ".join(part for part in (outcome, points, filed.text, filed.document) if part)


def outcome_word(asked: Asked, outcome: str) -> str:
    """An outcome as the code list of the dictionary calls it."""
    return dict(outcomes(asked)).get(outcome, outcome)


def outcomes(asked: Asked) -> Sequence[tuple[str, str]]:
    """The outcomes that may be said, in the order of the code list."""
    field = asked.scope.catalogue.types["scheme_review"].fields["outcome"]
    assert field.codes is not None
    return [(code, field.type.show(code, field, asked.language)) for code in field.codes.codes]


def choices_of(asked: Asked, clause_points: Decimal | None, chosen: str) -> tuple[Choice, ...]:
    """The outcomes of a form; only what gives points can be met in part."""
    said = [(code, label) for code, label in outcomes(asked) if code != "part" or clause_points is not None]
    return tuple(Choice(code, label, code == chosen) for code, label in said)


def counted_kind(clause: Clause) -> RecordType:
    """The record type of the rows that a computed clause counts."""
    assert clause.request is not None
    return this_site().definitions.measured_parts(clause.request.figure)[0].kind


def _evidence(asked: Asked, standing: Standing, clause: Clause) -> Iterator[Link]:
    if clause.record:
        yield Link(gettext("See the record"), address_of(clause.record.type_code, clause.record.id))
    if clause.request is not None and clause.value and asked.scope.may_list(counted_kind(clause)):
        address = asked.address("scheme_rows", standing.subject.anchor, clause.criterion.criterion)
        yield Link(gettext("Rows"), address)
    if _may_be_appealed(asked, standing, clause):
        address = asked.address("scheme_appeal", standing.subject.anchor, clause.criterion.criterion)
        yield Link(gettext("Appeal"), address)


def _may_be_appealed(asked: Asked, standing: Standing, clause: Clause) -> bool:
    """Did a review or a visit find less than all, and has nobody appealed yet?"""
    is_found = clause.basis in ("review", "visit") and clause.finding.state in ("unmet", "part")
    knows_appeals = asked.version.appeal is not None and clause.appeal is None
    return is_found and knows_appeals and may_fill(asked.filing(standing), asked.scope.access)


def fills_name(asked: Asked) -> str:
    """Who fills in the self-check."""
    return office_name(asked.version.fills, asked.pack, asked.language)
