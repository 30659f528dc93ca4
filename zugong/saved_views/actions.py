"""Keeping and forgetting a view."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from zugong.kernel.errors import RuleBroken
from zugong.offices.models import User
from zugong.saved_views.models import SavedView

LONGEST_NAME = 40
_LONGEST_QUERY = 2000
_MOST = 30


class NeedsName(RuleBroken):
    code: ClassVar[str] = "saved_views.needs_name"
    message: ClassVar[str] = "A view needs a name of at most {longest} characters."
    message_zh: ClassVar[str] = "请给视图起个名字，最多{longest}个字。"


class TooMany(RuleBroken):
    code: ClassVar[str] = "saved_views.too_many"
    message: ClassVar[str] = "You keep {most} views of this list already; forget one first."
    message_zh: ClassVar[str] = "这个台账您已保存{most}个视图，请先删去一个。"


class TooLong(RuleBroken):
    code: ClassVar[str] = "saved_views.too_long"
    message: ClassVar[str] = "This list has too many filters to be kept; take some off."
    message_zh: ClassVar[str] = "筛选条件太多，无法保存，请去掉一些。"


def keep_view(*, user: User, record_type: str, name: str, query: str, office: int | None, at: datetime) -> SavedView:
    """Keep a list under a name; one of the same name is replaced. Raises NeedsName, TooMany, TooLong."""
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise NeedsName(longest=LONGEST_NAME)
    if len(query) > _LONGEST_QUERY:
        raise TooLong
    own = SavedView.objects.filter(user=user, record_type=record_type)
    if own.exclude(name=name).count() >= _MOST:
        raise TooMany(most=_MOST)
    kept, _ = SavedView.objects.update_or_create(
        user=user, record_type=record_type, name=name, defaults={"query": query, "office_id": office, "at": at}
    )
    return kept


def forget_view(*, user: User, view: int) -> str | None:
    """Forget one of the user's own views; its record type comes back, None where it is not theirs."""
    found = SavedView.objects.filter(pk=view, user=user).first()
    if found is None:
        return None
    found.delete()
    return found.record_type
