"""What ``explain`` says of a model's weights and growth is what real Keras has."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from lint_params.explain.model import ExplainedModel, explained
from lint_params.keras.registry import catalogue
from lint_params.keras.remaking import Chain
from lint_params.report import explain_json, explain_markdown, explain_text
from lint_params.report.style import Style
from tests.cli.command import ROOT, run
from tests.interpret.programs import in_keras, models, only, program

SEED = """
model = Sequential()
model.add(Input((400, 13)))
model.add(LSTM({a}, return_sequences=True))
model.add(LSTM({a}, return_sequences=True))
model.add(TimeDistributed(Dense({b})))
model.add(LSTM({c}, return_sequences=True))
model.add(LSTM(20, return_sequences=True))
"""
VARIED = """
model = Sequential([
    Input((28, 28, 3)),
    Conv2D({a}, 3, activation="relu"),
    BatchNormalization(),
    Dropout(0.2),
    SeparableConv2D({b}, 3, depth_multiplier=2),
    DepthwiseConv2D(3),
    Conv2DTranspose({c}, 2, use_bias=False),
    PReLU(shared_axes=[1, 2]),
    Reshape((-1, {c})),
    Bidirectional(GRU(6, return_sequences=True)),
    Dropout(0.1),
    SimpleRNN(4),
    RepeatVector(3),
    LayerNormalization(),
    Flatten(),
    Dense(10, trainable=False),
])
"""
CHAINS = [(SEED, {"a": 5, "b": 650, "c": 20}), (VARIED, {"a": 8, "b": 6, "c": 4})]


def of(text: str) -> ExplainedModel:
    return explained(only(text))


@pytest.mark.parametrize(("text", "widths"), CHAINS)
def test_every_weight_is_that_of_keras(text: str, widths: dict[str, int]) -> None:
    text = text.format(**widths)
    real = in_keras(text)["model"]
    for one, layer in zip(of(text).layers, real.layers, strict=True):
        shapes = [tuple(weight.shape) for weight in layer.weights if "seed" not in weight.path]
        assert [part.shape for part in one.parts] == shapes
        assert [part.count for part in one.parts] == [math.prod(shape) for shape in shapes]
        assert [eval(part.formula) for part in one.parts] == [part.count for part in one.parts]
        trained = {id(weight) for weight in layer.trainable_weights}
        kept = [weight for weight in layer.weights if "seed" not in weight.path]
        assert [part.trains for part in one.parts] == [id(weight) in trained for weight in kept]
        assert all(part.words for part in one.parts), one.layer


@pytest.mark.parametrize(("text", "widths"), CHAINS)
def test_growth_is_that_of_keras(text: str, widths: dict[str, int]) -> None:
    """The formula holds for other widths, and doubling gives what Keras then counts, in the layer and the model."""
    checked = 0
    for one in of(text.format(**widths)).layers:
        growth = one.growth
        name = next((name for name, value in widths.items() if growth is not None and growth.value == value), None)
        if growth is None or name is None or f"({{{name}}}" not in text.split("\n")[one.layer.span.line - 3]:
            continue
        single = text.count(f"({{{name}}}") == 1 and text.count(f"{{{name}}}") == 1
        real = in_keras(text.format(**{**widths, name: 2 * growth.value}))["model"]
        index = [layer.name for layer in only(text.format(**widths)).layers].index(one.layer.name)
        if single:
            assert growth.doubled == real.layers[index].count_params()
            assert growth.model_doubled == real.count_params()
            checked += 1
        assert growth.formula is not None
        assert eval(growth.formula, {growth.argument: growth.value}) == one.layer.params
        assert eval(growth.formula, {growth.argument: 2 * growth.value}) == growth.doubled
    assert checked >= 2


BACKWARD = "GRU(5, return_sequences=True, go_backwards=True)"


@pytest.mark.parametrize(
    "reader",
    [
        "RNN(LSTMCell(6))",
        f"Bidirectional(GRU(5, return_sequences=True), backward_layer={BACKWARD})",
        "Bidirectional(RNN(LSTMCell(4)))",
        "TimeDistributed(SpectralNormalization(Dense(4)))",
    ],
)
def test_layers_within_others_read_more_too(reader: str) -> None:
    """What is built for the width that is there is made anew for twice of it."""
    text = "model = Sequential([Input((6, 3)), Conv1D({}, 2), " + reader + "])"
    growth = of(text.format(4)).layers[0].growth
    assert growth is not None
    assert growth.model_doubled == in_keras(text.format(8))["model"].count_params()


def test_arguments_that_are_no_plural_are_written_as_such() -> None:
    one = of("model = Sequential([Input((8, 8, 3)), DepthwiseConv2D(3, depth_multiplier=2), Conv2D(4, 3)])")
    text = explain_text.write([one], Style())
    assert "with depth_multiplier = 4 instead of 2: " in text and "with 8 filters instead of 4: " in text


def test_why_two_layers_of_one_definition_differ() -> None:
    (first, second) = of(SEED.format(a=5, b=650, c=20)).twins
    assert first.definition == "LSTM(5)"
    real = in_keras(SEED.format(a=5, b=650, c=20))["model"].layers
    kernels = [math.prod(layer.weights[0].shape) for layer in real[3:]]
    assert second.words == (
        "lstm_2 and lstm_3 are both LSTM(20): lstm_2 reads 650 features and lstm_3 reads 20 features",
        f"kernel: 4*650*20 = {kernels[0]:,} against 4*20*20 = {kernels[1]:,}",
        "recurrent_kernel and bias are the same in both",
    )


def test_layers_that_differ_in_an_argument() -> None:
    model = of("model = Sequential([Input((4,)), Dense(4), Dense(4, use_bias=False), Dense(4)])")
    (group,) = model.twins
    assert group.words == (
        "dense, dense_1 and dense_2 are all Dense(4)",
        "dense_1 differs from dense in use_bias",
        "dense has kernel and bias, dense_1 has kernel and dense_2 has kernel and bias",
    )


def test_where_an_input_comes_from() -> None:
    layers = of(VARIED.format(a=8, b=6, c=4)).layers
    by_name = {one.layer.name: one for one in layers}
    words = {name: one.source.words for name, one in by_name.items()}
    assert words["conv2d"] == "the input"
    lines = {name: f"{name} (line {one.layer.span.line})" for name, one in by_name.items()}
    before, origin = lines["dropout_1"], lines["bidirectional"]
    assert words["simple_rnn"] == f"from {before}, which passes on what {origin} gives"
    assert by_name["simple_rnn"].source.origin is by_name["bidirectional"].layer
    assert words["dense"] == f"from {lines['flatten']}, which flattens (None, 3, 4)"


def test_what_can_not_be_counted_says_why() -> None:
    text = program("from data import x\nmodel = Sequential([LSTM(4, input_shape=(3, x.shape[2])), Dense(2)])")
    from lint_params.interpret import analyse_text

    (model,) = analyse_text(text).models
    one = explained(model)
    kernel = one.layers[0].parts[0]
    assert (kernel.formula, kernel.words) == (
        "4*x.shape[2]*4",
        "x.shape[2] features of the input to 4 units, for each of 4 gates",
    )
    assert "it depends on x.shape[2]" in explain_text.write([one], Style())
    document = json.loads(explain_json.write([one], []))
    assert document["models"][0]["layers"][0]["weights"][0]["count"] is None
    assert document["models"][0]["layers"][0]["growth"] is None


def test_a_nested_model_is_explained_inside() -> None:
    *_, model = models("inner = Sequential([Dense(3), Dense(3)])\nmodel = Sequential([Input((5,)), inner, Dense(2)])")
    one = explained(model)
    assert [each.layer.name for each in one.layers[0].inner] == ["dense", "dense_1"]
    assert one.layers[0].inner[0].parts[0].count == 15
    assert Chain.of(one.model) is None


def test_a_shared_layer_is_not_taken_apart() -> None:
    """Two layers of the list with the same weights: made again they would have their own."""
    text = "model = Sequential()\nmodel.add(Dense(4, input_dim=4))\nmodel.add({})"
    assert Chain.of(only(text.format("Dense(4)"), keras="1")) is not None
    assert Chain.of(only(text.format("model.layers[0]"), keras="1")) is None


def test_all_layers_are_written_in_all_formats() -> None:
    """Whatever the class: every format takes it."""
    assert len(catalogue()) > 100
    one = of(VARIED.format(a=8, b=6, c=4))
    for text in (explain_text.write([one], Style(width=50)), explain_markdown.write([one])):
        assert all(layer.layer.name.replace("_", "") in text.replace("\\", "").replace("_", "") for layer in one.layers)
    assert max(map(len, explain_text.write([one], Style(width=60)).split("\n"))) <= 60


def test_one_line(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(program(SEED.format(a=5, b=650, c=20)))
    done = run(tmp_path, "explain", "model.py:10", "--format", "json")
    (model,) = json.loads(done.stdout)["models"]
    assert [layer["name"] for layer in model["layers"]] == ["lstm_3"]
    assert [group["definition"] for group in model["alike"]] == ["LSTM(20)"]
    whole = json.loads(run(tmp_path, "explain", "model.py:4:3", "--format", "json").stdout)
    assert len(whole["models"][0]["layers"]) == 5
    nothing = run(tmp_path, "explain", "model.py:1")
    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert nothing.stderr.startswith("lint-params: model.py, line 1: no layer of a Sequential model there")
    assert "on lines 6, 7, 8, 9, 10" in nothing.stderr
    assert run(tmp_path, "explain", "nowhere.py:3").returncode == 2


def test_a_cell_of_a_notebook(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": text}
        for text in (program(""), SEED.format(a=5, b=650, c=20).strip())
    ]
    (tmp_path / "a.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    done = run(tmp_path, "explain", "a.ipynb:cell 1:3", "--format", "json")
    assert [layer["name"] for layer in json.loads(done.stdout)["models"][0]["layers"]] == ["lstm"]
    assert "which cell?" in run(tmp_path, "explain", "a.ipynb:3").stderr


def test_layers_in_other_cells_say_so(tmp_path: Path) -> None:
    cells = ["model = Sequential([Input((4,))])\nmodel.add(Dense(3))", "\nmodel.add(Dense(2))"]
    written = [
        {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": text}
        for text in (program(""), *cells)
    ]
    notebook = {"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "a.ipynb").write_text(json.dumps(notebook))
    for format in ("text", "markdown"):
        said = run(tmp_path, "explain", "a.ipynb", "--format", format).stdout.replace("\\", "")
        assert "dense_1 (Dense(2)), cell 2, line 2: " in said
        assert "from dense (cell 1, line 2)" in said
    assert "dense, cell 1, line 2: Dense(3) → " in run(tmp_path, "suggest", "a.ipynb").stdout
    (tmp_path / "b.ipynb").write_text(json.dumps(notebook).replace("Dense(2)", "Dense(5)"))
    said = run(tmp_path, "diff", "a.ipynb", "b.ipynb").stdout
    assert "b.ipynb:cell 1:1: model" in said
    assert "'dense_1', cell 2, line 2: " in said


def test_layers_in_other_files_say_so(tmp_path: Path) -> None:
    (tmp_path / "parts.py").write_text(program("def head(model):\n    model.add(Dense(3))\n"))
    main = "from parts import head\nmodel = Sequential([Input((4,))])\nhead(model)\nmodel.add(Dense(2))"
    (tmp_path / "main.py").write_text(program(main))
    line = program("").count("\n") + 2
    said = run(tmp_path, "explain", "main.py").stdout
    assert f"dense (Dense(3)), line {line} of parts.py: " in said
    assert f"from dense (line {line} of parts.py)" in said
    assert "there are some on lines" in run(tmp_path, "explain", "main.py:1").stderr
    assert f" {line}," not in run(tmp_path, "explain", "main.py:1").stderr


OWN = """
class Wide(Layer):
    def __init__(self, units):
        super().__init__()
        self.units = units

    def build(self, shape):
        self.w = self.add_weight(shape=(shape[-1], self.units), name="w")

    def call(self, x):
        return x @ self.w


