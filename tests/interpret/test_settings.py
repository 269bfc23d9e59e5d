"""Settings from outside: argparse, flags, click, the environment, files, search spaces.

Python's own ``argparse`` and ``configparser`` say what a default is; the rest is read off the models.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from lint_params.interpret import analyse_text
from lint_params.interpret.result import FileResult

MODEL = """
import keras
model = keras.Sequential([keras.layers.Input((8,)), keras.layers.Dense({units})])
"""


def analysed(tmp_path: Path, text: str, units: str, **files: str) -> FileResult:
    """The result for a program that sets things up and then makes ``Dense(units)`` on 8 inputs."""
    for name, content in files.items():
        (tmp_path / name.replace("__", ".")).write_text(content, encoding="utf-8")
    return analyse_text(dedent(text) + MODEL.format(units=units), str(tmp_path / "train.py"), root=tmp_path)


def units_and_assumed(result: FileResult) -> tuple[object, list[tuple[str, object]]]:
    (model,) = result.models
    (layer,) = model.layers
    assert layer.params is not None, layer.reason
    return (layer.params // 9, [(each.name, each.value) for each in model.assumed])


ARGUMENTS = [
    "parser.add_argument('--units', type=int, default=64)",
    "parser.add_argument('-u', '--units', type=int, default='64')",
    "parser.add_argument('--n', dest='units', default=3)",
    "parser.add_argument('--the-units', '--units', default=5, dest='units')",
    "group = parser.add_argument_group('g'); group.add_argument('--units', default=7, help='x')",
    "parser.set_defaults(units=9)",
    "parser.add_argument('units', nargs='?', default=11, type=int)",
    "parser.add_argument('--units', default=4); parser.set_defaults(units=6)",
    "parser.set_defaults(units=9); parser.add_argument('--units', type=int)",
    "parser.set_defaults(units=9); parser.add_argument('--units', default=5)",
    "parser.add_argument('--units', default=4); parser.add_argument('--more', dest='units', default=6)",
    "parser.add_argument('--units', default=4); parser.set_defaults(**{'units': 7})",
]


@pytest.mark.parametrize("line", ARGUMENTS)
def test_defaults_of_argparse_are_assumed(tmp_path: Path, line: str) -> None:
    parser = argparse.ArgumentParser()
    exec(line, {"parser": parser})
    real = parser.parse_args([]).units
    text = f"import argparse\nparser = argparse.ArgumentParser(description='x')\n{line}\nargs = parser.parse_args()\n"
    assert units_and_assumed(analysed(tmp_path, text, "args.units")) == (real, [("args.units", real)])


@pytest.mark.parametrize("parse", ["args = parser.parse_args()", "args, rest = parser.parse_known_args()"])
def test_flags_and_other_actions(tmp_path: Path, parse: str) -> None:
    text = f"""
    import argparse
    parser = argparse.ArgumentParser()
    parser.add_argument('--wide', action='store_true')
    parser.add_argument('--no-bias', action='store_false', dest='bias')
    {parse}
    """
    result = analysed(tmp_path, text, "(20 if args.wide else 10) if args.bias else 1")
    assert units_and_assumed(result)[0] == 10


def test_of_two_flags_for_one_name_the_first_has_the_default(tmp_path: Path) -> None:
    lines = "parser.add_argument('--wide', action='store_true')\n"
    lines += "parser.add_argument('--narrow', action='store_false', dest='wide')\n"
    parser = argparse.ArgumentParser()
    exec(lines, {"parser": parser})
    text = f"import argparse\nparser = argparse.ArgumentParser()\n{lines}args = parser.parse_args()\n"
    real = 20 if parser.parse_args([]).wide else 10
    assert units_and_assumed(analysed(tmp_path, text, "20 if args.wide else 10"))[0] == real


@pytest.mark.parametrize(
    "lines",
    ["parser.add_argument('--units', default=4); parser.set_defaults(**elsewhere.settings)",
     "parser.set_defaults(**elsewhere.settings); parser.add_argument('--units', type=int)",
     "parser.set_defaults(units=3); parser.set_defaults(**elsewhere.settings); parser.add_argument('--units')"],
)  # fmt: skip
def test_defaults_that_come_from_elsewhere_are_not_known(tmp_path: Path, lines: str) -> None:
    text = f"import argparse, elsewhere\nparser = argparse.ArgumentParser()\n{lines}\nargs = parser.parse_args()\n"
    (model,) = analysed(tmp_path, text, "args.units").models
    assert (model.params, model.assumed) == (None, ())


def test_what_is_said_after_them_is_known(tmp_path: Path) -> None:
    text = "import argparse, elsewhere\nparser = argparse.ArgumentParser()\nparser.add_argument('--units', default=4)\n"
    text += "parser.set_defaults(units=6, **elsewhere.settings)\nargs = parser.parse_args()\n"
    assert units_and_assumed(analysed(tmp_path, text, "args.units")) == (6, [("args.units", 6)])


@pytest.mark.parametrize(
    "line",
    ["parser.add_argument('units', type=int)", "parser.add_argument('--units', type=int, required=True)",
     "parser.add_argument('--units', type=int)"],
)  # fmt: skip
def test_what_the_command_line_must_say_is_free(tmp_path: Path, line: str) -> None:
    text = f"import argparse\nparser = argparse.ArgumentParser()\n{line}\nargs = parser.parse_args()\n"
    (model,) = analysed(tmp_path, text, "args.units").models
    assert model.params is None
    assert model.free == ("args.units",)
    assert model.assumed == ()


def test_a_default_in_an_open_branch_is_not_known(tmp_path: Path) -> None:
    text = """
    import argparse, elsewhere
    parser = argparse.ArgumentParser()
    parser.add_argument('--units', type=int, default=4)
    args = parser.parse_args()
    if elsewhere.large():
        args.units = 100
    """
    results = {model.params for model in analysed(tmp_path, text, "args.units").models}
    assert results in ({None}, {4 * 9, 100 * 9})


def test_a_configuration_gives_what_the_command_line_would(tmp_path: Path) -> None:
    text = "import argparse\np = argparse.ArgumentParser()\n"
    text += "p.add_argument('--units', type=int)\nargs = p.parse_args()\n"
    result = analyse_text(text + MODEL.format(units="args.units"), str(tmp_path / "a.py"), inputs={"args.units": 3})
    assert [model.params for model in result.models] == [27]


FLAGS = {
    "absl": "from absl import flags\nFLAGS = flags.FLAGS\nflags.DEFINE_integer('units', 12, 'how many')\n",
    "tensorflow": "import tensorflow as tf\nflags = tf.app.flags\n"
    "FLAGS = flags.FLAGS\nflags.DEFINE_integer('units', 12, '')\n",
}


@pytest.mark.parametrize("text", FLAGS.values(), ids=list(FLAGS))
def test_flags(tmp_path: Path, text: str) -> None:
    assert units_and_assumed(analysed(tmp_path, text, "FLAGS.units")) == (12, [("FLAGS.units", 12)])


def test_a_flag_is_its_own_value(tmp_path: Path) -> None:
    text = "from absl import flags\n_UNITS = flags.DEFINE_integer('units', 12, 'how many')\n"
    assert units_and_assumed(analysed(tmp_path, text, "_UNITS.value")) == (12, [("_UNITS.value", 12)])


def test_options_of_click_are_defaults_of_the_function(tmp_path: Path) -> None:
    text = """
    import click, keras
    @click.command()
    @click.option('--units', default=6, help='x')
    @click.option('--n-in', 'inputs', type=int, default='3')
    def main(units, inputs):
        return keras.Sequential([keras.layers.Input((inputs,)), keras.layers.Dense(units)])
    if __name__ == '__main__':
        main()
    """
    (model,) = analyse_text(dedent(text), str(tmp_path / "a.py")).models
    assert model.params == 6 * (3 + 1)
    assert {each.name: each.value for each in model.assumed} == {"units": 6, "inputs": 3}


ENVIRONMENT = {
    "int(os.environ.get('N', '5'))": 5,
    "int(os.getenv('N', 7))": 7,
    "int(os.environ.get('N', default=8))": 8,
}


@pytest.mark.parametrize("text", ENVIRONMENT)
def test_fallbacks_of_the_environment_are_assumed(tmp_path: Path, text: str) -> None:
    units, assumed = units_and_assumed(analysed(tmp_path, "import os\n", text))
    assert units == ENVIRONMENT[text]
    assert [name for name, _ in assumed] == ["os.environ['N']"]


@pytest.mark.parametrize("text", ["int(os.environ['N'])", "int(os.getenv('N'))"])
def test_the_environment_itself_is_not_known(tmp_path: Path, text: str) -> None:
    (model,) = analysed(tmp_path, "import os\n", text).models
    assert model.params is None


def test_what_the_program_sets_is_known(tmp_path: Path) -> None:
    result = analysed(tmp_path, "import os\nos.environ['N'] = '9'\n", "int(os.environ['N'])")
    assert units_and_assumed(result) == (9, [])


CONFIG = {"units": 16, "model": {"layers": [3, 4], "name": "m"}, "bias": True}
YAML = "units: 16\nmodel:\n  layers: [3, 4]\n  name: m\nbias: true\n"
TOML = "units = 16\nbias = true\n[model]\nlayers = [3, 4]\nname = 'm'\n"
READERS = {
    "json": "import json\nconfig = json.load(open('config.json'))",
    "with": "import json\nwith open('config.json') as f:\n    config = json.load(f)",
    "text": "import json\nfrom pathlib import Path\nconfig = json.loads(Path('config.json').read_text())",
    "read": "import json\nconfig = json.loads(open('config.json').read())",
    "beside": "import json\nfrom pathlib import Path\nHERE = Path(__file__).parent\n"
    "config = json.load(open(HERE / 'config.json'))",
    "joined": "import json, os\nHERE = os.path.dirname(os.path.abspath(__file__))\n"
    "config = json.load(open(os.path.join(HERE, 'config.json')))",
    "open": "import json\nfrom pathlib import Path\n"
    "with Path('config.json').open('r') as f:\n    config = json.load(f)",
    "yaml": "import yaml\nwith open('config.yaml', 'r') as f:\n    config = yaml.safe_load(f)",
    "loader": "import yaml\nconfig = yaml.load(open('config.yaml'), Loader=yaml.FullLoader)",
    "toml": "import toml\nconfig = toml.load('config.toml')",
}


@pytest.mark.parametrize("reader", READERS)
def test_settings_files_of_the_project_are_read(tmp_path: Path, reader: str) -> None:
    files = {"config__json": json.dumps(CONFIG), "config__yaml": YAML, "config__toml": TOML}
    if reader == "toml":
        pytest.importorskip("tomllib")
    text = READERS[reader] + "\n"
    for expression in ("config['units']", "config['model']['layers'][1]"):
        units, assumed = units_and_assumed(analysed(tmp_path, text, expression, **files))
        real = eval(expression, {"config": CONFIG})
        assert (units, assumed) == (real, [(expression, real)])


def test_a_file_read_is_a_file_depended_on(tmp_path: Path) -> None:
    result = analysed(tmp_path, READERS["json"] + "\n", "config['units']", config__json=json.dumps(CONFIG))
    assert [Path(path).name for path in result.depends_on] == ["config.json"]


def test_sections_of_ini_files(tmp_path: Path) -> None:
    ini = "[DEFAULT]\nbase = 2\n[model]\nunits = 21\non = Yes\noff = 0\n"
    text = "import configparser\nconfig = configparser.ConfigParser()\nconfig.read('config.ini')\n"
    for expression, real in (
        ("config.getint('model', 'units')", 21),
        ("int(config['model']['units'])", 21),
        ("int(config.get('model', 'base'))", 2),
        ("config.getint('model', 'none', fallback=4)", 4),
        ("3 if config.getboolean('model', 'on') else 5", 3),
        ("3 if config.getboolean('model', 'off') else 5", 5),
        ("3 if config.getboolean('model', 'none', fallback=True) else 5", 3),
    ):
        assert units_and_assumed(analysed(tmp_path, text, expression, config__ini=ini))[0] == real


def test_nothing_outside_the_project_is_read(tmp_path: Path) -> None:
    (tmp_path / "outside.json").write_text('{"units": 3}')
    inside = tmp_path / "project"
    inside.mkdir()
    (inside / "link.json").symlink_to(tmp_path / "outside.json")
    for path in ("../outside.json", str(tmp_path / "outside.json"), "link.json"):
        text = f"import json\nconfig = json.load(open({path!r}))\n"
        result = analyse_text(text + MODEL.format(units="config['units']"), str(inside / "a.py"), root=inside)
        assert [model.params for model in result.models] == [None]
        assert result.depends_on == ()


def test_an_alias_bomb_is_bounded(tmp_path: Path) -> None:
    bomb = "a: &a [1, 1, 1, 1, 1, 1, 1, 1]\n"
    for name, before in zip("bcdefghij", "abcdefghi", strict=True):
        bomb += f"{name}: &{name} [{', '.join([f'*{before}'] * 8)}]\n"
    text = "import yaml\nconfig = yaml.safe_load(open('config.yaml'))\n"
    (model,) = analysed(tmp_path, text, "config['a'][0]", config__yaml=bomb).models
    assert model.params == 9


@pytest.mark.parametrize("content", ["{", "[" * 100_000, "\x00", '{"units": 1' + " " * 300_000 + "}"])
def test_a_bad_file_is_not_known(tmp_path: Path, content: str) -> None:
    (model,) = analysed(tmp_path, READERS["json"] + "\n", "config['units']", config__json=content).models
    assert model.params is None


BAGS = {
    "from types import SimpleNamespace\nc = SimpleNamespace(units=5)\n": "c.units",
    "from ml_collections import ConfigDict\nc = ConfigDict({'model': {'units': 5}})\n": "c.model.units",
    "from ml_collections import config_dict\nc = config_dict.ConfigDict()\nc.units = 5\n": "c.units",
    "from easydict import EasyDict as edict\nc = edict()\nc.net = edict()\nc.net.units = 5\n": "c.net.units",
    "from omegaconf import OmegaConf\nc = OmegaConf.create({'units': 5})\n": "c['units']",
    "import argparse\nc = argparse.Namespace(units=5)\n": "c.units",
}


@pytest.mark.parametrize("text", BAGS)
def test_dictionaries_with_attributes(tmp_path: Path, text: str) -> None:
    assert units_and_assumed(analysed(tmp_path, text, BAGS[text])) == (5, [])


SEARCHES: dict[str, tuple[Any, Any]] = {
    "hp.Int('units', 32, 512)": (32, 512),
    "hp.Int('units', min_value=32, max_value=512, step=32)": (32, 512),
    "hp.Choice('units', [16, 64, 32])": (16, 64),
    "hp.Choice('units', values=[8])": (8, 8),
    "hp.Fixed('units', value=8)": (8, 8),
    "trial.suggest_int('units', 4, 128)": (4, 128),
}


@pytest.mark.parametrize("search", SEARCHES)
def test_a_search_has_ends(tmp_path: Path, search: str) -> None:
    low, high = SEARCHES[search]
    text = f"import keras\ndef build({search.split('.')[0]}):\n    model = keras.Sequential()\n"
    text += f"    model.add(keras.layers.Input((8,)))\n    model.add(keras.layers.Dense({search}))\n    return model\n"
    (model,) = analyse_text(text, str(tmp_path / "a.py")).models
    (layer,) = model.layers
    assert model.at_least == low * 9
    if low == high:
        assert model.params == low * 9
    else:
        assert model.free == (search,)
        assert layer.count is not None
        assert not isinstance(layer.count, int)
        assert layer.count.high == high * 9
