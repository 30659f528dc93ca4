"""How long pages take inside the program: every address that exists, for a signed-in county officer, through all middleware."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from zugong.bench.figures import Promised
from zugong.bench.measuring import Measurement, in_milliseconds
from zugong.bench.officers import county_officer
from zugong.dictionary.catalogue import Catalogue, installed_catalogue
from zugong.dictionary.store import NewRow, store_of
from zugong.figures.answers import WHOLE, Group, Whole
from zugong.figures.queries import Site
from zugong.kernel.facts.recording import Source, recording
from zugong.people.models import Membership
from zugong.web.refreshing import keep_fresh

_TARGET_MS = 100
_PEOPLE = 60
_MENU = (
    "cycle", "records", "programmes", "programme_week", "schemes", "coverage", "posts", "meetings", "village_matters", "cases",
    "requests", "request_account", "reviews", "briefings", "compare", "last_year", "imports", "reconciliation", "who_looked",
)  # fmt: skip
_LISTS = ("membership", "organisation", "unit", "themed_day_roll", "themed_day", "problem", "facility", "money")


@dataclass(frozen=True)
class PageGroup:
    """Addresses of one kind, measured together. `anew`: before each a membership is recorded."""

    code: str
    zh: str
    en: str
    addresses: tuple[str, ...]
    anew: bool = False


def measure(runs: int, *, every: int = 1) -> Iterator[Measurement]:
    """All pages, as a serving process answers them; of long lists of addresses only each `every`-th."""
    promised = Promised.of_this_site()
    keep_fresh()
    client = signed_in_client(promised)
    for group in page_groups(promised):
        wanted = group.addresses if len(group.addresses) < 20 else group.addresses[::every]
        yield from _measured(client, group, wanted, runs if len(wanted) < 20 else 1)


def signed_in_client(promised: Promised) -> Client:
    """A client of the site as it is served, signed in as a county officer."""
    client = Client(HTTP_HOST="localhost", raise_request_exception=False)
    officer = county_officer(promised.grouping.root, secrets.token_hex(16))
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page_groups(promised: Promised) -> list[PageGroup]:
    """What a county officer opens on a day, as far as the site has an address for it."""
    day = {"on": promised.clocks.on.isoformat()}
    codes = [request.figure for request in promised.requests]
    organisations = _townships(promised)
    groups = [
        PageGroup("page_home", "首页（刚有新录入）", "Home, after a new record", _addresses(["home"], day), anew=True),
        PageGroup(
            "page_figures", "指标目录（刚有新录入）", "Catalogue of figures, after a new record", _addresses(["figures"], day),
            anew=True,
        ),
        PageGroup("page_tree", "组织树", "Tree of organisations", _addresses(["tree"], day)),
        PageGroup("page_organisation", "组织页", "Page of an organisation", _each("organisation", organisations, day)),
        PageGroup("page_person", "党员页", "Page of a person", _each("person", _people(), day)),
        PageGroup("page_list", "台账列表", "Lists of records", _each("record_list", _types(promised.site), day)),
        PageGroup("page_figure", "指标页", "Page of a figure", _each("figure", codes, day)),
        PageGroup("page_rows", "指标下钻（每项指标、每个下级）", "Rows behind a number (every figure, every subordinate)",
                  tuple(_drills(promised, day))),
        PageGroup("page_menu", "菜单上的其余各页", "Every other page that the menu leads to", _addresses(_MENU, day)),
    ]  # fmt: skip
    return [group for group in groups if group.addresses]


def _townships(promised: Promised) -> list[int]:
    return [group for group in promised.grouping.groups if isinstance(group, int)]


def _people() -> list[int]:
    members = Membership.objects.believed().order_by("pk").values_list("person_id", flat=True)
    step = max(1, members.count() // _PEOPLE)
    return list(members[::step])[:_PEOPLE]


def _types(site: Site) -> list[str]:
    catalogue: Catalogue = site.definitions.catalogue
    return [code for code in _LISTS if code in catalogue.types]


def _addresses(names: Iterable[str], query: dict[str, str]) -> tuple[str, ...]:
    return tuple(address for name in names if (address := _address(name, (), query)))


def _each(name: str, identities: Sequence[int | str], query: dict[str, str]) -> tuple[str, ...]:
    return tuple(address for identity in identities if (address := _address(name, (identity,), query)))


def _drills(promised: Promised, day: dict[str, str]) -> Iterator[str]:
    """The rows behind the total and behind each subordinate's number that is not zero; of a share, both lists."""
    answers = promised.in_one_plan()
    for request in promised.requests:
        cells = {WHOLE: answers.total(request), **answers.groups(request)}
        for group, cell in cells.items():
            for part in range(max(1, len(cell.parts))):
                if cell.rows:
                    yield from _drill(request.figure, group, part, promised, day)


def _drill(code: str, group: Group | Whole, part: int, promised: Promised, day: dict[str, str]) -> Iterator[str]:
    query = {**day, "organisation": str(promised.grouping.root)}
    query |= {} if isinstance(group, Whole) else {"group": str(group)}
    query |= {"part": str(part)} if part else {}
    address = _address("figure_rows", (code,), query)
    if address:
        yield address


def _address(name: str, arguments: Sequence[int | str], query: dict[str, str]) -> str:
    """The address, or nothing where the site has no such page."""
    try:
        return f"{reverse(name, args=arguments)}?{urlencode(query)}"
    except NoReverseMatch:
        return ""


def _measured(client: Client, group: PageGroup, addresses: Sequence[str], runs: int) -> Iterator[Measurement]:
    times, refused, slowest = [], {}, (0.0, "")
    client.get(addresses[0])  # templates and texts are loaded once per process
    for address in [address for _ in range(runs) for address in addresses]:
        if group.anew:
            _record_something()
        seconds, status = _opened(client, address)
        if status == 200:
            times.append(seconds)
            slowest = max(slowest, (seconds, address))
        else:
            refused[address] = status
    if times:
        others = f"; {len(refused)} × {sorted(set(refused.values()))}, first {next(iter(refused))}" if refused else ""
        note = f"slowest {slowest[1]}{others}"
        yield Measurement(group.code, group.zh, group.en, "ms", in_milliseconds(times), target=_TARGET_MS, note=note)


def _opened(client: Client, address: str) -> tuple[float, int]:
    """Seconds and status. Collecting garbage is part of serving pages, so it is neither done before nor put off."""
    started = time.perf_counter()
    status = client.get(address).status_code
    return time.perf_counter() - started, status


def _record_something() -> None:
    """A membership recorded again: an entry that touches what the members' numbers are counted from."""
    store = store_of(installed_catalogue(settings.ZUGONG_PACK).types["membership"])
    row = next(store.read(store.queryset().believed().order_by("-pk")[:1]))
    with recording(Source("command", "bench", note="bench")) as entry:
        store.retract([row.id], entry=entry)
        store.insert([NewRow(row.anchor, row.since, row.until, row.values, supersedes=row.id)], entry=entry)
