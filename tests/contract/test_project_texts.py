"""What may stand in no file of the project, whatever its language."""

import re
import tomllib
from pathlib import Path

from tests.contract.source_tree import ROOT, lines_matching, text_files

# The bootstrap must know one public index, because a Python without pip has no other way to learn of it.
MAY_NAME_AN_INDEX = {"scripts/make_environment.py"}
REGISTRY_HOSTS = (
    "pypi.org",
    "pythonhosted.org",
    "pypa.io",
    "npmjs.org",
    "npmjs.com",
    "npmmirror.com",
    "yarnpkg.com",
    "tuna.tsinghua.edu.cn",
    "mirrors.",
    "nexus.",
    "artifactory",
)
LOCALITIES = ("绛县", "jiangxian", "卢氏", "怀化", "围场", "青海")
UNFINISHED = re.compile(r"\b(TODO|FIXME|HACK)\b(?!.*#\d)")


def other_files() -> list[Path]:
    """All text files but this one, which must spell out what it forbids."""
    return [path for path in text_files() if path != Path(__file__)]


def test_no_file_names_the_host_of_a_package_registry():
    hosts = re.compile("|".join(rf"(?<![\w-]){re.escape(host)}" for host in REGISTRY_HOSTS), re.IGNORECASE)
    held = [path for path in other_files() if path.relative_to(ROOT).as_posix() not in MAY_NAME_AN_INDEX]

    assert lines_matching(hosts, held) == []


def test_no_locality_is_named_in_the_product():
    product = [path for path in other_files() if path.is_relative_to(ROOT / "zugong")]

    assert lines_matching(re.compile("|".join(LOCALITIES), re.IGNORECASE), product) == []


def test_whatever_is_left_to_do_names_its_issue():
    assert lines_matching(UNFINISHED, other_files()) == []


def test_every_dependency_gives_its_reason():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    declared = tomllib.loads("\n".join(lines))
    extras = declared["project"].get("optional-dependencies", {}).values()
    wanted = [
        *declared["build-system"]["requires"],
        *declared["project"]["dependencies"],
        *(name for e in extras for name in e),
    ]

    explained = {match[1] for line in lines if (match := re.fullmatch(r'    "([^"]+)",\s+# \S.*', line))}

    assert [name for name in wanted if name not in explained] == []


def test_every_installed_version_is_exact():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if not re.fullmatch(r"#.*|[\w.-]+==[\w.+!]+", line)] == []
