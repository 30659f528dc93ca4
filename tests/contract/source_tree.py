"""The project's own files, read once for all contract tests."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("zugong", "packs", "tests", "scripts", "docs", ".ci")
TEXT = re.compile(r"(\.(py|md|txt|toml|ya?ml|json|html|jinja|css|js|po|sql|svg))?")


@dataclass(frozen=True)
class Module:
    """One Python file: its path from the root of the project, its text and its syntax tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def is_migration(self) -> bool:
        return "/migrations/" in self.path

    @property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method, nested ones too."""
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@cache
def text_files() -> list[Path]:
    """Every text file of the project, in the order of their paths; what tools leave behind is not ours."""
    inside = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    candidates = [path for path in [*ROOT.iterdir(), *inside] if path.is_file() and TEXT.fullmatch(path.suffix)]
    leftovers = {"__pycache__", "node_modules", ".DS_Store"}
    return sorted(path for path in candidates if not leftovers & set(path.parts))


@cache
@cache
def modules(folder: str = "") -> list[Module]:
    """Every Python file below `folder`, which is counted from the root of the project."""
    paths = [path for path in text_files() if path.suffix == ".py" and path.is_relative_to(ROOT / folder)]
    texts = [(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths]
    return [Module(path=name, text=text, tree=ast.parse(text, name)) for name, text in texts]


def lines_matching(pattern, paths: list[Path]) -> list[str]:
    """`file:line: text` for every line of these files in which the compiled `pattern` is found."""
    return [
        f"{path.relative_to(ROOT).as_posix()}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]
