"""Reads of drafts and of what the site has published for itself."""

from __future__ import annotations

from django.db.models import QuerySet

from zugong.drafting.checking import Written
from zugong.drafting.models import OPEN, Draft, DraftState, OwnElement
from zugong.packs.own import OwnTexts


def open_drafts() -> QuerySet[DraftState]:
    """What every draft that is still being written says now, the last changed first."""
    found = DraftState.objects.filter(retracted_in__isnull=True, standing=OPEN)
    return found.select_related("anchor", "recorded_in").order_by("-pk")


def state_now(draft: int) -> DraftState:
    """What a draft says now. Raises DraftState.DoesNotExist."""
    return DraftState.objects.select_related("anchor", "recorded_in").get(anchor=draft, retracted_in__isnull=True)


def story_of(draft: Draft) -> QuerySet[DraftState]:
    """Every state of a draft without its texts, the last first: who did what when."""
    found = DraftState.objects.filter(anchor=draft).select_related("recorded_in")
    return found.defer("text", "owners").order_by("-pk")


def written_in(state: DraftState) -> Written:
    """What a state says."""
    return Written(state.kind, state.text, state.owners)


def own_elements() -> QuerySet[OwnElement]:
    """What the site has published for itself, in the order in which it was published."""
    return OwnElement.objects.filter(retracted_in__isnull=True).select_related("recorded_in").order_by("pk")


def own_texts() -> OwnTexts:
    """The site's own pack as it stands. Offices that an element adds come before it, each as a part of owners.yaml."""
    found = list(own_elements())
    texts: dict[str, str] = {}
    for one in found:
        if one.owners:
            texts[f"owners.yaml/{one.pk}"] = one.owners
        texts[path_of(one)] = one.text
    return OwnTexts(tuple((one.pk, one.digest) for one in found), texts)


def edition() -> tuple[tuple[int, str], ...]:
    """What tells this state of the own pack from every other: its elements with their digests."""
    return tuple(OwnElement.objects.filter(retracted_in__isnull=True).order_by("pk").values_list("pk", "digest"))


def path_of(element: OwnElement) -> str:
    """Where an element lies in the folder of the own pack."""
    name = f"{element.code}_{element.version}" if element.version else element.code
    return f"{element.kind}s/{name}.yaml"
