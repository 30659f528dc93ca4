"""The views that somebody has."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from zugong.offices.models import User
from zugong.saved_views.models import SavedView


def views_for(user: User, offices: Iterable[int], record_type: str) -> QuerySet[SavedView]:
    """The user's own views of a record type and those shared with their offices, by name."""
    shared = Q(user=user) | Q(office__in=list(offices))
    return SavedView.objects.filter(shared, record_type=record_type).select_related("user").order_by("name", "pk")
