"""Fixes: applied where the program that comes of them is as promised, withheld where it is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_params.config.load import parse as configured
from lint_params.interpret import analyse
from lint_params.model.finding import Edit, Finding, Fix
from lint_params.model.model import Span
from lint_params.rules import check_file
from lint_params.rules.mending import Mended, State, mend
from lint_params.source.read import parse

HEAD = "from keras import Sequential, layers\n"
Extra = Callable[[State], "list[Finding]"]


def looker(config: str = "", extra: Extra | None = None, name: str = "model.py") -> Callable[[bytes], State | None]:
    """Reads bytes to a state; ``extra`` adds findings of its own."""
    setting = configured(config.encode(), ".lint-params.yaml")

    def look(data: bytes) -> State | None:
        file = parse(data, name).file
        if file is None:
            return None
        result = analyse(file)
        if result.errors:
            return None
        state = State(data, file, result, tuple(check_file(result, file, setting)))
        return state if extra is None else replace(state, findings=(*state.findings, *extra(state)))

    return look


def mended(source: str, config: str = "", extra: Extra | None = None) -> Mended:
    look = looker(config, extra)
    before = look((HEAD + source).encode())
    assert before is not None
    done = mend(before, look)
    again = mend(done.state, look)
    assert (again.fixes, again.state.data) == (0, done.state.data)
    return done


def text(done: Mended) -> str:
    return done.state.data.decode().removeprefix(HEAD)


def chain(*lines: str) -> str:
    return "model = Sequential([\n    layers.Input((40, 13)),\n" + "".join(f"    {line},\n" for line in lines) + "])\n"


def test_a_stack_of_recurrent_layers_is_mended_as_a_whole() -> None:
    done = mended(chain("layers.LSTM(5)", "layers.GRU(units=6)", "layers.LSTM(7)", "layers.Dense(1)"))
    assert done.fixes == 2
    assert text(done) == chain(
        "layers.LSTM(5, return_sequences=True)",
        "layers.GRU(units=6, return_sequences=True)",
        "layers.LSTM(7)",
        "layers.Dense(1)",
    )
    assert done.state.result.models[0].params is not None


def test_comments_that_do_nothing_are_removed() -> None:
    source = (
        "# lint-params: ignore-file[LP103]\n# kept\n"
        "model = Sequential([layers.Input((4,)), layers.Dense(5)])  # lint-params: ignore[LP101, LP102] -- large\n"
        "x = 1  # noqa: E501, LP101\n"
    )
    done = mended(source, "budgets: [{max-params: 20}]\n")
    assert text(done) == (
        "# kept\nmodel = Sequential([layers.Input((4,)), layers.Dense(5)])  # lint-params: ignore[LP101] -- large\n"
        "x = 1  # noqa: E501\n"
    )
    assert done.fixes == 3
    assert done.state.findings == ()


def test_a_fix_that_brings_another_finding_is_withheld() -> None:
    source = chain("layers.LSTM(5)", "layers.LSTM(7)")
    assert mended(source, "budgets: [{max-params: 1k}]\n").fixes == 1
    done = mended(source, "budgets: [{name: lstm_1, max-params: 100}]\n")
    assert (done.fixes, text(done)) == (0, source)
    assert done.withheld == 1


def test_one_that_can_not_be_kept_does_not_hold_up_the_others() -> None:
    source = chain("layers.LSTM(5)", "layers.LSTM(7)") + "x = 1  # lint-params: ignore[LP101]\n"
    done = mended(source, "budgets: [{name: lstm_1, max-params: 100}]\n")
    assert (done.fixes, done.withheld) == (1, 1)
    assert text(done) == chain("layers.LSTM(5)", "layers.LSTM(7)") + "x = 1\n"


def test_a_call_that_makes_several_layers_is_left_alone() -> None:
    source = (
        "model = Sequential([layers.Input((40, 13))])\nfor units in (5, 6):\n    model.add(layers.LSTM(units))\n"
        "model.add(layers.Dense(1))\n"
    )
    assert (mended(source).fixes, text(mended(source))) == (0, source)


MISSPELT = [
    ("layers.Conv1D(8, 3, padding='sane')", "layers.Conv1D(8, 3, padding='same')"),
    ("layers.MaxPooling1D(2, padding='SAME')", "layers.MaxPooling1D(2, padding='same')"),
    ('layers.Dense(5, "rleu")', 'layers.Dense(5, "relu")'),
    ("layers.Dense(5, activaton='rleu')", "layers.Dense(5, activation='relu')"),
    ("layers.LSTM(5, return_sequence=True)", "layers.LSTM(5, return_sequences=True)"),
    ("layers.Bidirectional(layers.GRU(5, 'tahn'), 'sum')", "layers.Bidirectional(layers.GRU(5, 'tanh'), 'sum')"),
    ("layers.Dense(5, nmae='größer', activation='rleu')", "layers.Dense(5, name='größer', activation='relu')"),
]


@pytest.mark.parametrize(("wrong", "right"), MISSPELT)
def test_misspelt_words_are_mended(wrong: str, right: str) -> None:
    done = mended(chain(wrong, "layers.Dense(2)"))
    assert text(done) == chain(right, "layers.Dense(2)")
    with pytest.raises((ValueError, TypeError)):
        exec(HEAD + chain(wrong, "layers.Dense(2)"), {})
    names: dict[str, Any] = {}
    exec(HEAD + text(done), names)
    assert done.state.result.models[0].params == names["model"].count_params()


@pytest.mark.parametrize(
    "line",
    [
        "layers.Conv1D(8, 3, padding='sane', name='sane')",
        "layers.Dense(5, 're' 'ul')",
        "layers.Dense(5, r'rleu')",
        "layers.Dense(5, **{'activaton': 'relu'})",
        "layers.Dense(5, 'sulu')",
        "layers.Conv1D(8, 3, padding=SANE)",
    ],
)
def test_words_that_could_be_others_are_left_alone(line: str) -> None:
    source = "SANE = 'sane'\n" + chain(line)
    assert (mended(source).fixes, text(mended(source))) == (0, source)


ADVICE = "select: [LP2, LP4]\n"


def test_biases_before_normalisations_are_left_out() -> None:
    lines = ["layers.Conv1D(8, 3), layers.BatchNormalization(), layers.ReLU()"]
    lines += ["layers.SeparableConv1D(\n        9,\n        3,{}\n    )", "layers.BatchNormalization()"]
    lines += ["layers.Dense(4, use_bias={})", "layers.BatchNormalization(axis=2)"]
    before = chain(*(line.format("True" if "use_bias" in line else "") for line in lines))
    done = mended(before, ADVICE)
    assert text(done) == chain(
        "layers.Conv1D(8, 3, use_bias=False), layers.BatchNormalization(), layers.ReLU()",
        "layers.SeparableConv1D(\n        9,\n        3, use_bias=False,\n    )",
        "layers.BatchNormalization()",
        "layers.Dense(4, use_bias=False)",
        "layers.BatchNormalization(axis=2)",
    )
    assert done.fixes == 3


def test_time_distributed_is_taken_away_from_dense_layers() -> None:
    done = mended(
        chain(
            "layers.TimeDistributed(layers.Dense(9, activation='relu'))",
            "layers.Dense(3, activation='relu')",
            "layers.TimeDistributed(\n        layer=layers.Dense(5),\n    )",
            "layers.TimeDistributed(layers.Flatten())",
            "layers.TimeDistributed(layers.Dense(5, 'relu'), name='kept')",
            "layers.TimeDistributed(  # kept\n        layers.Dense(5, 'relu')\n    )",
        ),
        ADVICE + "budgets: [{type: TimeDistributed, warn-params: 1}, {name: dense, warn-params: 1}]\n",
    )
    assert text(done) == chain(
        "layers.Dense(9, activation='relu')",
        "layers.Dense(3, activation='relu')",
        "layers.Dense(5)",
        "layers.TimeDistributed(layers.Flatten())",
        "layers.TimeDistributed(layers.Dense(5, 'relu'), name='kept')",
        "layers.TimeDistributed(  # kept\n        layers.Dense(5, 'relu')\n    )",
    )
    assert done.fixes == 2


def test_a_call_of_several_layers_keeps_its_bias() -> None:
    source = (
        "def block(model, units, normal):\n    model.add(layers.Dense(units))\n    if normal:\n"
        "        model.add(layers.BatchNormalization())\n"
        "model = Sequential([layers.Input((13,))])\nblock(model, 5, True)\nblock(model, 3, False)\n"
    )
    assert (mended(source, ADVICE).fixes, text(mended(source, ADVICE))) == (0, source)


def offered(start: str, new: str, saves: int = 0) -> Extra:
    """A finding with a fix, as long as the text stands there."""

    def extra(state: State) -> list[Finding]:
        code = state.data.decode()
        at = code.find(start)
        if at < 0:
            return []
        line, column = code.count("\n", 0, at) + 1, at - code.rfind("\n", 0, at)
        span = Span("model.py", line, column, line, column + len(start))
        return [Finding("LP499", "warning", "better", span, "model", fix=Fix("do", (Edit(span, new),), saves))]

    return extra


DENSE = "model = Sequential([layers.Input((4,)), layers.Dense(5), layers.BatchNormalization()])\n"


@pytest.mark.parametrize(
    ("new", "saves", "kept"),
    [
        ("Dense(5, use_bias=False)", 5, True),
        ("Dense(5, use_bias=False)", 0, False),
        ("Dense(5, use_bias=False)", 6, False),
        ("Dense(units=5)", 0, True),
        ("Dense(6)", -7, False),
        ("Dense(5", 0, False),
        ("Dense(-5)", 0, False),
        ("Dense(5), layers.Dropout(0.5)", 0, False),
        ("Flatten()", 25, False),
        ("Dense(5)", 0, False),
    ],
)
def test_a_promise_is_kept_or_the_fix_withheld(new: str, saves: int, kept: bool) -> None:
    done = mended(DENSE, extra=offered("Dense(5)", new, saves))
    assert text(done) == (DENSE.replace("Dense(5)", new) if kept else DENSE)
    assert done.fixes == kept


def test_models_that_are_no_longer_there() -> None:
    assert mended(DENSE, extra=offered("model = Sequential", "model = list")).fixes == 0
    assert mended(DENSE, extra=offered("model = Sequential", "other = Sequential")).fixes == 0


lines = st.lists(
    st.sampled_from(
        [
            "layers.LSTM(5)",
            "layers.LSTM(3, return_sequences=True)",
            "layers.GRU(\n        4\n    )",
            "layers.Dense(2)  # lint-params: ignore[LP101]",
            "layers.Dropout(0.5)",
            "layers.Flatten()",
            "layers.TimeDistributed(layers.Dense(2))",
            "# noqa: LP102\n    layers.Dense(3)",
        ]
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(lines, st.sampled_from(["", "budgets: [{max-params: 150}]\n"]), st.sampled_from(["\n", "\r\n"]))
def test_any_file(chosen: list[str], config: str, newline: str) -> None:
    """Every line that no fix is about stays; what is left has no fix that was not withheld."""
    source = HEAD + "model = Sequential([\n    layers.Input((40, 13)),\n"
    for line in chosen:
        code, mark, comment = line.partition("  #")
        source += f"    {code},{mark}{comment}\n"
    look = looker(config)
    before = look((source + "])\n# the end").replace("\n", newline).encode())
    assert before is not None
    done = mend(before, look)
    assert mend(done.state, look).state.data == done.state.data
    after = done.state.data.decode()
    assert after.endswith(f"]){newline}# the end")
    assert after.count("\n") == after.count(newline)
    plain = after.replace(", return_sequences=True", "").replace(newline, "\n")
    stripped = [line.split("  #")[0].rstrip() for line in plain.split("\n") if line.strip() != "# noqa: LP102"]
    was = source.replace(", return_sequences=True", "") + "])\n# the end"
    assert stripped == [line.split("  #")[0].rstrip() for line in was.split("\n") if line.strip() != "# noqa: LP102"]
    errors = [finding.code for finding in done.state.findings if finding.severity == "error"]
    assert len(errors) <= len([finding for finding in before.findings if finding.severity == "error"])
