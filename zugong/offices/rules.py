"""What mandates mean: which acts contain which, what guidance gives, what each kind of office usually holds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from zugong.dictionary.declarations import Depth, RecordType
from zugong.organisations.rules import LEADING_GROUP

ACTS = ("see", "advise", "fill", "check", "decide")
EVERY_MATTER = "*"
POSITIONS = "positions"
UNIT = "unit"
TRAINING = "training"
ADMISSION = "admission"
DUES, ORGANISATIONS, TALENT = "dues", "organisations", "talent"
GUIDED_ACTS = ("see", "advise")


@dataclass(frozen=True)
class DefaultMandate:
    """What an office of a kind usually holds; the matter "" is named when the office is set up."""

    matter: str
    acts: tuple[str, ...]
    depth: Depth


#: Kind of office → its usual mandates within its territory.
DEFAULT_MANDATES: Mapping[str, tuple[DefaultMandate, ...]] = {
    "organisation_section": (DefaultMandate(EVERY_MATTER, ACTS, Depth.PERSONAL),),
    # A township's committee approves admissions itself; its other decisions are named one by one.
    "township_organisation": (
        DefaultMandate(EVERY_MATTER, ("see", "advise", "fill", "check"), Depth.PERSONAL),
        DefaultMandate(ADMISSION, ("decide",), Depth.PERSONAL),
    ),
    "branch_secretary": (DefaultMandate(EVERY_MATTER, ("see", "fill"), Depth.PERSONAL),),
    # The cadre section plans training, enrols and counts hours; of members it sees whom a class names.
    "cadre_section": (
        DefaultMandate(POSITIONS, ACTS, Depth.PERSONAL),
        DefaultMandate(TRAINING, ACTS, Depth.PERSONAL),
    ),
    # Notices, who registers for them, whom they bring; of members nothing.
    "talent_office": (DefaultMandate(TALENT, ACTS, Depth.PERSONAL),),
    # Who alone types what members earn, and sees beside it where the organisations stand.
    "dues_treasurer": (
        DefaultMandate(DUES, ("see", "fill"), Depth.SENSITIVE),
        DefaultMandate(ORGANISATIONS, ("see",), Depth.NAME),
    ),
    "lead_bureau": (DefaultMandate("", ("see", "advise"), Depth.NUMBER),),
}


SYSTEM, SECURITY, AUDIT = DUTIES = ("system", "security", "audit")
#: Which acts each of the three administrators has. Who gives takes away as well; who watches gives nothing; who reads the
#: log changes nothing. A small county begins with the first alone: then nobody reads the whole log, and each office its part.
ACTS_OF_DUTIES: Mapping[str, frozenset[str]] = {
    SYSTEM: frozenset(
        {"account", "password", "lock", "unlock", "end_account", "office", "seat", "unseat", "grant", "revoke", "explain"}
    ),
    SECURITY: frozenset({"lock", "unseat", "revoke", "explain"}),
    AUDIT: frozenset({"read_log", "explain"}),
}  # fmt: skip


def may_administer(duty: str, act: str) -> bool:
    """Has an administrator of this duty that act? "" is no administrator."""
    return act in ACTS_OF_DUTIES.get(duty, frozenset())


def contains_act(granted: str, asked: str) -> bool:
    """Does a mandate for one act allow another? Whoever may do anything in a matter sees it; nothing else follows."""
    return granted == asked or asked == "see"


def contains_matter(granted: str, asked: str) -> bool:
    """Does a mandate for one matter cover another? The star covers all; cadre posts ask further, see `Access`."""
    return granted in (EVERY_MATTER, asked)


def is_seen_where_served(rights: str, act: str) -> bool:
    """Does an act reach a unit through the organisation set up in it? Seeing does; filling in follows the territory."""
    return rights == UNIT and act == "see"


def guided_depth(kind: RecordType) -> Depth:
    """How deep a guide looks: at names of things, but only at the number of what is about persons."""
    return Depth.NUMBER if kind.about_persons else Depth.NAME


def may_decide_admission(matter: str, act: str) -> bool:
    """Would such a mandate approve admissions?"""
    return act == "decide" and contains_matter(matter, ADMISSION)


def is_refused_to(organisation_kind: str, matter: str, act: str) -> bool:
    """A leading Party members group approves no admission, so its offices hold no such mandate."""
    return organisation_kind == LEADING_GROUP and may_decide_admission(matter, act)


def token_hash(text: str) -> str:
    """What is kept of a personal token. It is long and random, so one plain hash suffices."""
    return hashlib.sha256(text.encode()).hexdigest()
