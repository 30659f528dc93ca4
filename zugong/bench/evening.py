"""The evening at the end of a month: 200 signed-in secretaries record a themed day within a minute, against a served copy.

Each looks at the form first and records it then, as people do. Their sessions are made beforehand. Those who send stand
on the same machine and take from its processors; the time is what they wait, so it is rather too long than too short.
"""

from __future__ import annotations

import http.client
import math
import re
import secrets
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import ClassVar
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connections

from zugong.bench.figures import Promised
from zugong.bench.measuring import Measurement, in_milliseconds
from zugong.bench.serving import served
from zugong.dictionary.catalogue import installed_catalogue
from zugong.dictionary.store import store_of
from zugong.figures.replica import open_replica
from zugong.kernel.errors import RuleBroken
from zugong.kernel.facts.recording import Source, recording
from zugong.offices import actions
from zugong.offices.models import User
from zugong.organisations.models import Organisation
from zugong.organisations.queries import tree_at

_SECRETARIES = 200
_SECONDS = 60
_WORKERS = 2
_SINCE = date(2000, 1, 1)
_WHERE = "/records/themed_day/new/"
_TOKEN_LENGTH = 32
_BRANCHES = ("branch", "joint_branch")


class FormsLost(RuleBroken):
    code: ClassVar[str] = "bench.forms_lost"
    message: ClassVar[str] = "Of {sent} forms {recorded} are on record; an answer was: {said}"
    message_zh: ClassVar[str] = "提交{sent}张表，登记{recorded}张；其中一个回答：{said}"


@dataclass
class _Secretary:
    """One who records: the branch, the session, how long each sending took, and the last answer."""

    branch: int
    session: str
    start: float
    token: str = field(default_factory=lambda: secrets.token_hex(_TOKEN_LENGTH // 2))
    waited: list[float] = field(default_factory=list)
    said: str = ""


def measure(runs: int, secretaries: int = _SECRETARIES, seconds: int = _SECONDS) -> Iterator[Measurement]:
    """So many secretaries record within so many seconds. Raises FormsLost."""
    promised = Promised.of_this_site()
    everyone = _prepared(_branches(promised, secretaries), seconds)
    open_replica().close()
    connections.close_all()
    with served("--workers", str(_WORKERS)) as (_, site), ThreadPoolExecutor(len(everyone)) as phones:
        begun = time.perf_counter()
        list(phones.map(lambda one: _records(one, urlsplit(site).netloc, begun, promised.clocks.on), everyone))
    _check(everyone, promised.clocks.on)
    waited = sorted(second for one in everyone for second in one.waited)
    told = f"{len(everyone)} secretaries, {2 * len(everyone)} forms in {seconds} s"
    slowest = waited[math.ceil(0.95 * len(waited)) - 1]
    yield Measurement(
        "evening_95", f"月末之夜：{len(everyone)} 名书记 {seconds} 秒内同时登记，95% 的提交不超过",
        f"Month-end evening, 95 of 100 sendings within: {told}", "ms", in_milliseconds((slowest,)), target=500,
    )  # fmt: skip
    yield Measurement(
        "evening_form", "月末之夜：一次提交", f"Month-end evening, one sending: {told}", "ms", in_milliseconds(waited)
    )


def _branches(promised: Promised, count: int) -> list[int]:
    """Branches of the promised day, as many as are asked for."""
    tree = tree_at(promised.clocks.tree)
    return [node.id for node in tree if node.living and node.kind in _BRANCHES][:count]


def _prepared(branches: Sequence[int], seconds: int) -> list[_Secretary]:
    """An account with its office and a session for each branch, who begin one after the other."""
    source = Source("command", "bench", note="bench")
    with recording(source):
        users = [_account(number, branch, source) for number, branch in enumerate(branches)]
    return [
        _Secretary(branch, _session(user), seconds * number / len(branches))
        for number, (user, branch) in enumerate(zip(users, branches, strict=True))
    ]


def _account(number: int, branch: int, source: Source) -> User:
    name, organisation = f"bench_secretary_{number}", Organisation.objects.get(pk=branch)
    user = actions.create_user(username=name, password="", full_name=name, source=source)
    office = actions.create_office(name=name, organisation=organisation, since=_SINCE, source=source)
    actions.seat(user=user, office=office, since=_SINCE, source=source)
    actions.grant_usual(office=office, kind="branch_secretary", territory=organisation, since=_SINCE, source=source)
    return user


def _session(user: User) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key


def _records(one: _Secretary, host: str, begun: float, on: date) -> None:
    """Look at the form, then record it; each at its moment, whatever the others do."""
    time.sleep(max(0.0, begun + one.start - time.perf_counter()))
    said = {
        "themed_day.organisation": str(one.branch), "themed_day.series": "themed_day", "themed_day.period": "bench",
        "themed_day.theme": "bench", "themed_day.status": "held", "themed_day.on": on.isoformat(),
    }  # fmt: skip
    shown = _sent(one, host, said | {"step": "preview", "form_mark": secrets.token_urlsafe(12)})
    digest = re.search(r'name="digest" value="([^"]+)"', shown)
    one.said = shown
    if digest:
        recorded = said | {"step": "record", "digest": digest.group(1), "form_mark": secrets.token_urlsafe(12)}
        one.said = _sent(one, host, recorded)


def _sent(one: _Secretary, host: str, said: dict[str, str]) -> str:
    """The answer to one form, as the script of the pages sends it."""
    line = http.client.HTTPConnection(host, timeout=60)
    headers = {
        "Cookie": f"sessionid={one.session}; csrftoken={one.token}", "X-Unsent": "1",
        "Content-Type": "application/x-www-form-urlencoded",
    }  # fmt: skip
    started = time.perf_counter()
    line.request("POST", _WHERE, urlencode(said | {"csrfmiddlewaretoken": one.token}), headers)
    answer = line.getresponse()
    text = answer.read().decode()
    one.waited.append(time.perf_counter() - started)
    line.close()
    return text


def _check(everyone: Sequence[_Secretary], on: date) -> None:
    store = store_of(installed_catalogue(settings.ZUGONG_PACK).types["themed_day"])
    branches = [one.branch for one in everyone]
    rows = store.queryset().filter(organisation__in=branches, since=on)
    recorded = sum(row.values.get("theme") == "bench" for row in store.read(rows))
    if recorded != len(everyone):
        said = "".join(next((one.said for one in everyone if one.said), "").partition('id="content"')[1:])
        raise FormsLost(sent=len(everyone), recorded=recorded, said=re.sub(r"<[^>]+>|\s+", " ", said)[:800])
