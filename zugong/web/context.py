"""What every page shows of the site itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext

from zugong import __version__
from zugong.cards.queries import is_issuer
from zugong.dictionary.declarations import Depth
from zugong.dues.queries import has_dues
from zugong.offices.rules import EVERY_MATTER, POSITIONS, TALENT
from zugong.web.administration.duty import may_here
from zugong.web.scope import Scope, log_territory, scope_of
from zugong.web.unsent import Keeping, keeping_of

TYPE_SIZE_COOKIE = "type_size"
LARGE = "large"
#: A line of the menu holds so many entries on a desk; of a longer one those named here are folded.
_MENU_LINE = 12
_CASES = ("case", "transfer", "work_case", "team_case")
_RARE = (
    "mobile",
    "recruitments",
    "commendations",
    "who_looked",
    "access_log",
    "cards",
    "accounts",
    "offices",
    "why",
    "about",
)


@dataclass(frozen=True)
class MenuEntry:
    """One entry of the menu; `is_here` where the page shown belongs to it."""

    label: str
    address: str
    is_here: bool


@dataclass(frozen=True)
class Site:
    """The site as the base template shows it. `menu_more` are entries of a long menu that are opened less often."""

    owner: str
    version: str
    is_demo: bool
    menu: tuple[MenuEntry, ...]
    menu_more: tuple[MenuEntry, ...]
    languages: tuple[tuple[str, str], ...]
    language: str
    is_large: bool
    keeping: Keeping

    @property
    def is_in_more(self) -> bool:
        return any(entry.is_here for entry in self.menu_more)


def site(request: HttpRequest) -> dict:
    """`site` for every template. Asks the database for the user's mandates, which every page needs anyway, and of
    who has none of dues whether there are own ones."""
    menu, more = _folded(_menu(request))
    shown = Site(
        owner=settings.ZUGONG_OWNER or gettext("Organisation work records"),
        version=__version__,
        is_demo=settings.ZUGONG_DEMO,
        menu=menu,
        menu_more=more,
        languages=tuple(settings.LANGUAGES),
        language=get_language() or "zh-hans",
        is_large=request.COOKIES.get(TYPE_SIZE_COOKIE) == LARGE,
        keeping=keeping_of(getattr(request, "user", None)),
    )
    return {"site": shown, "asked": getattr(request, "asked", None), "may_choose_clocks": _may_choose_clocks(request)}


def _may_choose_clocks(request: HttpRequest) -> bool:
    """From the county up: a township and a branch work with today."""
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated and scope_of(request).reaches_a_county)


def _menu(request: HttpRequest) -> tuple[MenuEntry, ...]:
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return ()
    entries = [
        (gettext("Home"), reverse("home")),
        *_subjects(scope_of(request)),
        (gettext("Who looked"), reverse("who_looked")),
        *doors_of_few(request),
        (gettext("About"), reverse("about")),
    ]
    query = f"?{request.asked.query}" if request.asked.query else ""
    return tuple(MenuEntry(label, f"{address}{query}", _is_here(request, address)) for label, address in entries)


def _folded(entries: tuple[MenuEntry, ...]) -> tuple[tuple[MenuEntry, ...], tuple[MenuEntry, ...]]:
    """What stands in the line of the menu, and what is folded at its end so that it stays one line."""
    if len(entries) <= _MENU_LINE:
        return entries, ()
    rare = {reverse(name) for name in _RARE}
    more = tuple(entry for entry in entries if entry.address.partition("?")[0] in rare)
    return tuple(entry for entry in entries if entry not in more), more


def _subjects(scope: Scope) -> list[tuple[str, str]]:
    """The doors behind which there can be anything for the user: a member without a mandate has none of them."""
    grants = scope.access.grants
    reaches_names = any(grant.link == "guides" or grant.granted_depth >= Depth.NAME for grant in grants)
    types = scope.catalogue.types
    lists_organisations = scope.may_list(types["organisation"])
    own = scope.access.own_person
    sees_dues = scope.may_list(types["dues_payment"]) or (own is not None and has_dues(own))
    # Who sees the tree finds the posts beside it; a cadre section sees posts and no tree.
    only_posts = not lists_organisations and scope.may_list(types["position"])
    doors = [
        (lists_organisations, gettext("Organisations"), reverse("tree")),
        (only_posts, gettext("Who manages posts"), reverse("posts")),
        (reaches_names, gettext("Records"), reverse("records")),
        (scope.may_list(types["themed_day"]), gettext("Meetings"), reverse("meetings")),
        (_holds_only_votes(scope), gettext("Secret votes"), reverse("ballots")),
        (sees_dues, gettext("Dues"), reverse("dues")),
        (scope.may_count(types["training_class"]), gettext("Training"), reverse("training")),
        (
            scope.root is not None and scope.may_list(types["mobile_register"]),
            gettext("Mobile members"),
            reverse("mobile"),
        ),
        (_recruits(scope), gettext("Recruitment"), reverse("recruitments")),
        (scope.may_list(types["commendation_round"]), gettext("Commendations"), reverse("commendations")),
        (bool(grants), gettext("Figures"), reverse("figures")),
        (bool(grants), gettext("Programmes"), reverse("programmes")),
        (lists_organisations, gettext("Ratings"), reverse("schemes")),
        (any(scope.may_list(types[one]) for one in _CASES), gettext("Cases"), reverse("cases")),
        (scope.may_list(types["request_addressee"]), gettext("Forms"), reverse("requests")),
        (_writes_reviews(scope), gettext("Reviews"), reverse("reviews")),
        (any(grant.act == "fill" for grant in grants), gettext("Import"), reverse("imports")),
    ]
    return [(label, address) for is_open, label, address in doors if is_open]


def _holds_only_votes(scope: Scope) -> bool:
    """A cadre section holds votes and no meetings; others find them beside their meetings, voters on their first page."""
    may_meet = scope.may_list(scope.catalogue.types["themed_day"])
    return settings.ZUGONG_CADRE and not may_meet and any(one.allows(POSITIONS, "fill") for one in scope.access.grants)


def _recruits(scope: Scope) -> bool:
    """Committees hold recruitments: a branch that may read the notices has nothing to do behind this door."""
    may_hold = any(one.allows(TALENT, "check") for one in scope.access.grants)
    return may_hold and scope.may_list(scope.catalogue.types["recruitment_notice"])


def _writes_reviews(scope: Scope) -> bool:
    """Reviews tell of every matter, and of subordinates: a branch has none to write."""
    sees_all = any(grant.allows(EVERY_MATTER, "see") for grant in scope.access.grants)
    return sees_all and scope.root is not None and bool(scope.tree.children(scope.root))


def doors_of_few(request: HttpRequest) -> list[tuple[str, str]]:
    """What only some may open: nobody is shown a door that stays shut."""
    found = []
    if not log_territory(scope_of(request)).is_nothing or may_here(request, "read_log"):
        found.append((gettext("Access log"), reverse("access_log")))
    if is_issuer(request.user, request.access):
        found.append((gettext("Sign-in cards"), reverse("cards")))
    if may_here(request, "explain"):
        found += [(gettext("Accounts"), reverse("accounts")), (gettext("Offices and mandates"), reverse("offices"))]
        found.append((gettext("Who may see what"), reverse("why")))
    return found


def _is_here(request: HttpRequest, address: str) -> bool:
    return request.path == address if address == "/" else request.path.startswith(address)
