"""What CONTRIBUTING.md says about how code reads, where a machine can see it."""

import ast
from pathlib import PurePosixPath
from statistics import median, quantiles

from tests.contract.source_tree import Module, modules

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
MEDIAN_FUNCTION = 10
NINETIETH_PERCENTILE = 30
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "managers", "misc"}
DOCUMENTED = ("zugong/kernel", "zugong/language", "zugong/figures")


def line_count(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return function.end_lineno - function.lineno + 1


def functions_of_the_product() -> list[int]:
    """The lengths of all functions of the product, in lines."""
    written = [module for module in modules("zugong") if not module.is_migration]
    return [line_count(function) for module in written for function in module.functions]


def test_no_file_is_longer_than_400_lines():
    held = [module for module in modules() if not module.path.startswith("tests/") and not module.is_migration]

    lengths = {module.path: len(module.text.splitlines()) for module in held}

    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_60_lines():
    written = [module for module in modules() if not module.is_migration]

    too_long = [
        f"{module.path}:{function.lineno} {function.name} has {line_count(function)} lines"
        for module in written
        for function in module.functions
        if line_count(function) > LONGEST_FUNCTION
    ]

    assert too_long == []


def test_half_of_the_functions_have_at_most_10_lines():
    assert median(functions_of_the_product()) <= MEDIAN_FUNCTION


def test_nine_of_ten_functions_have_at_most_30_lines():
    assert quantiles(functions_of_the_product(), n=10)[-1] <= NINETIETH_PERCENTILE


def test_no_module_or_folder_has_a_name_that_says_nothing():
    vague = [module.path for module in modules() if VAGUE_NAMES & set(PurePosixPath(module.path).with_suffix("").parts)]

    assert vague == []


def names_of(handler: ast.ExceptHandler) -> set[str]:
    """What the handler catches; a bare one catches everything."""
    if handler.type is None:
        return {"BaseException"}
    return {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)}


def test_nothing_catches_every_exception():
    broad = [
        f"{module.path}:{node.lineno}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and {"Exception", "BaseException"} & names_of(node)
    ]

    assert broad == []


def undocumented(module: Module) -> list[str]:
    """The public functions that promise nothing, and the module itself when it does not say why it exists."""
    functions = [node for node in module.tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    silent = [node for node in functions if not node.name.startswith("_") and ast.get_docstring(node) is None]
    own = [] if ast.get_docstring(module.tree) or not module.tree.body else [module.path]
    return own + [f"{module.path}:{node.lineno} {node.name}" for node in silent]


def test_public_functions_of_the_engines_say_what_they_promise():
    engines = [module for folder in DOCUMENTED for module in modules(folder) if not module.is_migration]

    assert [complaint for module in engines for complaint in undocumented(module)] == []
