"""A site's home folder: made by `init`, found by every command through ZUGONG_HOME."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import yaml
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from zugong.drafting.models import OwnElement
from zugong.drafting.taking_up import take_up_published
from zugong.kernel.crypto import create_key_file
from zugong.kernel.errors import RuleBroken
from zugong.packs.folder import pack_folder


class NoSiteYet(RuleBroken):
    code: ClassVar[str] = "site.none_yet"
    message: ClassVar[str] = "There is no site in {home} yet. Run `zugong init` first, or `zugong demo` to try it out."
    message_zh: ClassVar[str] = "{home} 里还没有站点。请先运行 zugong init，或用 zugong demo 试用。"


class SiteThereAlready(RuleBroken):
    code: ClassVar[str] = "site.there_already"
    message: ClassVar[str] = "There is a site in {home} already. Choose another folder with ZUGONG_HOME."
    message_zh: ClassVar[str] = "{home} 里已有站点。请用 ZUGONG_HOME 指定另一个文件夹。"


class KeyMissing(RuleBroken):
    code: ClassVar[str] = "site.key_missing"
    message: ClassVar[str] = "The site's key, {file}, is not there; copy secret.key back from where it is kept."
    message_zh: ClassVar[str] = "找不到站点密钥 {file}；请把保管的 secret.key 放回原处。"


def site_exists() -> bool:
    """Is there a site with its tables?"""
    return settings.ZUGONG_KEY_FILE.is_file() and _has_tables()


def require_site() -> None:
    """Raises NoSiteYet, KeyMissing."""
    if not _database_may_exist() or not _has_tables():
        raise NoSiteYet(home=settings.ZUGONG_HOME)
    if not settings.ZUGONG_KEY_FILE.is_file():
        raise KeyMissing(file=settings.ZUGONG_KEY_FILE)
    if OwnElement._meta.db_table in connection.introspection.table_names():  # else `serve` brings the tables up to date
        take_up_published()


def _has_tables() -> bool:
    return "kernel_entry" in connection.introspection.table_names()


def _database_may_exist() -> bool:
    return connection.vendor != "sqlite" or Path(connection.settings_dict["NAME"]).is_file()


def create_site(*, pack: str, owner: str, demo: bool) -> None:
    """Make the home folder with its choices and key, and the tables. Raises SiteThereAlready, PackError."""
    pack_folder(pack)
    if _database_may_exist() and site_exists():
        raise SiteThereAlready(home=settings.ZUGONG_HOME)
    home: Path = settings.ZUGONG_HOME
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    create_key_file(settings.ZUGONG_KEY_FILE)
    choices = {"pack": pack, "owner": owner, "demo": demo}
    (home / "site.yaml").write_text(yaml.safe_dump(choices, allow_unicode=True, sort_keys=False), encoding="utf-8")
    settings.ZUGONG_PACK, settings.ZUGONG_OWNER, settings.ZUGONG_DEMO = pack, owner, demo
    migrate()


def migrate() -> None:
    """Bring the tables up to this version of the program."""
    call_command("migrate", verbosity=0, interactive=False)
