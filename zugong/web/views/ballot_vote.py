"""Voting: the ballot on one page, and the page that says that the vote is in the box.

Nothing of it is kept but the sealed vote and the mark: no message waits in the session, the form keeps nothing on the
telephone and bears no mark by which sent forms are remembered, and no look is logged. A browser writes what was sent to
a page that it shows into the list of its open pages, so that a ballot is always answered by leading elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from zugong.ballots import actions, queries, sealing
from zugong.ballots.errors import LockChanged, NotAVoter, NotChosen, NotNow, TooManyChosen, TooManyWrittenIn
from zugong.ballots.models import Ballot
from zugong.ballots.rules import Form, Vote
from zugong.web.ballots.doors import AskedBallot, asked_ballot, is_own_form, mark_of_voter
from zugong.web.ballots.shown import Seal, rule_words, seals_of
from zugong.web.pages import Crumb, Page, page
from zugong.web.sent_late import never_carried
from zugong.web.typed import typed_number

_UNTICKED = 255
#: The check code on its way to the next page lies on the telephone alone, and only until that page shows it.
_CODE_COOKIE, _CODE_SECONDS = "ballot_code", 300
_SEE_OTHER = 303
_OTHERS = "other_account"
#: Numbers of persons and lines are written with so many digits, so that a ballot is as long whatever it says.
_DIGITS = 9


@dataclass(frozen=True)
class VoteLine:
    """One line of the ballot: the name of its field, its number where lines are ticked, and the choices."""

    name: str
    number: str
    what: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class VotePage(Page):
    """The ballot. `write_ins` are fields for others, each with the persons who may be written in."""

    template: ClassVar[str] = "web/ballots/vote.html"
    crumbs: tuple[Crumb, ...]
    problem: str
    kind: str
    organisation: str
    instructions: tuple[str, ...]
    rules: tuple[str, ...]
    lines: tuple[VoteLine, ...]
    is_list: bool
    write_ins: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    nobody: str
    seals: tuple[Seal, ...]
    code: str
    voter: str
    back: str


@dataclass(frozen=True, kw_only=True)
class VotedPage(Page):
    """The vote is in the box. `code` is "" where it was there before, or shown once: the code of the first form counts."""

    template: ClassVar[str] = "web/ballots/voted.html"
    crumbs: tuple[Crumb, ...]
    is_again: bool
    code: str
    back: str


@never_carried
@sensitive_post_parameters()
@sensitive_variables()
def ballot_vote(request: HttpRequest, identity: int) -> HttpResponse:
    """The ballot; sent, the vote lies in the box. Sent again it is told so, and counts once."""
    asked = asked_ballot(request, identity)
    if not asked.votes_here:
        raise PermissionDenied(NotAVoter().sentence(asked.language))
    if request.method != "POST":
        if asked.ballot.state != Ballot.OPEN or asked.has_voted:
            return HttpResponseRedirect(reverse("ballot", args=[identity]))
        return _form(asked)
    return _cast(asked) if is_own_form(asked) else _led(asked, f"{request.path}?wrong={_OTHERS}")


def ballot_voted(request: HttpRequest, identity: int) -> HttpResponse:
    """The vote is in the box; the check code stands there once more, this once."""
    asked = asked_ballot(request, identity)
    if not asked.votes_here:
        raise PermissionDenied(NotAVoter().sentence(asked.language))
    if not asked.has_voted:
        return HttpResponseRedirect(reverse("ballot", args=[identity]))
    is_again = "again" in request.GET
    content = VotedPage(
        title=gettext("You have voted already") if is_again else gettext("Your vote is in the box"),
        crumbs=_crumbs(asked),
        is_again=is_again,
        code="" if is_again else _carried_code(asked),
        back=reverse("ballot", args=[identity]),
    )
    return _without_code(asked, page(request, content))


@sensitive_variables()
def _cast(asked: AskedBallot) -> HttpResponse:
    vote = _typed(asked, queries.form_of(asked.ballot))
    assert asked.elector is not None
    voted = reverse("ballot_voted", args=[asked.ballot.pk])
    try:
        is_first = actions.cast(ballot=asked.ballot.pk, person=asked.elector.person_id, vote=vote)
    except NotNow:
        return HttpResponseRedirect(reverse("ballot", args=[asked.ballot.pk]))
    except (NotChosen, TooManyChosen, TooManyWrittenIn, LockChanged) as error:
        return _led(asked, f"{asked.request.path}?wrong={error.code.rpartition('.')[2]}", vote.code)
    return _led(asked, voted, vote.code) if is_first else _led(asked, f"{voted}?again")


def _led(asked: AskedBallot, address: str, code: str = "") -> HttpResponse:
    """The browser is led on and forgets what it sent; the code goes with it."""
    answer = HttpResponseRedirect(address)
    answer.status_code = _SEE_OTHER
    if code:
        answer.set_cookie(
            _CODE_COOKIE, code, max_age=_CODE_SECONDS, path=reverse("ballot", args=[asked.ballot.pk]), httponly=True,
            samesite="Strict", secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return answer


def _carried_code(asked: AskedBallot) -> str:
    code = asked.request.COOKIES.get(_CODE_COOKIE, "")
    return sealing.grouped(sealing.plain(code)) if sealing.is_check_code(code) else ""


def _without_code(asked: AskedBallot, answer: HttpResponse) -> HttpResponse:
    if _CODE_COOKIE in asked.request.COOKIES:
        answer.delete_cookie(_CODE_COOKIE, path=reverse("ballot", args=[asked.ballot.pk]), samesite="Strict")
    return answer


def _crumbs(asked: AskedBallot) -> tuple[Crumb, ...]:
    return (
        Crumb(gettext("Secret votes"), reverse("ballots")),
        Crumb(asked.ballot.title, reverse("ballot", args=[asked.ballot.pk])),
    )


@sensitive_variables()
def _typed(asked: AskedBallot, form: Form) -> Vote:
    """The vote as it was ticked, with the check code of the form."""
    posted = asked.request.POST
    code = posted.get("code", "")
    code = sealing.plain(code if sealing.is_check_code(code) else sealing.new_check_code())
    if asked.kind.asks == "recommend":
        chosen = {typed_number(one) for one in posted.getlist("chosen")}
        picks = tuple(0 if line in chosen else 1 for line in range(len(form.lines)))
    else:
        said = (typed_number(posted.get(f"line.{line}", "")) for line in range(len(form.lines)))
        picks = tuple(_UNTICKED if pick is None or pick >= form.choices else pick for pick in said)
    written = (typed_number(posted.get(f"other.{number}", "")) for number in range(form.write_ins))
    return Vote(picks, code, tuple(one for one in written if one in form.may_write_in))


def _form(asked: AskedBallot) -> HttpResponse:
    """A blank ballot; after one that would have been void it says why, and the check code is the same."""
    tree, found = asked.scope.todays_tree, asked.ballot
    wrong = asked.request.GET.get("wrong", "")
    content = VotePage(
        title=found.title,
        crumbs=_crumbs(asked)[:1],
        problem=_wrong_words(asked.language).get(wrong, ""),
        kind=asked.kind.label(asked.language),
        organisation=tree.name(found.organisation_id) if found.organisation_id in tree else "",
        instructions=tuple(_instructions(asked)),
        rules=rule_words(asked.kind, queries.rule_of(found), asked.language),
        lines=tuple(_lines(asked)),
        is_list=asked.kind.asks == "recommend",
        write_ins=tuple(_write_ins(asked)),
        nobody=_number(0),
        seals=seals_of(found),
        code=_carried_code(asked) or sealing.new_check_code(),
        voter=mark_of_voter(asked),
        back=reverse("ballot", args=[found.pk]),
    )
    return _without_code(asked, page(asked.request, content))


def _wrong_words(language: str) -> dict[str, str]:
    """What was wrong with a ballot; nothing of what it said."""
    return {
        _OTHERS: gettext("This ballot was opened under another account. Fill it in once more."),
        "lock_changed": LockChanged().sentence(language),
        "not_chosen": gettext("A line had no tick. Nothing was put into the box; fill the ballot in once more."),
        "too_many_chosen": gettext(
            "More were chosen than may be. Nothing was put into the box; fill the ballot in once more."
        ),
        "too_many_written_in": gettext(
            "More were written in than were voted against. Nothing was put into the box; fill the ballot in once more."
        ),
    }


def _instructions(asked: AskedBallot) -> Iterator[str]:
    seats = {"seats": asked.ballot.seats}
    if asked.kind.asks == "elect":
        yield (
            gettext("%(seats)s are to be elected. Say yes to at most %(seats)s, those written in counted too.") % seats
        )
    elif asked.kind.asks == "recommend":
        yield gettext("Tick at most %(seats)s; you may leave all open.") % seats
    else:
        yield gettext("Tick one on each line.")


def _number(number: int) -> str:
    return f"{number:0{_DIGITS}}"


def _lines(asked: AskedBallot) -> Iterator[VoteLine]:
    labels = [choice.label(asked.language) for choice in asked.kind.choices]
    choices = tuple((str(place), label) for place, label in enumerate(labels))
    for number, what in enumerate(asked.ballot.lines):
        yield VoteLine(f"line.{number}", _number(number), what, choices)


def _write_ins(asked: AskedBallot) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    form = queries.form_of(asked.ballot)
    if not form.write_ins:
        return
    others = [one for one in queries.electors_of(asked.ballot) if one.person in form.may_write_in]
    for number in range(form.write_ins):
        yield f"other.{number}", tuple((_number(one.person), one.name) for one in others)
