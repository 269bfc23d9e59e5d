"""Configurations and what they say: YAML in, settings or a mistake with its place out."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_params.config.discovery import NAMES, Configurations, discover
from lint_params.config.errors import ConfigError
from lint_params.config.load import load, parse
from lint_params.config.settings import Settings, canonical

CONTRACT = """
budgets:
  - max-params: 50_000              # any one layer; over it: error
    warn-params: 40_000             # over it: warning
  - type: [LSTM, GRU]               # class-name globs
    name: "encoder_*"               # layer-name globs
    paths: ["mobile/**"]            # gitignore-style
    max-params: 20k
  - for: model
    max-params: 1M
    max-size: 4 MB
  - max-share: 60%
  - for: model
    max-growth: 10%
  - for: model
    paths: ["edge/**"]
    max-size: 256 KiB
    as: int8
    max-activation: 64 KiB
    max-macs: 20M
  - name: "embedding*"
    max-params: null
inputs:
  "train.py::build_model": [400, 13]
  "x_train.shape[2]": 13
  "config.py::N_CLASSES": 10
select: [LP1, LP2, LP3, LP5, LP9]
ignore: []
layers:
  "hub.KerasLayer": {params: 1_000_000, trainable: 0, output: [1280]}
per-file-ignores: {"legacy/*.py": [LP2]}
exclude: ["third_party/**"]
max-file-size: 1 MB
keras: auto
baseline: .lint-params-baseline.json
"""


def read(text: str) -> Settings:
    return parse(text.encode(), ".lint-params.yaml")


def mistake(text: str | bytes) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        parse(text.encode() if isinstance(text, str) else text, ".lint-params.yaml")
    return caught.value


def test_the_whole_of_it() -> None:
    found = read(CONTRACT)
    assert [budget.aspects for budget in found.budgets] == [
        {"max-params": 50_000, "warn-params": 40_000},
        {"max-params": 20_000},
        {"max-params": 1_000_000, "max-size": 4_000_000},
        {"max-share": Fraction(3, 5)},
        {"max-growth": Fraction(1, 10)},
        {"max-size": 262_144, "as": "int8", "max-activation": 65_536, "max-macs": 20_000_000},
        {"max-params": None},
    ]
    assert [budget.scope for budget in found.budgets] == ["layer"] * 2 + ["model"] + ["layer"] + ["model"] * 2 + [
        "layer"
    ]
    assert [budget.place.line for budget in found.budgets] == [3, 5, 9, 12, 13, 15, 21]
    assert found.budgets[1].types == ("LSTM", "GRU")
    assert found.budgets[1].selects_name("encoder_1")
    assert not found.budgets[1].selects_name("decoder_1")
    assert found.expressions() == {"x_train.shape[2]": 13}
    assert found.for_file("train.py").named_inputs() == {"build_model": (400, 13)}
    assert found.for_file("sub/train.py").named_inputs() == {}
    assert found.layer_costs()["hub.KerasLayer"].output == (1280,)
    assert found.for_file("legacy/old.py").enabled("LP201") is False
    assert found.for_file("new.py").enabled("LP201") is True
    assert found.excludes("third_party/a/b.py")
    assert found.baseline == os.path.abspath(".lint-params-baseline.json")
    assert len(found.for_file("mobile/a.py").budgets) == 6
    assert len(found.for_file("train.py").budgets) == 5
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "null\n", "{}\n", "\ufeff# mark\n"])
def test_nothing_is_the_default(text: str) -> None:
    assert read(text) == Settings(os.getcwd(), ".lint-params.yaml")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0", 0), ("50000", 50_000), ("50_000", 50_000), ("20k", 20_000), ("1.5M", 1_500_000), ("2G", 2 * 10**9),
        ('"20k"', 20_000), ("0.5k", 500), ("1.50k", 1500), ("null", None), ("~", None),
    ],
)  # fmt: skip
def test_counts(written: str, value: int | None) -> None:
    assert read(f"budgets: [{{max-params: {written}}}]").budgets[0].aspects == {"max-params": value}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("4 MB", 4_000_000), ("4MB", 4_000_000), ("256 KiB", 262_144), ("1.5 MiB", 1_572_864), ("1 GB", 10**9),
        ("12", 12), ("12 B", 12), ("0.5 KiB", 512), ("2 GiB", 2**31), ("3k", 3000),
    ],
)  # fmt: skip
def test_sizes(written: str, value: int) -> None:
    assert read(f"budgets: [{{max-size: {written}}}]").budgets[0].aspects == {"max-size": value}


MISTAKES = [
    ("budget: []", 1, 1, "did you mean budgets?"),
    ("budgets:\n  - max_params: 5", 2, 5, "did you mean max-params?"),
    ("budgets:\n  - maxparams: 5", 2, 5, "did you mean max-params?"),
    ("colour: red", 1, 1, "expected one of extends, budgets"),
    ("budgets:\n  max-params: 5", 2, 3, "expected a list of budgets"),
    ("budgets: 5", 1, 10, "expected a list of budgets"),
    ("budgets:", 1, 9, "expected a list of budgets"),
    ("budgets: [5]", 1, 11, "expected a mapping"),
    ("budgets: [{}]", 1, 11, "limits nothing"),
    ("budgets: [{type: LSTM}]", 1, 11, "limits nothing"),
    ("budgets: [{max-params: 010}]", 1, 24, "leading zero"),
    ("budgets: [{max-params: 1:30}]", 1, 24, "base 60"),
    ("budgets: [{max-params: 0x10}]", 1, 24, "decimal"),
    ("budgets: [{max-params: 0b11}]", 1, 24, "decimal"),
    ("budgets: [{max-params: 1e6}]", 1, 24, "with k, M or G"),
    ("budgets: [{max-params: 20K}]", 1, 24, "did you mean k?"),
    ("budgets: [{max-params: 2m}]", 1, 24, "did you mean M?"),
    ("budgets: [{max-params: 20 k}]", 1, 24, "expected a whole number"),
    ("budgets: [{max-params: 4 MB}]", 1, 24, "expected a whole number"),
    ("budgets: [{max-params: 4MB}]", 1, 24, "max-size"),
    ("budgets: [{max-params: 1.5}]", 1, 24, "not whole"),
    ("budgets: [{max-params: -5}]", 1, 24, "negative"),
    ("budgets: [{max-params: 1__0}]", 1, 24, "expected a whole number"),
    ("budgets: [{max-params: 10%}]", 1, 24, "percentage"),
    ("budgets: [{max-params: many}]", 1, 24, "expected a whole number"),
    ("budgets: [{max-params: [5]}]", 1, 24, "not a list"),
    ("budgets: [{max-params: {a: 5}}]", 1, 24, "not a mapping"),
    ('budgets: [{max-params: "null"}]', 1, 24, "expected a whole number"),
    ("budgets: [{max-params: 99999999999999999999}]", 1, 24, "18 digits"),
    ("budgets: [{max-params: ٥}]", 1, 24, "expected a whole number"),
    ("budgets: [{max-size: 4 KB}]", 1, 22, "did you mean kB?"),
    ("budgets: [{max-size: 4 XB}]", 1, 22, "XB is no unit"),
    ("budgets: [{max-share: 0.6}]", 1, 23, "a percentage such as 60%"),
    ("budgets: [{max-share: 160%}]", 1, 23, "at most 100%"),
    ("budgets: [{max-share: 06%}]", 1, 23, "leading zero"),
    ("budgets: [{for: models, max-params: 5}]", 1, 17, "did you mean model?"),
    ("budgets: [{for: model, max-share: 5%}]", 1, 24, "for: layer"),
    ("budgets: [{max-growth: 5%}]", 1, 12, "for: model or for: project"),
    ("budgets: [{for: model, type: LSTM, max-params: 5}]", 1, 24, "selects nothing"),
    ("budgets: [{for: project, name: a, max-params: 5}]", 1, 26, "selects nothing"),
    ("budgets: [{max-size: 5, as: int3}]", 1, 29, "expected one of"),
    ("budgets: [{max-size: 5, as: in8}]", 1, 29, "did you mean int8?"),
    ("budgets: [{max-params: 5, paths: ['#a']}]", 1, 35, "matches nothing"),
    ("budgets: [{max-params: 5, paths: ['[a']}]", 1, 35, "matches nothing"),
    ("budgets: [{max-params: 5, max-params: 6}]", 1, 27, "given twice, first on line 1"),
    ("ignore: []\nselect: []\nignore: []", 3, 1, "given twice, first on line 1"),
    ("select: [LP1, LP777]", 1, 15, "no rule has the code 'LP777'"),
    ("select: [E501]", 1, 10, "no rule"),
    ("ignore: lp1", 1, 9, "no rule"),
    ("select: [[LP1]]", 1, 10, "expected a text"),
    ("per-file-ignores: {a.py: [XX1]}", 1, 27, "no rule"),
    ("per-file-ignores: [a]", 1, 19, "not a list"),
    ("inputs: {'train.py::build-model': [1]}", 1, 10, "a file and a name"),
    ("inputs: {'::build': [1]}", 1, 10, "a file and a name"),
    ("inputs: {'x[': 1}", 1, 10, "Python expression"),
    ("inputs: {x: [0]}", 1, 14, "at least 1"),
    ("inputs: {x: [a]}", 1, 14, "expected a whole number"),
    ("inputs: {x: many}", 1, 13, "expected a whole number"),
    ("inputs: {x: null}", 1, 13, "not null"),
    ("layers: {hub.KerasLayer: {trainable: 0}}", 1, 26, "lacks params"),
    ("layers: {hub.KerasLayer: {params: 5, trainable: 6}}", 1, 26, "can't have more"),
    ("layers: {hub.KerasLayer: {param: 5}}", 1, 27, "did you mean params?"),
    ("layers: {'a b': {params: 5}}", 1, 10, "name of a layer class"),
    ("keras: 4", 1, 8, "one of auto, 1, 2, tf2, 3"),
    ("keras: [3]", 1, 8, "not a list"),
    ("max-file-size: big", 1, 16, "a size such as"),
    ("baseline: []", 1, 11, "expected a text"),
    ("exclude: ''", 1, 10, "matches nothing"),
    ("extends: nowhere.yaml", 1, 10, "is no file"),
    ("[a, b]", 1, 1, "expected a mapping"),
    ("just words", 1, 1, "expected a mapping"),
    ("a: 1\n---\nb: 2", 2, 1, "a second document"),
    ("budgets:\n\t- max-params: 5", 2, 1, "tab"),
    ("budgets: [", 1, 11, "not valid YAML"),
    ("budgets: 'a", 1, 12, "not valid YAML"),
    ("a: b: c", 1, 5, "not valid YAML"),
    ("? [a, b]\n: 1", 1, 3, "a key can't be a list"),
    ("{[a]: 1}", 1, 2, "a key can't be a list"),
    ("budgets: &a [*a]", 1, 14, "inside its own anchor"),
    ("budgets: *a", 1, 10, "no anchor"),
    ("<<: 5", 1, 1, "takes a mapping"),
    ("keras: !!int 3", 1, 8, "tag"),
    ("keras: !mine 3", 1, 8, "tag"),
    ("a: \x07", 1, 4, "U+0007"),
    ("ä: 1\nb: \x00", 2, 4, "U+0000"),
    ('a: "\\UFFFFFFFF"', 1, 1, "not valid YAML"),
    ("budgets: " + "[" * 100 + "]" * 100, 1, 42, "deep"),
]


@pytest.mark.parametrize(("text", "line", "column", "says"), MISTAKES, ids=[repr(case[0][:50]) for case in MISTAKES])
def test_mistakes(text: str, line: int, column: int, says: str) -> None:
    error = mistake(text)
    assert says in error.message
    assert (error.path, error.line, error.column) == (".lint-params.yaml", line, column), error
    assert str(error).startswith(f".lint-params.yaml:{line}:{column}: ")


def test_not_utf8() -> None:
    error = mistake("ignore: []\n# gr\u00fcn ".encode() + b"\xff")
    assert (error.line, error.column) == (2, 8)
    assert "0xff is not UTF-8" in error.message
    assert "not UTF-8" in mistake("keras: 3".encode("utf-16")).message


def test_bounded() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    error = mistake("\n".join(lines))
    assert "aliases make more than" in error.message
    assert error.line == 5
    assert "at most" in mistake(b"#" * 300_000).message
    assert "too many entries" in mistake("a: [" + "x," * 110_000 + "]").message


def test_anchors_and_merge_keys() -> None:
    found = read(
        "budgets:\n  - &small {max-params: 5, warn-params: 4}\n"
        "  - {<<: *small, type: LSTM, max-params: 6}\n  - *small\n"
    )
    assert [budget.aspects for budget in found.budgets] == [
        {"max-params": 5, "warn-params": 4},
        {"max-params": 6, "warn-params": 4},
        {"max-params": 5, "warn-params": 4},
    ]


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("budgetsmax-pr: \n[]{}&*!|>'\"%@`#,?<01_kM\t\\~"), max_size=60))
def test_any_text_is_settings_or_a_mistake(text: str) -> None:
    try:
        parse(text.encode(), "a.yaml")
    except ConfigError as error:
        assert error.line >= 1
        assert error.column >= 1


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_settings_or_a_mistake(data: bytes) -> None:
    try:
        parse(data, "a.yaml")
    except ConfigError as error:
        assert error.line >= 1


def test_extends(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    (tmp_path / "base/all.yaml").write_text(
        "extends: more.yaml\nkeras: 2\nbudgets: [{max-params: 1}]\nbaseline: b.json\n"
    )
    (tmp_path / "base/more.yaml").write_text("ignore: LP3\nkeras: 1\nbudgets: [{max-params: 0}]\n")
    config = tmp_path / ".lint-params.yaml"
    config.write_text("extends: [base/all.yaml]\nbudgets: [{max-params: 2}]\n")
    found = load(str(config))
    assert [budget.aspects["max-params"] for budget in found.budgets] == [0, 1, 2]
    assert (found.keras, found.ignore, found.root) == ("2", ("LP3",), str(tmp_path))
    assert found.baseline == str(tmp_path / "base/b.json")
    assert str(found.budgets[0].place) == f"{tmp_path}/base/more.yaml:3"

    config.write_text("extends: [base/all.yaml]\nkeras: auto\n")
    assert load(str(config)).keras == "auto"

    (tmp_path / "base/more.yaml").write_text("keras: 3\nextends: ../.lint-params.yaml\n")
    with pytest.raises(ConfigError, match=r"more.yaml:2:10: .*extends itself"):
        load(str(config))

    (tmp_path / "base/more.yaml").write_text("keras: 4\n")
    with pytest.raises(ConfigError, match=r"more.yaml:1:8: expected one of"):
        load(str(config))


def test_nearest_file_holds(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    for number, name in reversed(list(enumerate(NAMES))):
        (tmp_path / name).write_text(f"max-file-size: {number}\n")
        assert discover(str(tmp_path / "a/b/x.py")) == str(tmp_path / name)
    (tmp_path / "a/lint-params.yml").write_text("max-file-size: 9\n")
    configurations = Configurations()
    assert configurations.of(str(tmp_path / "a/b/x.py")).max_file_size == 9
    assert configurations.of(str(tmp_path / "x.py")).max_file_size == 0
    assert configurations.of(str(tmp_path / "a/b/y.py")) is configurations.of(str(tmp_path / "a/z.py"))
    assert Configurations(isolated=True).of(str(tmp_path / "x.py")) == Settings.default()
    explicit = Configurations(explicit=str(tmp_path / "a/lint-params.yml")).of(str(tmp_path / "x.py"))
    assert (explicit.max_file_size, explicit.root) == (9, os.getcwd())


def test_a_directory_or_a_missing_file_is_a_mistake(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.yaml"):
        with pytest.raises(ConfigError, match="is no file"):
            load(str(path))


def test_yaml_is_read_only_where_there_is_some() -> None:
    code = (
        "import sys; from lint_params.config.discovery import Configurations; import lint_params.rules\n"
        "Configurations(isolated=True).of('model.py')\n"
        "print(sorted({'yaml', 'libcst', 'jsonschema', 'keras'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_which_rules_speak() -> None:
    plain = Settings.default()
    assert [plain.enabled(code) for code in ("LP101", "LP201", "LP301", "LP401", "LP501", "LP901")] == [
        True, True, True, False, True, True,
    ]  # fmt: skip
    assert not read("ignore: LP101").enabled("LP101")
    assert read("select: LP101\nignore: LP1").enabled("LP101")
    assert not read("select: LP1\nignore: LP1").enabled("LP101")
    assert not read("select: []").enabled("LP101")
    assert read("select: LP").enabled("LP401")


def test_expressions_are_compared_however_they_are_spaced() -> None:
    assert read("inputs: {'x . shape[ 2 ]': 5}").expressions() == {"x.shape[2]": 5}
    assert canonical('cfg["n"]') == canonical("cfg['n']")
