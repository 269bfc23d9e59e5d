"""Tables that real Keras prints, read back: what they are said to leave possible holds the truth."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lint_params.keras.arguments import parse_signature
from lint_params.keras.base import Setting
from lint_params.keras.registry import lookup
from lint_params.model.dimension import Size
from lint_params.model.errors import Refused
from lint_params.model.shape import Shape
from lint_params.pasted.candidates import Candidate
from lint_params.pasted.guesses import Inner
from lint_params.pasted.inference import ReadTable, inferred
from lint_params.pasted.proposals import PROPOSALS
from lint_params.pasted.reading import tables
from lint_params.pasted.table import Table
from tests.keras.grid import Make, Sizes, clear, judge, make
from tests.keras.grid import _real_layer as real_layer
from tests.keras.test_random_chains import DRAWS, INPUTS, Draw

EXAMPLES = int(os.environ.get("LINT_PARAMS_CHAINS", "0"))
SOLVED = ("Dense", "LSTM", "GRU", "SimpleRNN", "Embedding", "Dropout", "Activation", "BatchNormalization")
"""Classes whose own numbers say what they read, where no row stands before."""
READ_BACK = [drawn for drawn in DRAWS if drawn.name in PROPOSALS]


@dataclass(frozen=True)
class Printed:
    """A chain, and how its table is printed."""

    generation: str
    input: Sizes
    links: tuple[Make, ...]
    options: Mapping[str, object]

    def __str__(self) -> str:
        return f"{self.generation} {self.input}: " + ", ".join(map(str, self.links)) + f" {dict(self.options)}"


@st.composite
def printed(draw: Callable[..., object]) -> Printed:
    generation, sizes = draw(st.sampled_from(("3", "tf2"))), draw(INPUTS)
    assert isinstance(generation, str)
    assert isinstance(sizes, tuple)
    shape, links = Shape(sizes), []
    for _ in range(draw(st.integers(1, 3))):  # type: ignore[call-overload]
        fitting = [one for one in READ_BACK if generation in one.generations and len(shape.sizes) in one.ranks]
        chosen = draw(st.sampled_from(fitting))
        assert isinstance(chosen, Draw)
        values = draw(st.fixed_dictionaries(dict(chosen.kwargs)))
        assert isinstance(values, dict)
        link = Make(chosen.name, (), values)
        try:
            output = make(link, Setting(generation)).apply(shape)
        except Refused:
            continue
        if not isinstance(output, Shape) or output.open or 0 in output.sizes:
            continue
        links.append(link)
        shape = output
    options: dict[str, object] = {"line_length": draw(st.sampled_from((60, 75, 100, 140)))}
    if draw(st.booleans()):
        options["show_trainable"] = True
    return Printed(generation, sizes, tuple(links), options)


def summary(keras: ModuleType, model: object, **options: object) -> str:
    lines: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "200")  # a wider table is cropped, numbers and all
        model.summary(print_fn=lambda line, **_: lines.append(line), **options)  # type: ignore[attr-defined]
    return "\n".join(lines)


def real(chain: Printed) -> tuple[str, list[tuple[str, int]]]:
    """The table that Keras prints, and each layer's name and count."""
    keras = judge(chain.generation)
    clear(keras)
    layers = [real_layer(keras, link) for link in chain.links]
    model = keras.Sequential([keras.Input(shape=chain.input[1:], batch_size=chain.input[0]), *layers])
    rows = [(layer.name, layer.count_params()) for layer in layers]  # type: ignore[attr-defined]
    return summary(keras, model, **chain.options), rows


def is_true(candidate: Candidate, link: Make, given: Shape) -> bool:
    """Whether every argument that a candidate names is that of the layer, and its input may be the one it read."""
    read = all(
        isinstance(a, Size) or a == b
        for a, b in itertools.zip_longest(candidate.input.sizes, given.sizes, fillvalue=-1)
    )
    return read and _says(candidate.arguments, link, len(given.sizes))


