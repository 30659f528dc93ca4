"""The accounts to try a demo county with, as a pack's `demo.yaml` names them."""

from __future__ import annotations

from typing import Literal

from zugong.demo.scheme_targets import Part


class FurtherMandate(Part):
    """What an office may do beside the usual of its kind, such as a lead department that reviews a part of a standard."""

    matter: str
    act: str
    depth: Literal["number", "name", "personal"] = "name"


class Account(Part):
    """An account to try the site with. `kind` is a kind of office with its usual mandates; `matter` a lead bureau's own.

    `mandates` are those beside the usual. The office acts for `organisation`, or for the first branch in force below it where
    `first_branch` is true. The account of a `member` of that branch, or of whom a `case` of this type is about that has run
    longest there, sits in no office.
    """

    username: str
    name: str
    says: str
    says_en: str
    administrator: bool = False
    office: str = ""
    kind: str = ""
    matter: str = ""
    mandates: list[FurtherMandate] = []
    organisation: str = ""
    first_branch: bool = False
    member: bool = False
    case: str = ""


class Trial(Part):
    """The site that shows the county: its owner's name, and accounts that share one password."""

    owner: str
    password: str
    accounts: list[Account]
