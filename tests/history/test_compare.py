"""Models of two times beside each other: layers aligned as they were edited, with the counts that real Keras gives."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass

import pytest

from lint_params.history.compare import ADDED, CHANGED, INPUT, REMOVED, SAME, ModelChange, compared
from lint_params.history.shot import ModelShot, NotASummary, shot_of, shots_of_json
from lint_params.interpret import analyse_text
from lint_params.report import summary_json
from lint_params.report.style import Style
from tests.interpret.programs import in_keras, models, program

EDITS = 200


def shots(text: str, path: str = "model.py") -> list[ModelShot]:
    return (
        [shot_of(model) for model in models(text)]
        if path == "model.py"
        else [shot_of(model) for model in analyse_text(program(text), path).models]
    )


def only(before: str, after: str) -> ModelChange:
    (change,) = compared(shots(before), shots(after))
    return change


@dataclass(frozen=True)
class Link:
    """A layer of a random chain; ``key`` tells it from others that are written alike."""

    key: int
    text: str


class Chains:
    """Random chains over sequences, and random edits of them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.made = 0

    def link(self) -> Link:
        self.made += 1
        width = self.random.choice((2, 3, 4, 6, 8, 12, 16))
        text = self.random.choice(
            (
                f"Dense({width})",
                f"Dense({width}, use_bias=False)",
                f"LSTM({width}, return_sequences=True)",
                f"GRU({width}, return_sequences=True)",
                f"Conv1D({width}, 3, padding='same')",
                "BatchNormalization()",
                f"Dropout({width / 20})",
                f"TimeDistributed(Dense({width}))",
                "Activation('relu')",
            )
        )
        return Link(self.made, text)

    def chain(self) -> list[Link]:
        return [self.link() for _ in range(self.random.randint(2, 9))]

    def edited(self, chain: list[Link]) -> tuple[list[Link], str]:
        """One edit: a layer put in, taken out, given another width, put into a wrapper; or none, but for what stands
        around the chain."""
        after = list(chain)
        at = self.random.randrange(len(after))
        kind = self.random.choice((ADDED, REMOVED, CHANGED, WRAPPED, RENAMED, MOVED))
        if kind == ADDED:
            after.insert(at, self.link())
        elif kind == REMOVED:
            del after[at]
        elif kind == CHANGED:
            digits = [index for index, link in enumerate(after) if link.text[-2].isdigit() or "(" in link.text]
            at = self.random.choice(digits)
            after[at] = Link(after[at].key, _wider(after[at].text))
        elif kind == WRAPPED:
            wrapper = _WRAPPERS.get(_class(after[at]))
            text = f"{wrapper}({after[at].text})" if wrapper else _wider(after[at].text)
            after[at] = Link(after[at].key, text)
        return after, kind

    def edited_twice(self, chain: list[Link]) -> tuple[list[Link], str]:
        after, first = self.edited(chain)
        after, second = self.edited(after or chain)
        return after, f"{first} {second}"


WRAPPED, RENAMED, MOVED = "wrapped", "renamed", "moved"
_WRAPPERS = {"LSTM": "Bidirectional", "GRU": "Bidirectional", "Dense": "TimeDistributed", "Dropout": "TimeDistributed"}
"""What a layer over sequences can be put into."""


def _wider(text: str) -> str:
    """The same layer with another width."""
    for name in ("Dense(", "LSTM(", "GRU(", "Conv1D("):
        at = text.find(name)
        if at >= 0:
            start = at + len(name)
            end = next(index for index in range(start, len(text)) if not text[index].isdigit())
            return f"{text[:start]}{int(text[start:end]) + 5}{text[end:]}"
    return "Dropout(0.75)" if text.startswith("Dropout") else "Dropout(0.15)"


def source(chain: list[Link], name: str = "model") -> str:
    adds = "".join(f"{name}.add({link.text})\n" for link in chain)
    return f"{name} = Sequential()\n{name}.add(Input((5, 3)))\n{adds}"


