"""Reads of reviews, their templates and their approved versions."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from zugong.reviews.models import FrozenReview, Review, ReviewState, TemplateVersion
from zugong.reviews.text import Subject


def reviews_of(organisations: Iterable[int] | None) -> QuerySet[ReviewState]:
    """The reviews of these organisations (None: of all), the last that was recorded first."""
    found = ReviewState.objects.filter(retracted_in__isnull=True).select_related("anchor", "recorded_in")
    if organisations is not None:
        found = found.filter(organisation__in=list(organisations))
    return found.order_by("-on", "-pk")


def state_of(review: Review) -> ReviewState:
    """What a review is now. Raises ReviewState.DoesNotExist for one that was withdrawn."""
    return ReviewState.objects.select_related("template", "anchor", "recorded_in").get(
        anchor=review, retracted_in__isnull=True
    )


def subject_of(row: ReviewState | FrozenReview, *, known: int | None = None) -> Subject:
    """Whom and when a review or a version of it speaks of."""
    return Subject(row.title, row.organisation_id, row.on, row.tree, row.first, row.last, known)


def versions_of(review: Review) -> QuerySet[FrozenReview]:
    """The approved versions of a review, the last first, without their texts."""
    return (
        FrozenReview.objects.filter(review=review)
        .select_related("approved_by", "template", "recorded_in")
        .defer("written", "cells", "document", "template__document", "template__outline")
        .order_by("-number")
    )


def templates_of(organisations: Iterable[int] | None) -> QuerySet[TemplateVersion]:
    """The own templates of these organisations (None: of all), the newest first, without their files."""
    own = Q(organisation__isnull=False)
    if organisations is not None:
        own &= Q(organisation__in=list(organisations))
    found = TemplateVersion.objects.filter(own, retracted_in__isnull=True).select_related("recorded_in")
    return found.defer("document", "outline").order_by("-pk")
