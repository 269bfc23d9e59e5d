"""The JSON Schema of the configuration agrees with what the loader accepts."""

from __future__ import annotations

import json
from importlib import resources

import jsonschema
import pytest
import yaml

from lint_params.config import load
from lint_params.config.settings import GENERATIONS, LIMITS, SCOPES
from lint_params.model.weight import BYTES
from tests.config.test_settings import CONTRACT, MISTAKES

SCHEMA = json.loads(resources.files("lint_params.config").joinpath("schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

BEYOND_A_SCHEMA = {
    # What YAML has already read when a schema sees it.
    "budgets: [{max-params: 010}]",
    "budgets: [{max-params: 1:30}]",
    "budgets: [{max-params: 0x10}]",
    "budgets: [{max-params: 0b11}]",
    "budgets: [{max-params: 1__0}]",
    "budgets: [{max-params: 5, max-params: 6}]",
    "ignore: []\nselect: []\nignore: []",
    "keras: !!int 3",
    # What takes more than a pattern: path patterns, Python, one number against another, other files.
    "budgets: [{max-params: 5, paths: ['#a']}]",
    "budgets: [{max-params: 5, paths: ['[a']}]",
    "inputs: {'train.py::build-model': [1]}",
    "inputs: {'::build': [1]}",
    "inputs: {'x[': 1}",
    "layers: {hub.KerasLayer: {params: 5, trainable: 6}}",
    "extends: nowhere.yaml",
}


def accepts(text: str) -> bool:
    try:
        return VALIDATOR.is_valid(yaml.safe_load(text))
    except (yaml.YAMLError, ValueError, OverflowError, TypeError):
        return False


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)  # raises
    assert SCHEMA["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize(
    "text", [CONTRACT, "", "{}", "keras: 3", "keras: '3'", "budgets: [{max-size: 4MB}]", "select: LP"]
)
def test_accepts_what_the_loader_accepts(text: str) -> None:
    load.parse(text.encode(), "a.yaml")
    assert accepts(text)


def test_rejects_what_the_loader_rejects() -> None:
    assert {text for text, *_ in MISTAKES if accepts(text)} == BEYOND_A_SCHEMA


def test_knows_the_same_words() -> None:
    properties = SCHEMA["properties"]
    budget = SCHEMA["$defs"]["budget"]
    assert set(properties) == set(load._KEYS)
    assert set(budget["properties"]) == {*load._SELECTORS, *load._ASPECTS}
    assert {name for (name,) in (entry["required"] for entry in budget["anyOf"])} == {*LIMITS, "as"}
    assert budget["properties"]["for"]["enum"] == list(SCOPES)
    assert budget["properties"]["as"]["enum"] == [*BYTES, None]
    assert set(map(str, properties["keras"]["enum"])) == set(GENERATIONS)


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("aspect", LIMITS)
def test_limits_where_the_loader_lets_them(scope: str, aspect: str) -> None:
    assert accepts(f"budgets: [{{for: {scope}, {aspect}: null}}]") == (scope in LIMITS[aspect])