def expected(before: list[Link], after: list[Link]) -> list[tuple[str, str]]:
    """What the edit did, as (kind, layer) without the layers that only their input changed."""
    keys_before, keys_after = {link.key: link for link in before}, {link.key: link for link in after}
    found = []
    for link in after:
        was = keys_before.get(link.key)
        if was is None:
            found.append((ADDED, _class(link)))
        elif was.text != link.text and _class(was) == _class(link):
            found.append((CHANGED, _class(link)))
        elif was.text != link.text:
            found += [(ADDED, _class(link)), (REMOVED, _class(was))]
    found += [(REMOVED, _class(link)) for link in before if link.key not in keys_after]
    return sorted(found)


def _class(link: Link) -> str:
    return link.text.partition("(")[0]


def changed(before: list[Link], after: list[Link], kind: str) -> ModelChange:
    """The one change of a model beside another that stays, in its file or moved to another one, under a new name."""
    other = "other = Sequential([Input((7,)), Dense(3), Dropout(0.5)])\n"
    name = "renamed" if RENAMED in kind else "model"
    was = shots(other + source(before), "a.py")
    if MOVED in kind:
        now = shots(other, "a.py") + shots(source(after, name), "lib/b.py")
    else:
        now = shots(other + source(after, name), "a.py")
    found = {change.after.variable: change for change in compared(was, now) if change.after is not None}
    assert found["other"].kind == SAME
    return found[name]


def is_right(change: ModelChange, before: list[Link], after: list[Link]) -> bool:
    """Whether what is told of the layers is what the edit did; all of both chains are told, with what they count."""
    if change.before is None or change.after is None:
        return False
    found = [
        (layer.kind, (layer.after or layer.before).type)  # type: ignore[union-attr]
        for layer in change.layers
        if layer.kind not in (SAME, INPUT)
    ]
    assert [layer.before for layer in change.layers if layer.before is not None] == list(change.before.layers)
    assert [layer.after for layer in change.layers if layer.after is not None] == list(change.after.layers)
    deltas = [layer.delta for layer in change.layers]
    assert change.delta == sum(delta for delta in deltas if delta is not None)
    return sorted(found) == expected(before, after)


@pytest.mark.parametrize(("seed", "twice"), [(9, False), pytest.param(10, True, marks=pytest.mark.long)])
def test_random_edits_are_aligned_as_they_were_made(seed: int, twice: bool) -> None:
    chains, right, wrong = Chains(seed), 0, []
    for _ in range(EDITS):
        before = chains.chain()
        after, kind = (chains.edited_twice if twice else chains.edited)(before)
        fits = is_right(changed(before, after, kind), before, after)
        right += fits
        if not fits:
            wrong.append((kind, [link.text for link in before], [link.text for link in after]))
    print(f"{right} of {EDITS} aligned as edited")
    assert right >= 0.95 * EDITS, wrong


@pytest.mark.parametrize("seed", range(12))
def test_counts_are_those_of_keras(seed: int) -> None:
    chains = Chains(1000 + seed)
    before = chains.chain()
    after, _kind = chains.edited(before)
    change = only(source(before), source(after))
    counts = {True: [], False: []}  # type: ignore[var-annotated]
    for is_before, chain in ((True, before), (False, after)):
        real = in_keras(source(chain))["model"]
        counts[is_before] = [layer.count_params() for layer in real.layers]
    assert [layer.before.params for layer in change.layers if layer.before] == counts[True]
    assert [layer.after.params for layer in change.layers if layer.after] == counts[False]
    assert change.delta == sum(counts[False]) - sum(counts[True])
    for layer in change.layers:
        if layer.kind == INPUT:
            assert layer.before is not None and layer.after is not None
            assert layer.before.definition == layer.after.definition
            assert layer.before.input_shape != layer.after.input_shape


CHAIN = "model = Sequential([Input((9,)), Dense({}), Dense(4), Dropout(0.1), Dense(2)])"


