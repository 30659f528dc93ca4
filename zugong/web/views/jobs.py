"""Notices for anybody, without an account: what is asked for, for which post, and the registration for one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from zugong.dictionary.store import StoredRow
from zugong.kernel.errors import RuleBroken
from zugong.organisations.queries import tree_at
from zugong.recruitment import rules
from zugong.recruitment.errors import NotOpen
from zugong.recruitment.models import Application
from zugong.recruitment.notices import CANCELLED, NOTICE, Notice, keep_days, kind_of, public_notices
from zugong.recruitment.order import applications_of, scored
from zugong.recruitment.registering import LONGEST_TEXT, Typed, filled_in, object_to, register
from zugong.web.clocks import usual_day
from zugong.web.middleware import spoken
from zugong.web.pages import Crumb, Page, page
from zugong.web.repeating import safe_to_repeat, sent_mark

_CONTACT = 100


@dataclass(frozen=True)
class JobLine:
    """One notice of the list."""

    title: str
    address: str
    held_by: str
    places: int
    opens_on: date
    closes_on: date
    state: str
    level: str


@dataclass(frozen=True, kw_only=True)
class JobsPage(Page):
    """The notices that stand open or run."""

    template: ClassVar[str] = "web/recruitment/jobs.html"
    lines: tuple[JobLine, ...]


@dataclass(frozen=True)
class JobPost:
    """A post of a notice; `register_address` is "" while nobody may register."""

    code: str
    name: str
    employer: str
    places: int
    conditions: str
    register_address: str


@dataclass(frozen=True)
class ShownName:
    """One line of the published list."""

    number: int
    name: str
    post: str
    total: Decimal | None


@dataclass(frozen=True, kw_only=True)
class JobPage(Page):
    """A notice as anybody reads it; the published list on its days."""

    template: ClassVar[str] = "web/recruitment/job.html"
    crumbs: tuple[Crumb, ...]
    held_by: str
    state: str
    level: str
    facts: tuple[tuple[str, str], ...]
    conditions: str
    materials: str
    note: str
    posts: tuple[JobPost, ...]
    shown: tuple[ShownName, ...]
    shown_until: date | None
    text: str
    contact: str
    most: int
    problem: str
    objection_address: str


@dataclass(frozen=True)
class ApplicantField:
    """A field of the registration, with what was typed and what stands against it."""

    code: str
    label: str
    way: str
    most: int
    value: str
    problem: str
    autocomplete: str
    choices: tuple[tuple[str, str, bool], ...] = ()


@dataclass(frozen=True, kw_only=True)
class RegisterPage(Page):
    """The form of a registration, with the consent in full."""

    template: ClassVar[str] = "web/recruitment/register.html"
    crumbs: tuple[Crumb, ...]
    post: str
    conditions: str
    fields: tuple[ApplicantField, ...]
    asked_fields: str
    held_by: str
    destroy_by: date
    keep_days: int
    has_consented: bool
    problem: str


@dataclass(frozen=True, kw_only=True)
class RegisteredPage(Page):
    """The code, shown once."""

    template: ClassVar[str] = "web/recruitment/registered.html"
    code: str
    number: int
    post: str
    destroy_by: date


def found_job(identity: int) -> Notice:
    """A notice that anybody may read. 404 for any other."""
    found = next((one for one in public_notices(usual_day()) if one.id == identity), None)
    if found is None:
        raise Http404
    return found


def held_by(found: Notice) -> str:
    """Who holds it, by name."""
    tree = tree_at(usual_day())
    return tree.name(found.organisation) if found.organisation in tree else ""


def state_of(found: Notice, today: date) -> tuple[str, str]:
    """Where a notice stands for the public, with the level of its badge."""
    said = found.row.values
    if found.ended_on:
        return gettext("recruitment cancelled") if found.ended == CANCELLED else gettext("closed"), "grey"
    if found.is_open(today):
        left = (said["closes_on"] - today).days
        return (gettext("registration open, last day today") if not left else gettext("registration open")), "good"
    if today < said["opens_on"]:
        return gettext("registration not open yet"), "amber"
    return (gettext("list published"), "amber") if found.is_shown(today) else (gettext("registration closed"), "grey")


@login_not_required
def jobs(request: HttpRequest) -> HttpResponse:
    """The notices."""
    today = usual_day()
    lines = []
    for one in public_notices(today):
        state, level = state_of(one, today)
        said = one.row.values
        lines.append(
            JobLine(
                one.title, reverse("job", args=[one.id]), held_by(one), sum(post.values["places"] for post in one.posts),
                said["opens_on"], said["closes_on"], state, level,
            )
        )  # fmt: skip
    return page(request, JobsPage(title=gettext("Recruitment and introduction of talent"), lines=tuple(lines)))


@login_not_required
def job(request: HttpRequest, identity: int) -> HttpResponse:
    """One notice. 404 for one that is not published."""
    return _job_page(request, found_job(identity), "", 200)


@require_POST
@sensitive_post_parameters()
@login_not_required
@safe_to_repeat
def job_object(request: HttpRequest, identity: int) -> HttpResponse:
    """Somebody objects to the published list."""
    found = found_job(identity)
    try:
        object_to(
            found=found, text=request.POST.get("text", ""), contact=request.POST.get("contact", "")[:_CONTACT],
            address=request.META.get("REMOTE_ADDR", ""), today=usual_day(),
        )  # fmt: skip
    except RuleBroken as error:
        return _job_page(request, found, error.sentence(spoken(request)), 422)
    messages.success(request, gettext("Your objection has been received. It is looked into before anybody is engaged."))
    return HttpResponseRedirect(reverse("job", args=[identity]))


def _job_page(request: HttpRequest, found: Notice, problem: str, status: int) -> HttpResponse:
    today, language = usual_day(), spoken(request)
    state, level = state_of(found, today)
    said, is_open = found.row.values, found.is_open(usual_day())
    content = JobPage(
        title=found.title,
        crumbs=(Crumb(gettext("Recruitment and introduction of talent"), reverse("jobs")),),
        held_by=held_by(found),
        state=state,
        level=level,
        facts=tuple(_facts(found, language)),
        conditions=said["conditions"],
        materials=said["materials"] or "",
        note=said["note"] or "",
        posts=tuple(_post(found, post, is_open) for post in found.posts),
        shown=tuple(_shown(found)) if found.is_shown(today) else (),
        shown_until=found.shown_until(),
        text=request.POST.get("text", ""),
        contact=request.POST.get("contact", ""),
        most=LONGEST_TEXT,
        problem=problem,
        objection_address=reverse("job_object", args=[found.id]),
    )
    return page(request, content, status=status)


def _facts(found: Notice, language: str) -> Iterator[tuple[str, str]]:
    kind, said = kind_of(NOTICE), found.row.values
    for code in ("kind", "paper", "opens_on", "closes_on"):
        field = kind.fields[code]
        yield field.label(language), field.type.show(said[code], field, language)
    yield gettext("Examination"), examination_of(found, language)
    for code in ("contact",):
        yield kind.fields[code].label(language), said[code]


def examination_of(found: Notice, language: str) -> str:
    """How the total is made, in one sentence."""
    kind, weights, said = kind_of(NOTICE), found.weights, found.row.values
    field = kind.fields["tie_by"]
    parts = []
    if weights.written:
        parts.append(gettext("written examination %(percent)s %%") % {"percent": weights.written})
    if weights.interview:
        parts.append(gettext("interview %(percent)s %%") % {"percent": weights.interview})
    if said["interview_ratio"] and weights.written and weights.interview:
        parts.append(gettext("%(count)s per place are interviewed") % {"count": said["interview_ratio"]})
    if weights.pass_mark:
        parts.append(gettext("least total %(mark)s") % {"mark": weights.pass_mark})
    tie = field.type.show(weights.tie_by, field, language)
    parts.append(gettext("equal totals: %(rule)s") % {"rule": tie})
    return ("；" if language.startswith("zh") else "; ").join(parts)


def _post(found: Notice, post: StoredRow, is_open: bool) -> JobPost:
    said = post.values
    address = reverse("job_register", args=[found.id, post.anchor]) if is_open else ""
    return JobPost(said["code"], said["name"], said["employer"], said["places"], said["conditions"], address)


def _shown(found: Notice) -> Iterator[ShownName]:
    names = {post.anchor: post.values["name"] for post in found.posts}
    for one in applications_of(found).filter(stage=rules.PROPOSED):
        total = rules.total_of(scored(one), found.weights)
        yield ShownName(one.number, filled_in(one)[rules.NAME], names.get(one.post, ""), total)


@sensitive_post_parameters()
@login_not_required
def job_register(request: HttpRequest, identity: int, post: int) -> HttpResponse:
    """The form of a registration; after sending the code. 404 for a post that the notice does not have."""
    found = found_job(identity)
    row = found.post(post)
    if row is None:
        raise Http404
    if request.method != "POST":
        closed = "" if found.is_open(usual_day()) else _closed(request, found)
        return _form(request, found, row, closed, {}, 200)
    typed = {field.code: request.POST.get(field.code, "").strip()[: field.most] for field in found.fields}
    typed = {code: text.upper() if code == rules.IDENTITY else text for code, text in typed.items()}
    wrong = {field.code: _problem(field) for field in found.fields if not rules.is_readable(field, typed[field.code])}
    if wrong:
        return _form(request, found, row, gettext("Some fields are still to be filled in or put right."), wrong, 422)
    said = Typed(
        post, typed, request.POST.get("consent") == "yes", request.META.get("REMOTE_ADDR", ""), sent_mark(request)
    )
    try:
        made = register(found=found, typed=said, today=usual_day())
    except RuleBroken as error:
        return _form(request, found, row, error.sentence(spoken(request)), {}, 422)
    content = RegisteredPage(
        title=gettext("You are registered"), code=made.code, number=made.number, post=row.values["name"],
        destroy_by=found.row.values["destroy_by"],
    )  # fmt: skip
    return page(request, content)


def _closed(request: HttpRequest, found: Notice) -> str:
    said = found.row.values
    return NotOpen(first=said["opens_on"], last=said["closes_on"]).sentence(spoken(request))


def _problem(field: rules.FormField) -> str:
    if field.way == "identity":
        return gettext("This is no identity number: eighteen places, compare it with the card.")
    if field.way == "tel":
        return gettext("Write a telephone number at which you can be reached.")
    return gettext("Fill this in.")


_AUTOCOMPLETE = {rules.NAME: "name", rules.PHONE: "tel", rules.BORN: "bday"}


def _sexes(request: HttpRequest) -> tuple[tuple[str, str, bool], ...]:
    typed = request.POST.get(rules.SEX, "")
    return tuple(
        (word, word if spoken(request).startswith("zh") else en, word == typed) for word, en in rules.SEXES.items()
    )


def _form(
    request: HttpRequest, found: Notice, row: StoredRow, problem: str, wrong: dict[str, str], status: int
) -> HttpResponse:  # fmt: skip
    language = spoken(request)
    fields = tuple(
        ApplicantField(
            one.code, one.label(language), one.way, one.most, request.POST.get(one.code, ""), wrong.get(one.code, ""),
            _AUTOCOMPLETE.get(one.code, "off"), _sexes(request) if one.way == "sex" else (),
        )
        for one in found.fields
    )  # fmt: skip
    separator = "、" if language.startswith("zh") else ", "
    content = RegisterPage(
        title=gettext("Register: %(post)s") % {"post": row.values["name"]},
        crumbs=(
            Crumb(gettext("Recruitment and introduction of talent"), reverse("jobs")),
            Crumb(found.title, reverse("job", args=[found.id])),
        ),
        post=f"{row.values['code']} {row.values['name']} · {row.values['employer']}",
        conditions=row.values["conditions"],
        fields=fields if found.is_open(usual_day()) else (),
        asked_fields=separator.join(one.label for one in fields),
        held_by=held_by(found),
        destroy_by=found.row.values["destroy_by"],
        keep_days=keep_days(usual_day()),
        has_consented=request.POST.get("consent") == "yes",
        problem=problem,
    )
    return page(request, content, status=status)


def post_name(found: Notice, application: Application) -> str:
    """The post that somebody registered for."""
    post = found.post(application.post)
    return post.values["name"] if post else ""