def _says(arguments: Mapping[str, object], link: Make, rank: int) -> bool:
    cls = lookup(link.name)
    assert cls is not None
    defaults = parse_signature(cls.signature).defaults
    for name, value in arguments.items():
        truth = link.kwargs.get(name, defaults.get(name))
        if isinstance(value, Inner):
            inner = rank - 1 if link.name == "TimeDistributed" else rank
            if not isinstance(truth, Make) or truth.name != value.type or not _says(value.arguments, truth, inner):
                return False
        elif _plain(name, value, rank) != _plain(name, _strides(name, truth, link), rank):
            return False
    return True


def _strides(name: str, truth: object, link: Make) -> object:
    return link.kwargs.get("pool_size", 2) if name == "strides" and truth is None else truth


def _plain(name: str, value: object, rank: int) -> object:
    """A value in one of the several ways to write it."""
    if name == "axis" and isinstance(value, int):
        return value % rank
    if name == "target_shape":
        return "settled by the output"
    if name == "merge_mode":
        return "concat" if value == "concat" else "one width"
    if isinstance(value, (tuple, list)):
        items = [item[0] if isinstance(item, tuple) and len(set(item)) == 1 else item for item in value]
        return items[0] if items and all(item == items[0] for item in items) and name != "dims" else list(items)
    return value


def drawn(tables: int) -> settings:
    return settings(
        max_examples=EXAMPLES or tables, deadline=None, derandomize=not EXAMPLES, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip


@drawn(500)
@given(printed())
def test_what_keras_prints_is_read_back(chain: Printed) -> None:
    is_read_back(chain)


@pytest.mark.long
@drawn(1_000)
@given(printed())
def test_many_tables_are_read_back(chain: Printed) -> None:
    is_read_back(chain)


def is_read_back(chain: Printed) -> None:
    if not chain.links:
        return
    text, rows = real(chain)
    (table,) = tables(text)
    read = inferred(table)
    what = f"{chain}\n{text}\n{read}"
    assert [row.params for row in table.rows] == [count for _, count in rows], what
    assert read.remark is None, what
    shape = Shape(chain.input)
    for index, (link, reading, (name, count)) in enumerate(zip(chain.links, read.readings, rows, strict=True)):
        assert reading.row.name == name or reading.row.name.endswith("…"), what
        cut = reading.row.type != link.name
        assert not cut or (reading.row.cut and link.name.startswith(reading.row.type)), what
        assert not reading.contradiction, what
        assert all(one.params == count for one in reading.candidates), what
        true = [one for one in reading.candidates if is_true(one, link, shape)]
        whole = PROPOSALS[link.name].whole and index > 0 and not cut
        assert true or not whole, f"{what}\nnot among them: {link} on {shape}"
        assert true or not reading.settled, what
        if index == 0 and link.name in SOLVED and not cut:
            assert true, what
            usual = all(link.kwargs.get(name, True) for name in ("use_bias", "reset_after"))
            assert not usual or read.inputs[0] == true[0].input, what
        output = make(link, Setting(chain.generation)).apply(shape)
        assert isinstance(output, Shape)
        shape = output


def made(name: str, **arguments: object) -> Make:
    return Make(name, (), arguments)


SELDOM = (
    ((None, 4, 9, 8, 3), made("ConvLSTM2D", filters=5, kernel_size=3)),
    ((None, 4, 9, 8, 3), made("ConvLSTM2D", filters=2, kernel_size=(3, 1), padding="same", return_sequences=True)),
    ((None, 4, 9, 9, 2), made("ConvLSTM2D", filters=4, kernel_size=2, strides=2, use_bias=False)),
    ((None, 12, 3), made("LocallyConnected1D", filters=4, kernel_size=3)),
    ((None, 13, 3), made("LocallyConnected1D", filters=4, kernel_size=3, strides=2, use_bias=False)),
    ((None, 9, 8, 2), made("LocallyConnected2D", filters=3, kernel_size=(2, 3))),
    ((None, 6, 5, 4), made("UpSampling2D", size=(2, 3))),
    ((None, 6, 4), made("UpSampling1D", size=3)),
    ((None, 4, 6, 5, 2), made("UpSampling3D", size=(1, 2, 2))),
)


@pytest.mark.parametrize(("sizes", "link"), SELDOM, ids=str)
def test_layers_that_are_seldom_drawn(sizes: Sizes, link: Make) -> None:
    for generation in ("tf2",) if link.name.startswith("Locally") else ("3", "tf2"):
        is_read_back(Printed(generation, sizes, (made("Dropout", rate=0.5), link), {"line_length": 100}))
        is_read_back(Printed(generation, sizes, (link,), {"line_length": 100}))


SEED = """
Layer (type)                 Output Shape              Param #

=================================================================

lstm_1 (LSTM)                (None, 400, 5)            380

_________________________________________________________________

lstm_2 (LSTM)                (None, 400, 5)            220

_________________________________________________________________

time_distributed_1 (TimeDist (None, 400, 650)          = ?

_________________________________________________________________

lstm_3 (LSTM)                (None, 400, 20)           53680

lstm_4 (LSTM)                (None, 400, 20)           3280
"""


def read(text: str) -> ReadTable:
    (table,) = tables(text)
    return inferred(table)


def best(found: ReadTable) -> list[tuple[str, str]]:
    return [(one.best.definition, one.best.formula) if one.best else ("", "") for one in found.readings]


def test_the_first_table_of_all() -> None:
    """As it was pasted, with blank lines and one cell that was the question."""
    found = read(SEED)
    assert found.inputs[0].sizes == (None, 400, 13)
    keras = judge("3")
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((400, 13)),
            layers.LSTM(5, return_sequences=True),
            layers.LSTM(5, return_sequences=True),
            layers.TimeDistributed(layers.Dense(650)),
            layers.LSTM(20, return_sequences=True),
            layers.LSTM(20, return_sequences=True),
        ]
    )
    assert [one.best and one.best.params for one in found.readings] == [one.count_params() for one in model.layers]
    assert best(found)[2] == ("TimeDistributed(Dense(650))", "5*650 + 650")
    assert [one.settled for one in found.readings] == [False, True, False, True, True]