def test_a_layer_that_changed_only_because_its_input_did() -> None:
    change = only(CHAIN.format(8), CHAIN.format(3))
    assert [layer.kind for layer in change.layers] == [CHANGED, INPUT, SAME, SAME]
    assert change.layers[0].arguments == (("units", "8", "3"),)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("units=4, use_bias=True", "4"),
        ("4, name='a'", "4, name='b'"),
    ],
)
def test_what_changes_no_count(before: str, after: str) -> None:
    text = "model = Sequential([Input((9,)), Dense({})])"
    change = only(text.format(before), text.format(after))
    assert change.delta == 0
    assert change.layers[0].kind in (SAME, CHANGED)


def test_models_are_matched_through_renames_and_moves() -> None:
    one = "def build():\n    net = Sequential([Input((9,)), Dense(7), Dense(4)])\n    return net\nbuild()"
    other = "other = Sequential([Input((3,)), LSTM(2)])\nsmall = Sequential([Input((3,)), Dense(1)])\n"
    before = shots(one, "a.py") + shots(other, "b.py")
    after = shots(other + one.replace("net", "network").replace("build", "made"), "c.py")
    found = {change.before.variable: change.after.variable for change in compared(before, after)}  # type: ignore[union-attr]
    assert found == {"net": "network", "other": "other", "small": "small"}


def test_what_holds_layers_or_is_open_is_compared_as_written() -> None:
    cells = "m = Sequential([Input((4, 6)), RNN([LSTMCell({}), GRUCell(7)]), Dense(3)])"
    layer, _ = only(cells.format(5), cells.format(6)).layers
    assert layer.kind == CHANGED
    assert layer.arguments == (("definition", "RNN([LSTMCell(5), GRUCell(7)])", "RNN([LSTMCell(6), GRUCell(7)])"),)
    open_ = "import sys\nm = Sequential([Input((4,)), Dense(int(sys.argv[{}]))])"
    assert [one.kind for one in only(open_.format(1), open_.format(2)).layers] == [CHANGED]
    assert [one.kind for one in only(open_.format(1), open_.format(1)).layers] == [SAME]


def test_models_that_come_and_go() -> None:
    one = "a = Sequential([Input((9,)), Dense(7)])\n"
    two = "b = Sequential([Input((5, 2)), GRU(3), Dropout(0.2), Flatten()])\n"
    kinds = {(change.after or change.before).variable: change.kind for change in compared(shots(one), shots(one + two))}  # type: ignore[union-attr]
    assert kinds == {"a": SAME, "b": ADDED}
    (gone, _) = sorted(compared(shots(one + two), shots(one)), key=lambda change: change.kind)
    assert gone.kind == REMOVED and gone.delta == -(gone.before.params or 0)  # type: ignore[union-attr]


def test_growth_is_exact() -> None:
    text = "model = Sequential([Input((1,)), Dense({}, use_bias=False)])"
    change = only(text.format(20), text.format(21))
    assert change.grown is not None and change.grown * 20 == 1


def test_json_summaries_say_the_same() -> None:
    results = [analyse_text(program(CHAIN.format(width))) for width in (8, 3)]
    texts = [summary_json.write([result], (), Style()) for result in results]
    (change,) = compared(*(shots_of_json(text.encode()) for text in texts))
    (direct,) = compared(*([shot_of(model) for model in result.models] for result in results))
    assert [layer.kind for layer in change.layers] == [layer.kind for layer in direct.layers]
    assert [layer.delta for layer in change.layers] == [layer.delta for layer in direct.layers]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"version": 2}', '{"version": 1, "models": [{}]}', "[" * 100_000, '{"version": 1, "models": 3}'],
)
def test_what_is_no_summary(text: str) -> None:
    with pytest.raises(NotASummary):
        shots_of_json(text.encode())


def test_open_counts_have_no_difference() -> None:
    text = "from data import x\nmodel = Sequential([Dense(4, input_shape=(x.shape[1],)), Dense({})])"
    (change,) = compared(*([shot_of(model) for model in models(text.format(width))] for width in (2, 3)))
    assert change.delta is None
    assert change.layers[1].delta is not None
    json.dumps([layer.delta for layer in change.layers])
