"""What editors are given: a schema for each kind of pack file, under which every file of the packs is right."""

import json
from datetime import date
from pathlib import Path

import jsonschema_rs
import pytest
from click.testing import CliRunner

from zugong.cli.commands.pack import command
from zugong.packs import yaml
from zugong.packs.folder import DEFAULT_FOLDER


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("schemas")
    result = CliRunner().invoke(command, ["schema", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


def schema_of_each_file(folder: Path) -> dict[Path, Path]:
    """The schema of each YAML file of the packs, found the way an editor finds it."""
    places = json.loads((folder / "yaml-schemas.json").read_text(encoding="utf-8"))["yaml.schemas"]
    return {path: folder / schema for schema, pattern in places.items() for path in DEFAULT_FOLDER.parent.glob(pattern)}


def as_json(declared):
    """The value as an editor sees it, to whom a day is text."""
    if isinstance(declared, dict):
        return {str(key): as_json(value) for key, value in declared.items()}
    if isinstance(declared, list):
        return [as_json(value) for value in declared]
    return str(declared) if isinstance(declared, date) else declared


def test_every_file_of_the_packs_has_a_schema(written):
    all_files = {path for path in DEFAULT_FOLDER.rglob("*.yaml") if ".zugong" not in path.parts}

    assert all_files - set(schema_of_each_file(written)) == set()


def test_every_file_of_the_packs_is_right_under_its_schema(written):
    wrong = {}
    for path, schema in schema_of_each_file(written).items():
        checked = jsonschema_rs.validator_for(json.loads(schema.read_text(encoding="utf-8")))
        if errors := [error.message[:200] for error in checked.iter_errors(as_json(yaml.read(path)))]:
            wrong[str(path.relative_to(DEFAULT_FOLDER))] = errors[:2]

    assert wrong == {}


@pytest.mark.parametrize(
    ("schema", "wrong"),
    [
        ("types", {"type": "a", "zh": "甲", "en": "A", "time": "now", "store": "ledger", "key": [], "matter": "work"}),
        ("codes", {"level": {"codes": {"a": {"zh": "甲"}}}}),
        ("sheets", {"sheet": "a", "zh": "甲", "en": "A", "columns": [], "writs": []}),
        ("figures", [{"figure": "a", "zh": "甲", "en": "A", "unt": {"zh": "个", "en": "pieces"}}]),
        ("views", {"membership": [{"zh": "甲", "query": "order=on"}]}),
    ],
)
def test_a_schema_marks_what_is_wrong(written, schema, wrong):
    described = json.loads((written / f"{schema}.schema.json").read_text(encoding="utf-8"))

    assert not jsonschema_rs.is_valid(described, wrong)