model = Sequential([Input((3, 4)), Wide(5), Wide(6), RNN([LSTMCell(5), GRUCell(units=7)]), Dense(2)])
"""


def test_layers_are_written_as_one_would() -> None:
    """Of a class of the program nothing says that two are alike; cells in a list are cells."""
    one = of(OWN)
    definitions = [layer.layer.definition for layer in one.layers]
    assert definitions == ["Wide(…)", "Wide(…)", "RNN([LSTMCell(5), GRUCell(7)])", "Dense(2)"]
    assert one.twins == ()


def test_help_shows_examples() -> None:
    assert "model.py:12" in run(ROOT, "explain", "--help").stdout


@pytest.mark.parametrize(
    "layer", ["Bidirectional(RNN(Cell(4)))", "TimeDistributed(Double(2))", "Bidirectional(Twice(4))", "RNN([Cell(4)])"]
)
def test_a_layer_around_one_of_the_program_grows_as_nobody_knows(layer: str) -> None:
    own = (
        "from keras.saving import register_keras_serializable as kept\n"
        "@kept()\nclass Cell(SimpleRNNCell):\n    def build(self, shape):\n        super().build(shape)\n"
        "        self.gain = self.add_weight(shape=(self.units,), name='gain')\n"
        "@kept()\nclass Double(Dense):\n    def __init__(self, units):\n        super().__init__(2 * units)\n"
        "@kept()\nclass Twice(LSTM):\n    def call(self, x, **given):\n        return 2 * super().call(x, **given)\n"
    )
    text = f"{own}model = Sequential([Input((5, 8)), {layer}, Dense(3)])\n"
    said = of(text)
    assert [one.growth for one in said.layers[:1]] == [None]
    counts = [layer.count_params() for layer in in_keras(text)["model"].layers]
    assert all(one.layer.params in (None, count) for one, count in zip(said.layers, counts, strict=True))