def test_the_same_with_dense_layers() -> None:
    rows = [
        ("dense_1", 5, 70),
        ("dense_2", 5, 30),
        ("dense_3", 650, 3900),
        ("dense_4", 20, 13020),
        ("dense_5", 20, 420),
    ]
    text = "\n\n".join(f"{name} (Dense)     (None, 400, {units})     {count}" for name, units, count in rows)
    found = read(text)
    assert found.inputs[0].sizes == (None, 400, 13)
    assert best(found)[3] == ("Dense(20)", "650*20 + 20")


def test_a_total_settles_the_missing_cell() -> None:
    keras = judge("3")
    inner = keras.layers.Dense(7, use_bias=False)
    model = keras.Sequential([keras.Input((4, 3)), keras.layers.Dense(5), inner])
    text = summary(keras, model)
    shown = f"{inner.count_params()} │"
    assert text.count(shown) == 1
    found = read(text.replace(shown, "?".rjust(len(shown) - 2) + " │"))
    assert found.readings[1].settled
    assert best(found)[1][0] == "Dense(7, use_bias=False)"


@pytest.mark.parametrize("generation", ["3", "tf2"])
def test_a_table_that_the_terminal_cropped_has_no_numbers(generation: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rich cuts off what is too wide, in the middle of a number too."""
    monkeypatch.setenv("COLUMNS", "52")
    keras, lines = judge(generation), []
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(5000)])
    model.summary(print_fn=lambda line, **_: lines.append(line), line_length=60)
    (table,) = tables("\n".join(lines))
    assert table.rows[0].params in (None, model.count_params())


@pytest.mark.parametrize("generation", ["3", "tf2"])
def test_nested_models_and_whole_ones(generation: str) -> None:
    keras = judge(generation)
    layers = keras.layers
    inner = keras.Sequential([layers.Flatten(), layers.Dense(5)])
    model = keras.Sequential([keras.Input((8, 8, 2)), layers.Conv2D(4, 3), inner, layers.Dense(3)])
    for options in ({}, {"expand_nested": True}):
        found = read(summary(keras, model, **options))
        assert found.remark is None
        assert best(found)[-1] == ("Dense(3)", "5*3 + 3")
    assert [one.row.depth for one in found.readings] == [0, 0, 1, 1, 0]
    assert best(found)[3] == ("Dense(5)", "144*5 + 5")


@pytest.mark.parametrize("generation", ["3", "tf2"])
def test_functional_models_read_by_their_connections(generation: str) -> None:
    keras = judge(generation)
    layers = keras.layers
    one, other = keras.Input((6,), name="one"), keras.Input((4,), name="other")
    joined = layers.Concatenate()([layers.Dense(3)(one), layers.Dense(2, use_bias=False)(other)])
    model = keras.Model([one, other], layers.Dense(7)(joined))
    found = {reading.row.name: reading for reading in read(summary(keras, model, line_length=120)).readings}
    definitions = {reading.best.definition for reading in found.values() if reading.best is not None}
    assert definitions == {"Dense(3)", "Dense(2, use_bias=False)", "Concatenate()", "Dense(7)"}
    (merged,) = [reading.best for reading in found.values() if reading.best is not None and reading.best.others]
    assert [shape.sizes for shape in (merged.input, *merged.others)] == [(None, 3), (None, 2)]


def test_a_table_of_keras_1() -> None:
    """Its column of connections names an input that has no row of its own."""
    keras = judge("3")
    model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(64), keras.layers.Dense(10)])
    counts = [layer.count_params() for layer in model.layers]
    text = f"""\
____________________________________________________________________________________________________
Layer (type)                     Output Shape          Param #     Connected to
====================================================================================================
dense_1 (Dense)                  (None, 64)            {counts[0]}       dense_input_1[0][0]
____________________________________________________________________________________________________
activation_1 (Activation)        (None, 64)            0           dense_1[0][0]
____________________________________________________________________________________________________
dense_2 (Dense)                  (None, 10)            {counts[1]}         activation_1[0][0]
====================================================================================================
Total params: {model.count_params()}
____________________________________________________________________________________________________
"""
    found = read(text)
    assert found.remark is None
    assert found.inputs[0].sizes == (None, 784)
    assert best(found)[2] == ("Dense(10)", "64*10 + 10")


def test_outputs_that_the_table_does_not_say() -> None:
    """A subclassed model prints ``multiple`` or ``?``; where the input is known, widths follow from the counts."""
    keras = judge("3")
    model = keras.Sequential([keras.Input((9,)), keras.layers.Dense(6), keras.layers.Dense(4), keras.layers.Dense(2)])
    first, second, third = (layer.count_params() for layer in model.layers)
    text = f"dense (Dense)  (None, 6)  {first}\ndense_1 (Dense)  multiple  {second}\ndense_2 (Dense)  ?  {third}"
    found = read(text)
    assert found.readings[1].row.shapes is None
    assert [one.best.definition for one in found.readings if one.best] == ["Dense(6)", "Dense(4)", "Dense(2)"]


def test_a_line_that_does_not_fit() -> None:
    keras = judge("3")
    model = keras.Sequential([keras.Input((9,)), keras.layers.Dense(6), keras.layers.Dense(4)])
    (table,) = tables(summary(keras, model))
    right = table.rows[1].params
    assert right is not None
    wrong = Table(table.name, (table.rows[0], replace(table.rows[1], params=right + 1)), table.total)
    found = inferred(wrong)
    reading = found.readings[1]
    assert reading.contradiction
    assert f"Dense(4) has {right:,} and gives (None, 4)" in (reading.problem or "")
    assert found.remark is not None and f"{table.total:,} in all" in found.remark


@given(st.text(alphabet=st.sampled_from("│┃|_=()[]{},?. \nNoneDense123(LSTM)Totalparams:"), max_size=300))
@settings(max_examples=300, deadline=None, derandomize=True, database=None)
def test_any_text_is_taken(text: str) -> None:
    for table in tables(text):
        inferred(table)


def test_a_convolution_behind_another_rank() -> None:
    """A table that nobody's Keras printed: a row reads two axes, its class none that has."""
    text = "lstm (LSTM)  (None, 5)  380\nconv (Conv2D)  (None, 2, 2, 4)  184\nsep (SeparableConv1D)  (None, 3, 4)  44\n"
    (table,) = tables(text)
    assert all(not reading.candidates for reading in inferred(table).readings[1:2])


@pytest.mark.parametrize("kind", ["UpSampling1D", "Cropping1D", "ZeroPadding1D"])
def test_a_layer_of_one_axis_that_gives_none(kind: str) -> None:
    text = f"emb (Embedding)  (None, None, 8)  80\nodd ({kind})  (None, 21632)  0\n"
    (table,) = tables(text)
    assert not inferred(table).readings[1].candidates


ROWS = st.lists(
    st.tuples(
        st.sampled_from([*PROPOSALS, "Sequential", "InputLayer", "Lambda"]),
        st.lists(st.sampled_from(["None", "1", "2", "7", "12"]), min_size=1, max_size=5),
        st.integers(0, 500),
        st.integers(0, 3),
    ),
    max_size=5,
)


@given(ROWS, st.booleans())
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
def test_any_rows_are_taken(rows: list[tuple[str, list[str], int, int]], connected: bool) -> None:
    """Whatever stands below each other: ranks, widths and numbers that no layer gives, rows that read several."""
    lines = ["Layer (type)   Output Shape   Param #" + ("   Connected to" if connected else "")]
    for index, (kind, sizes, count, many) in enumerate(rows):
        reads = " ".join(f"row_{max(0, index - back)}[0][0]" for back in range(1, many + 1))
        lines.append(f"row_{index} ({kind})   ({', '.join(sizes)},)   {count}   {reads if connected else ''}")
    for table in tables("\n".join(lines)):
        found = inferred(table)
        assert [reading.row.name for reading in found.readings] == [f"row_{index}" for index in range(len(rows))]


@pytest.mark.parametrize("width", [80, 98, 130])
@pytest.mark.parametrize("generation", ["3", "tf2"])
def test_columns_that_are_too_narrow_are_read_whole(generation: str, width: int) -> None:
    """tf.keras puts what does not fit a column of a table with connections below, in each column for itself."""
    keras = judge(generation)
    layers = keras.layers
    picture = keras.Input((128, 128, 3))
    wide = layers.Conv2D(100, 3, padding="same")(picture)
    normal = layers.BatchNormalization()(wide)
    model = keras.Model(picture, layers.Add()([wide, normal, wide]))
    (table,) = tables(summary(keras, model, line_length=width))
    rows = {row.name: row for row in table.rows}
    for layer in model.layers:
        if layer.count_params():
            row = rows[layer.name]
            assert (row.shapes, row.params) == ((tuple(layer.output.shape),), layer.count_params())
    merged = inferred(table).readings[-1]
    assert merged.best is not None and len(merged.best.others) == 2


def test_channels_come_first_where_the_table_says_so() -> None:
    keras = judge("3")
    layers = keras.layers
    keras.backend.set_image_data_format("channels_first")
    try:
        chain = [layers.Conv2D(8, 3), layers.MaxPooling2D(), layers.Conv2D(6, 3, strides=2), layers.Flatten()]
        model = keras.Sequential([keras.Input((3, 32, 32)), *chain, layers.Dense(4)])
        found = read(summary(keras, model))
    finally:
        keras.backend.set_image_data_format("channels_last")
    assert best(found)[0][0] == "Conv2D(8, 3, data_format='channels_first')"
    assert found.inputs[0].sizes == (None, 3, 32, 32)
    assert all(reading.best for reading in found.readings)


def test_a_table_without_its_connections() -> None:
    """Keras 2.0.0 left that column empty; what each row reads is then what fits."""
    keras = judge("3")
    layers = keras.layers
    one, other = keras.Input((16, 16, 3)), keras.Input((5,))
    flat = layers.Flatten()(layers.Conv2D(4, 5)(one))
    joined = layers.Concatenate()([flat, layers.Dense(7)(other)])
    model = keras.Model([one, other], layers.Dense(2)(joined))
    lines = [f"{'Layer (type)':35}{'Output Shape':25}{'Param #':12}Connected to"]
    for layer in model.layers:
        shape = tuple(layer.output.shape)
        lines.append(f"{f'{layer.name} ({type(layer).__name__})':35}{shape!s:25}{layer.count_params()}")
    found = read("\n".join(lines))
    assert [one.row.name for one in found.readings if not one.candidates and one.row.type != "InputLayer"] == []
    assert best(found)[-1][0] == "Dense(2)"


def test_totals_of_keras_2_have_a_decimal() -> None:
    keras = judge("3")
    model = keras.Sequential([keras.Input((9,)), keras.layers.Dense(6)])
    total = model.count_params()
    (table,) = tables(
        f"dense_1 (Dense)   (None, 6)   {total}\nTotal params: {total:,}.0\nTrainable params: {total:,}.0"
    )
    assert (table.total, table.trainable) == (total, total)


def test_tables_of_others_are_none() -> None:
    assert (
        tables("Layer (type)   Output Shape   Param #\nConv2d-1   [-1, 64, 26, 26]   640\nReLU-2   [-1, 64]   0") == []
    )


def dressed(text: str, how: str) -> str:
    """A table as it is found in a log, a quotation, a comment, or pasted from a page."""
    margin = {"quoted": "> ", "twice quoted": "> > ", "a comment": "    # ", "another comment": "// "}.get(how)
    if margin is not None:
        return "\n".join((margin + line).rstrip() for line in text.split("\n"))
    if how == "coloured":
        return re.sub(r"\d+", lambda found: f"\x1b[38;5;34m{found[0]}\x1b[0m", text)
    return text.replace("\n", "\r\n") if how == "of Windows" else f"Why?\n\n```python\n{text}\n```\nThanks.\n"


@pytest.mark.parametrize(
    "how", ["quoted", "twice quoted", "a comment", "another comment", "coloured", "of Windows", "fenced"]
)
@pytest.mark.parametrize("generation", ["3", "tf2"])
def test_what_stands_around_a_table_is_passed_over(generation: str, how: str) -> None:
    keras = judge(generation)
    layers = keras.layers
    one = keras.Input((12, 7))
    both = layers.Concatenate()([layers.LSTM(5)(one), layers.Flatten()(one)])
    text = summary(keras, keras.Model(one, layers.Dense(3)(both)))
    (plain,), (found,) = tables(text), tables(dressed(text, how))
    numberless = [[replace(row, line=0) for row in table.rows] for table in (plain, found)]
    assert numberless[0] == numberless[1]
    assert (found.name, found.params) == (plain.name, plain.params)


@pytest.mark.parametrize("width", [80, 98, 130])
@pytest.mark.parametrize("generation", ["3", "tf2"])
def test_long_names_are_followed(generation: str, width: int) -> None:
    """Cut off or wrapped, at every place within the column of connections; an operation on one tensor; open sizes."""
    keras = judge(generation)
    layers = keras.layers
    text = picture = keras.Input((None, None, 8))
    for number in range(12):
        name = f"a_block_with_a_name_{'x' * number}_{number}"
        text = layers.ZeroPadding2D(name=f"{name}_pad")(text)
        text = layers.Conv2D(8 + number, 3, use_bias=False, name=f"{name}_conv")(text)
        text = layers.BatchNormalization(name=f"{name}_norm")(text)
        text = layers.UpSampling2D(name=f"{name}_up")(text) + 3.0
    model = keras.Model(picture, layers.Normalization(mean=[1.0] * 19, variance=[1.0] * 19)(text))
    found = read(summary(keras, model, line_length=width))
    assert [one.problem for one in found.readings if one.problem is not None] == []
    counted = [one.best.params for one in found.readings if one.best is not None and one.best.params]
    assert counted == [layer.count_params() for layer in model.layers if layer.count_params()]
    given = {one.input.sizes[-1] for one in found.readings if one.row.type == "Conv2D" and one.input is not None}
    assert given == set(range(8, 19))


def test_layers_that_are_not_built_are_not_counted() -> None:
    keras = judge("3")
    model = keras.Sequential([keras.layers.Embedding(9, 4), keras.layers.LSTM(5), keras.layers.Dense(1)])
    found = read(summary(keras, model))
    assert found.table.params is None
    assert all(one.row.params is None and "not built" in (one.problem or "") for one in found.readings)


def test_a_class_that_is_cut_off_is_not_said_to_be_none_of_keras() -> None:
    heading = f"{'Layer (type)':20}{'Output Shape':20}Param #\n"
    (reading,) = read(f"{heading}{'custom_layer (Cust':20}{'(None, 4)':20}20\n").readings
    assert (reading.problem, reading.contradiction) == ("its class is cut off", False)


def spoilt(text: str, how: str) -> str:
    """A table as an editor or a page left it."""
    lines = text.split("\n")
    if how == "a blank line behind each":
        return "\n\n".join(lines)
    if how == "no rules":
        return "\n".join(line for line in lines if any(character.isalnum() for character in line))
    return "\n".join(
        re.sub(" +" if how == "one space" else "  +", " " if how == "one space" else "\t", line) for line in lines
    )


@pytest.mark.parametrize("how", ["a blank line behind each", "no rules", "one space", "tabs"])
@pytest.mark.parametrize("generation", ["3", "tf2"])
def test_tables_whose_columns_and_rules_are_lost(generation: str, how: str) -> None:
    keras = judge(generation)
    layers = keras.layers
    chain = [
        layers.Conv2D(4, 3),
        layers.BatchNormalization(name="a_name_that_is_long"),
        layers.GlobalAveragePooling2D(),
        layers.RepeatVector(3),
        layers.Bidirectional(layers.LSTM(5, return_sequences=True), name="another_name_that_is_long"),
        layers.TimeDistributed(layers.Dense(2)),
    ]
    text = summary(keras, keras.Sequential([keras.Input((9, 9, 2)), *chain]), line_length=65)
    found = read(spoilt(text, how))
    rows = [(row.name, row.type, row.cut, row.shapes, row.params) for row in found.table.rows]
    assert rows == [
        (layer.name, type(layer).__name__, False, (tuple(layer.output.shape),), layer.count_params()) for layer in chain
    ]
    assert found.remark is None


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "SimpleRNN"])
@pytest.mark.parametrize("sequences", [True, False])
def test_outputs_of_which_the_last_are_cut_off(kind: str, sequences: bool) -> None:
    """Keras 2 and the first tf.keras cut at the column; a layer that gives its states has them behind its output."""
    keras = judge("tf2")
    given = keras.Input((9, 6))
    layer = getattr(keras.layers, kind)(4, return_state=True, return_sequences=sequences)
    shapes = [tuple(one.shape) for one in layer(given)]
    lines = [f"{'Layer (type)':30}{'Output Shape':21}{'Param #':12}Connected to"]
    lines.append(f"{'input_1 (InputLayer)':30}{'(None, 9, 6)':21}{0:<12}")
    lines.append(f"{f'rnn ({kind})':30}{str(shapes)[:20]:21}{layer.count_params():<12}input_1[0][0]")
    (_, reading) = read("\n".join(lines)).readings
    assert reading.row.params == layer.count_params()
    assert reading.row.shapes == tuple(shapes)
    assert {one.arguments["return_sequences"] for one in reading.candidates} == {sequences}
    assert reading.best is not None and reading.best.definition.endswith("return_state=True)")
