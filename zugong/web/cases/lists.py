"""The list of a step: who may be named for which post, what was typed of each, and what is shown of it later."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import zip_longest
from math import ceil
from typing import Any

from django.utils.translation import gettext

from zugong.cases.elections import Listed, list_to_begin_with, seats_left
from zugong.cases.filed import LIST_MOST, Case
from zugong.cases.rules import Act
from zugong.dictionary.store import store_of
from zugong.exchange.entering.stating import state
from zugong.figures.queries import list_rows
from zugong.packs.case_types import CaseType, Step
from zugong.people.queries import members_of_all
from zugong.web.cases.asked import AskedCases
from zugong.web.cases.forms import Typed
from zugong.web.entering.references import found_options
from zugong.web.looking import log_list

_SPARE, _MOST_HOLDERS, _MOST_NAMES = 2, 600, 10
_MARK = "（"
#: A name and an identity number in one line.
_NEWCOMER = re.compile(r"(\S+)[\s，,]+(\d{17}[\dXx])")


@dataclass(frozen=True)
class ListLine:
    """One line of the form: whom it names, as it is typed, and with how many votes."""

    name: str
    votes: str
    number: int


@dataclass(frozen=True)
class ListedPost:
    """The lines for one post; `seats` says how many are to be elected."""

    code: str
    label: str
    seats: str
    is_counted: bool
    lines: tuple[ListLine, ...]


@dataclass(frozen=True)
class ListForm:
    """The list that a step asks for. `names` are offered while one is typed."""

    posts: tuple[ListedPost, ...]
    names: tuple[str, ...]
    takes_newcomers: bool
    problem: str


def possible_names(asked: AskedCases, found: Case, step: Step) -> dict[int, str]:
    """Who may be put on the list, by name: members and holders of posts at the place, and whose name was typed.

    Two of one name are told apart by their year of birth.
    """
    if step.lists is None:
        return {}
    named = {one.person for act in found.acts for one in act.listed}
    pool = {*_members(asked, found), *_holders(asked, found), *named}
    known = asked.persons(pool)
    labels = {person: known.label("person", person) for person in pool}
    others = set(_looked_for(asked, step, set(labels.values()))) - pool
    if others:
        known = asked.persons(pool | others)
        labels |= {person: known.label("person", person) for person in others}
    labels = _told_apart(labels, lambda person: str(known.values("person", person).get("born_on") or "")[:4])
    labels = _told_apart(labels, lambda person: f"№{person}")
    return dict(sorted(labels.items(), key=lambda pair: pair[1]))


def _told_apart(labels: Mapping[int, str], by: Callable[[int], str]) -> dict[int, str]:
    """Those of one name with what tells them apart, where it is known."""
    many = Counter(labels.values())
    return {
        person: f"{label}{_MARK}{mark}）" if many[label] > 1 and (mark := by(person)) else label
        for person, label in labels.items()
    }


def _members(asked: AskedCases, found: Case) -> Iterable[int]:
    """The members of the organisation and of those below it; of a team there is none but holders of posts."""
    place = found.organisation
    if place is None or place not in asked.tree or found.case_type.stands_above:
        return ()
    return members_of_all(asked.tree.below(place), asked.day)


def _holders(asked: AskedCases, found: Case) -> Iterator[int]:
    """Who holds a post that the user may see: at the place, or anywhere where the case stands above it."""
    if not asked.scope.may_list(asked.scope.catalogue.types["appointment"]):
        return
    place = None if found.case_type.stands_above else found.organisation
    group = asked.scope.grouping(place)
    rows = list_rows("appointment", "holds()", asked.scope.clocks, group, asked.scope.names, limit=_MOST_HOLDERS).rows
    store = store_of(asked.scope.catalogue.types["appointment"])
    yield from (row.values["person"] for row in store.believed(pk__in=[row.id for row in rows]))


def _looked_for(asked: AskedCases, step: Step, known: Set[str]) -> Iterator[int]:
    """Everybody in the registers that the user sees whose name was typed and is not known here."""
    person = asked.scope.catalogue.types["person"]
    posts = step.lists.posts if step.lists else ()
    lines = [name for post in posts for name, _ in _typed_lines(asked, post)]
    typed = {name.partition(_MARK)[0] for name in lines if not _NEWCOMER.fullmatch(name)}
    for name in sorted(typed - known)[:_MOST_NAMES]:
        options = found_options(person, name, asked.scope, asked.language)
        labels = asked.persons(int(one.value) for one in options)
        yield from (int(one.value) for one in options if labels.label("person", int(one.value)) == name)


def takes_newcomers(case_type: CaseType) -> bool:
    """May its lists name somebody who is in no register: villagers, but neither members nor officials?"""
    of_members = any(one.kind == "members_listed" for step in case_type.steps for one in step.conditions)
    return not of_members and not case_type.stands_above


def newcomers(asked: AskedCases, found: Case, step: Step, typed: Typed) -> dict[str, dict[str, Any]]:
    """By the words of their line whom a list names with name and identity number; what is wrong stands in `typed.problems`."""
    made = {}
    for post in step.lists.posts if step.lists and takes_newcomers(found.case_type) else ():
        for words, _ in _typed_lines(asked, post):
            if match := _NEWCOMER.fullmatch(words):
                cells = {"person.name": match[1], "person.identity_number": match[2].upper()}
                said = state([asked.scope.catalogue.types["person"]], cells)
                wrong = next((one for one in said.complaints if one.key in cells), None)
                if wrong is not None:
                    typed.problems["listed"] = (
                        wrong.sentence.zh if asked.language.startswith("zh") else wrong.sentence.en
                    )
                made[words] = {key.removeprefix("person."): value for key, value in said.values.items()}
    return made


def stand_ins(named: Iterable[str]) -> dict[int, str]:
    """What stands for each newcomer in a list until they are recorded: numbers that no record has."""
    return {-place: words for place, words in enumerate(named, start=1)}


def typed_list(
    asked: AskedCases, found: Case, step: Step, typed: Typed, allowed: Mapping[int, str]
) -> tuple[Listed, ...]:  # fmt: skip
    """Who was named, post by post; a line without a name is none. What cannot be read stands in `typed.problems`."""
    made, persons = [], {name: person for person, name in allowed.items()}
    for post in step.lists.posts if step.lists else ():
        for name, votes in _typed_lines(asked, post):
            if name not in persons:
                typed.problems["listed"] = _not_offered(name.split()[0], allowed, found.case_type)
            elif votes and not (votes.isascii() and votes.isdigit()):
                typed.problems["listed"] = gettext("Write votes as whole numbers.")
            else:
                counts = bool(votes and step.lists and step.lists.counted)
                made.append(Listed(post, persons[name], int(votes) if counts else None))
    return tuple(made)


def _typed_lines(asked: AskedCases, post: str) -> list[tuple[str, str]]:
    """The lines that name somebody, as they were typed: the name and the votes."""
    posted = asked.request.POST
    names = [one.strip() for one in posted.getlist(f"person.{post}")[: LIST_MOST + 1]]
    votes = [one.strip() for one in posted.getlist(f"votes.{post}")]
    return [(name, given) for name, given in zip_longest(names, votes[: len(names)], fillvalue="") if name]


def _not_offered(name: str, allowed: Mapping[int, str], case_type: CaseType) -> str:
    """What to do about a name that is nobody's, or several people's."""
    same = [one for one in allowed.values() if one.startswith(f"{name}{_MARK}")]
    if same:
        return gettext("Several are called %(name)s: write %(names)s.") % {"name": name, "names": " / ".join(same)}
    if takes_newcomers(case_type):
        return gettext("Nobody called %(name)s is in the register: write name and identity number.") % {"name": name}
    return gettext(
        "Nobody called %(name)s is in the register that you see. Compare the name, or have the person entered first."
    ) % {"name": name}


def list_form(asked: AskedCases, found: Case, step: Step, typed: Typed, names: Mapping[int, str]) -> ListForm | None:
    """The list as the form shows it: what was typed, else whom the list before named; None where the step has none."""
    if step.lists is None:
        return None
    if asked.request.method == "POST":
        lines = {code: _typed_lines(asked, code) for code in step.lists.posts}
    else:
        begun = list_to_begin_with(found.state, step)
        lines = {code: [(names[one.person], "") for one in begun if one.post == code] for code in step.lists.posts}
    posts = [_post(asked, found, step, code, lines[code]) for code in step.lists.posts]
    shown = tuple(one for one in posts if one is not None)
    offered = tuple(name for person, name in names.items() if person > 0)
    return ListForm(shown, offered, takes_newcomers(found.case_type), typed.problems.get("listed", ""))


def _post(
    asked: AskedCases, found: Case, step: Step, code: str, shown: Sequence[tuple[str, str]]
) -> ListedPost | None:  # fmt: skip
    """The lines of one post; None where nobody is to be elected."""
    seats = seats_left(found.state, code)
    if not seats and not shown:
        return None
    is_counted = bool(step.lists and step.lists.counted)
    count = max(len(shown) + (1 if is_counted and shown else _SPARE), ceil(seats * 1.2) + (0 if shown else 1))
    lines = [*shown, *[("", "")] * (min(count, LIST_MOST) - len(shown))]
    label = found.case_type.post(code).label(asked.language)
    return ListedPost(
        code, label, gettext("%(seats)s to be elected") % {"seats": seats}, is_counted,
        tuple(ListLine(name, votes, number) for number, (name, votes) in enumerate(lines, start=1)),
    )  # fmt: skip


def persons_listed(found: Case) -> set[int]:
    """Everybody whom the lists of a case name."""
    return {one.person for act in found.acts for one in act.listed}


def log_listed(asked: AskedCases, found: Case) -> None:
    """The look at everybody whom the lists of a case name."""
    if named := persons_listed(found):
        kind = asked.scope.catalogue.types[found.case_type.lists_kept_as]
        log_list(asked.request, kind, named, len(named), organisation=found.organisation)


def listed_in_words(
    case_type: CaseType, act: Act, names: Mapping[int, str], language: str
) -> Iterator[tuple[str, str]]:
    """By post who stands on the list of an act, with votes and whether elected; posts in the order of the type."""
    comma = "、" if language.startswith("zh") else ", "
    for post in case_type.posts:
        told = [_told(one, names, language) for one in act.listed if one.post == post.post]
        if told:
            yield post.label(language), comma.join(told)


def _told(one: Listed, names: Mapping[int, str], language: str) -> str:
    name = names.get(one.person, "")
    if one.votes is None:
        return name
    elected = gettext("elected") if one.is_chosen else gettext("not elected")
    return gettext("%(name)s (%(votes)s votes, %(elected)s)") % {"name": name, "votes": one.votes, "elected": elected}
