"""The list of a step: who may be named for which post, what was typed of each, and what is shown of it later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext

from zugong.cases.elections import Listed, list_to_begin_with, seats_left
from zugong.cases.filed import LIST_MOST, Case
from zugong.cases.rules import Act
from zugong.dictionary.store import store_of
from zugong.figures.queries import list_rows
from zugong.packs.case_types import CaseType, Step
from zugong.people.queries import members_of_all
from zugong.web.cases.asked import AskedCases
from zugong.web.cases.forms import Choice, Typed
from zugong.web.entering.references import found_options
from zugong.web.listing.references import Known
from zugong.web.looking import log_list

_SPARE, _MOST_HOLDERS, _MOST_NAMES = 2, 600, 5
FOUND = "find"


@dataclass(frozen=True)
class ListLine:
    """One line of the form: whom it names and with how many votes."""

    person: tuple[Choice, ...]
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
    """The list that a step asks for. `find` are the words by which somebody else was looked for."""

    posts: tuple[ListedPost, ...]
    find: str
    is_found: bool
    problem: str


def possible_names(asked: AskedCases, found: Case, step: Step) -> dict[int, str]:
    """Who may be put on the list, by name: members and holders of posts at the place, and who was looked for by name.

    Two of one name are told apart by their year of birth.
    """
    if step.lists is None:
        return {}
    named = {one.person for act in found.acts for one in act.listed}
    pool = {*_members(asked, found), *_holders(asked, found), *_looked_for(asked), *named}
    known = asked.persons(pool)
    labels = {person: known.label("person", person) for person in pool}
    many = Counter(labels.values())
    told = {
        person: label if many[label] == 1 else f"{label}（{_born(known, person)}）" for person, label in labels.items()
    }
    return dict(sorted(told.items(), key=lambda pair: pair[1]))


def _born(known: Known, person: int) -> str:
    born = known.values("person", person).get("born_on")
    return str(born)[:4] if born else f"№{person}"


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


def _looked_for(asked: AskedCases) -> Iterator[int]:
    """Everybody of the names in the address, which a form that was sent still has."""
    person = asked.scope.catalogue.types["person"]
    for words in asked.request.GET.get(FOUND, "").split()[:_MOST_NAMES]:
        yield from (int(one.value) for one in found_options(person, words, asked.scope, asked.language))


def typed_list(asked: AskedCases, step: Step, typed: Typed, allowed: Mapping[int, str]) -> tuple[Listed, ...]:
    """Who was named, post by post; a line without a person is none. What cannot be read stands in `typed.problems`."""
    made = []
    for post in step.lists.posts if step.lists else ():
        posted = asked.request.POST
        persons, votes = posted.getlist(f"person.{post}"), posted.getlist(f"votes.{post}")
        for place, person in enumerate(persons[: LIST_MOST + 1]):
            text = votes[place].strip() if place < len(votes) else ""
            if not person.strip():
                continue
            if not person.isdigit() or int(person) not in allowed or (text and not text.isdigit()):
                typed.problems["listed"] = gettext(
                    "Choose each person from the list, and write votes as whole numbers."
                )
                continue
            made.append(Listed(post, int(person), int(text) if text and step.lists and step.lists.counted else None))
    return tuple(made)


def list_form(asked: AskedCases, found: Case, step: Step, typed: Typed, names: Mapping[int, str]) -> ListForm | None:
    """The list as the form shows it: what was typed, else whom the list before named; None where the step has none."""
    if step.lists is None:
        return None
    shown = typed.act.listed if asked.request.method == "POST" else list_to_begin_with(found.state, step)
    posts = [_post(asked, found, step, code, shown, names) for code in step.lists.posts]
    words = asked.request.GET.get(FOUND, "").strip()
    return ListForm(
        tuple(one for one in posts if one is not None), words, any(True for _ in _looked_for(asked)),
        typed.problems.get("listed", ""),
    )  # fmt: skip


def _post(
    asked: AskedCases, found: Case, step: Step, code: str, shown: tuple[Listed, ...], names: Mapping[int, str]
) -> ListedPost | None:
    """The lines of one post; None where nobody is to be elected."""
    seats, listed = seats_left(found.state, code), [one for one in shown if one.post == code]
    if not seats and not listed:
        return None
    is_counted = bool(step.lists and step.lists.counted)
    count = max(len(listed) + (0 if is_counted and listed else _SPARE), ceil(seats * 1.2) + (0 if listed else 1))
    lines = [*listed, *[None] * (min(count, LIST_MOST) - len(listed))]
    label = found.case_type.post(code).label(asked.language)
    return ListedPost(
        code, label, gettext("%(seats)s to be elected") % {"seats": seats}, is_counted,
        tuple(_line(one, number, names) for number, one in enumerate(lines, start=1)),
    )  # fmt: skip


def _line(one: Listed | None, number: int, names: Mapping[int, str]) -> ListLine:
    chosen = one.person if one else None
    choices = tuple(Choice(str(person), name, person == chosen) for person, name in names.items())
    name = names.get(chosen, "") if chosen else ""
    return ListLine(choices, name, "" if one is None or one.votes is None else str(one.votes), number)


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
