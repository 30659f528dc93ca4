"""What the user is to hear of in cases: since they signed in the time before."""

from __future__ import annotations

from zugong.cases.told import News, news_since
from zugong.web.cases.asked import AskedCases
from zugong.web.lately import last_visit


def news_of(asked: AskedCases) -> tuple[News, ...]:
    """The latest first; nothing at the first visit."""
    since = last_visit(asked.request)
    if since is None or not asked.may_see_any:
        return ()
    return news_since(since, asked.own_organisations, asked.reach, asked.tree)
