"""Open conditions: variants where a model is touched, joined values elsewhere, nothing claimed beyond the bounds."""

from __future__ import annotations

import pytest

from lint_params.interpret.explore import MAX_REPLAYS
from lint_params.interpret.machine import MAX_CHOICES
from tests.interpret.programs import UNKNOWN, agrees, in_keras, models, only, units


def variants(text: str) -> list[list[object]]:
    return [units(model) for model in models(UNKNOWN + text)]


CHAIN = "model = Sequential([Input((2,)), Dense(2)])\n"


@pytest.mark.parametrize("flag", [True, False])
@pytest.mark.parametrize(
    "body",
    [
        "if unknown:\n    model.add(Dense(3))\nmodel.add(Dense(4))",
        "if unknown:\n    model.add(Dense(3))\nelse:\n    model.add(Dense(5))",
        "n = 3 if unknown else 5\nmodel.add(Dense(n))",
        "if unknown:\n    n = 3\nelse:\n    n = 5\nmodel.add(Dense(n))",
        "n = 5\nif unknown:\n    n = 3\nmodel.add(Dense(n))",
        "sizes = [4]\nif unknown:\n    sizes.append(3)\nfor n in sizes:\n    model.add(Dense(n))",
        "if unknown and 1:\n    model.add(Dense(3))",
        "if not unknown:\n    model.add(Dense(3))\nif unknown:\n    model.add(Dense(4))",
        "def fill():\n    if unknown:\n        return\n    model.add(Dense(3))\nfill()",
        "def size():\n    if unknown:\n        return 3\n    return 4\nmodel.add(Dense(size()))",
        "model.add(Dense(3) if unknown else Dropout(0.5))",
        "[model.add(Dense(n)) for n in (3, 4) if unknown]",
        "kind = LSTM if unknown else GRU\nmodel.add(RepeatVector(3))\nmodel.add(kind(4))",
    ],
)
def test_what_keras_builds_is_among_the_variants(body: str, flag: bool) -> None:
    real = in_keras(f"unknown = {flag}\n{CHAIN}{body}\n")["model"]
    found = models(UNKNOWN + CHAIN + body + "\n")
    assert len(found) == 2
    assert sum(agrees(model, real) for model in found) == 1


def test_a_variant_says_what_was_chosen() -> None:
    found = models(UNKNOWN + CHAIN + "if unknown.deep:\n    model.add(Dense(3))\n")
    assert [model.variant for model in found] == [{"unknown.deep": True}, {"unknown.deep": False}]
    assert len({model.span.line for model in found}) == 1


def test_equal_variants_are_one() -> None:
    assert len(variants(CHAIN + "model.add(Dense(3, activation='relu' if unknown else 'tanh'))\n")) == 1


def test_a_condition_that_touches_no_model_makes_no_variant() -> None:
    text = "if unknown:\n    print(1)\n    other = 3\nelse:\n    other = 4\n" + CHAIN + "model.add(Dense(5))\n"
    assert variants(text) == [[2, 5]]


def test_branches_that_agree_are_joined() -> None:
    assert variants("n = 3 if unknown else 3\n" + CHAIN + "model.add(Dense(n))\n") == [[2, 3]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("unknown", "unknown"), ("unknown", "not unknown"), ("unknown.a == 3", "3 == unknown.a"),
        ("unknown.a > 3", "unknown.a <= 3"), ("unknown.a is None", "unknown.a is not None"),
        ("unknown.a in (1, 2)", "unknown.a not in (1, 2)"), ("len(unknown) == 1", "len(unknown) != 1"),
    ],
)  # fmt: skip
def test_equal_conditions_choose_alike(first: str, second: str) -> None:
    text = f"{CHAIN}if {first}:\n    model.add(Dense(3))\nif {second}:\n    model.add(Dense(4))\n"
    assert len(variants(text)) == 2


def test_a_value_that_equals_one_constant_equals_no_other() -> None:
    text = CHAIN + "if unknown.a == 'x':\n    model.add(Dense(3))\nif unknown.a == 'y':\n    model.add(Dense(4))\n"
    assert variants(text) == [[2, 3], [2, 4], [2]]


def test_different_reads_choose_on_their_own() -> None:
    text = CHAIN + "if unknown():\n    model.add(Dense(3))\nif unknown():\n    model.add(Dense(4))\n"
    assert sorted(map(len, variants(text))) == [1, 2, 2, 3]


def test_a_branch_that_raises_is_not_taken() -> None:
    assert variants("if unknown:\n    raise ValueError\n" + CHAIN + "model.add(Dense(3))\n") == [[2, 3]]


@pytest.mark.parametrize(
    "loop",
    [
        "for n in unknown:",
        "while unknown():",
        "for n in range(unknown):",
        "for n in [3, *unknown]:",
        "for a, b in unknown.items():",
    ],
)
def test_a_loop_of_unknown_length_leaves_the_layers_open(loop: str) -> None:
    model = only(UNKNOWN + CHAIN + f"{loop}\n    model.add(Dense(3))\n")
    assert not model.layers_complete
    assert model.params is None
    assert model.status != "exact"
    assert model.reason


@pytest.mark.parametrize(
    "layers", ["unknown", "[Dense(3), *unknown]", "[Dense(n) for n in unknown]", "unknown.layers[:-1]"]
)
def test_a_list_of_unknown_length_leaves_the_layers_open(layers: str) -> None:
    model = only(UNKNOWN + f"model = Sequential({layers})\n")
    assert not model.layers_complete
    assert model.params is None


@pytest.mark.parametrize("flags", [(True, True), (True, False), (False, True), (False, False)])
@pytest.mark.parametrize("jump", ["break", "continue"])
def test_a_pass_that_may_end_early_is_a_choice(jump: str, flags: tuple[bool, bool]) -> None:
    text = CHAIN + f"for n in (3, 4):\n    if unknown(n):\n        {jump}\n    model.add(Dense(n))\n"
    real = in_keras(f"def unknown(n):\n    return {flags}[n - 3]\n{text}")["model"]
    assert sum(agrees(model, real) for model in models(UNKNOWN + text)) == 1


@pytest.mark.parametrize(
    "body",
    [("if unknown(n):\n        break\n    model.add(Dense(3))"), ("if unknown(n):\n        model.add(Dense(3))")],
)
def test_a_condition_in_a_loop_of_unknown_length_leaves_the_layers_open(body: str) -> None:
    found = models(UNKNOWN + CHAIN + f"for n in unknown():\n    {body}\n")
    assert found
    assert not any(model.layers_complete for model in found)


def test_what_is_made_within_an_open_loop_is_whole() -> None:
    model = only(
        UNKNOWN + "for n in unknown:\n    model = Sequential([Input((2,)), Dense(3)])\n    model.add(Dense(4))\n"
    )
    assert (model.status, model.layers_complete, units(model)) == ("exact", True, [3, 4])


def conditions(count: int) -> str:
    return CHAIN + "".join(f"if unknown({index}):\n    model.add(Dense({index + 3}))\n" for index in range(count))


def test_combinations_are_run_up_to_a_bound() -> None:
    assert len(variants(conditions(3))) == 2**3
    assert len(variants(conditions(7))) == MAX_REPLAYS


def test_beyond_the_bound_on_conditions_nothing_is_claimed() -> None:
    found = models(UNKNOWN + conditions(MAX_CHOICES + 2))
    assert 1 <= len(found) <= MAX_REPLAYS
    assert all(model.params is None and not model.layers_complete and model.reason for model in found)
    assert all(model.at_least == 0 for model in found)


def test_a_package_that_may_be_missing() -> None:
    """What another package's import would let happen, and what its absence would."""
    text = (
        "try:\n    import a_package_that_is_not_there\n    model = Sequential([Input((2,)), Dense(3)])\n"
        "except ImportError:\n    model = Sequential([Input((2,)), Dense(7)])\nmodel.add(Dense(4))\n"
    )
    real = in_keras(text)["model"]
    assert variants(text) == [[3, 4], [layer.units for layer in real.layers]]


def test_no_two_variants_have_the_same_label() -> None:
    by_global = """
width = 4
def build():
    return Sequential([Input((2,)), Dense(width)])
first = build()
width = 9
second = build()
"""
    assert [made.variant for made in models(by_global)] == [{"name": "sequential"}, {"name": "sequential_1"}]
    by_equal_words = """
model = Sequential([Input((2,)), Dense(3)])
if unknown() > 1:
    model.add(Dense(4))
if unknown() > 1:
    model.add(Dense(5))
"""
    labels = [repr(made.variant) for made in models(UNKNOWN + by_equal_words)]
    assert len(set(labels)) == len(labels) == 4


def test_a_condition_that_matters_in_one_branch_alone_comes_out_both_ways_there() -> None:
    text = "from elsewhere import a, b\nif a:\n    n = 1\nelse:\n    n = 2\nm = Sequential([Input((4,))])\n"
    found = models(text + "if b:\n    m.add(Dense(3))\nelse:\n    m.add(Dense(n))\n")
    assert sorted(model.params or 0 for model in found) == [5, 10, 15]


def test_choices_without_a_difference_leave_room_for_other_builders() -> None:
    named = "".join(
        f"    m.add(Dense(4, name='a{index}' if given[{index}] is None else 'b{index}'))\n" for index in range(6)
    )
    idle = "    for i in list(range(900)):\n        i = i * 2 + 1\n"
    builder = "def build_{0}(given):\n    m = Sequential([Input((4,)), Dense({0})])\n" + named + idle
    found = models("".join(map(builder.format, range(1, 9))))
    assert {model.layers[0].params for model in found} == {5 * size for size in range(1, 9)}


def test_a_condition_of_another_call_does_not_name_this_one() -> None:
    """The function asks for its argument, which one call gives and another leaves open."""
    text = """
def build(deep=False):
    model = Sequential([Input((2,)), Dense(3)])
    if deep:
        model.add(Dense(4))
    return model
plain = build()
other = build(unknown() > 1)
"""
    found = models(UNKNOWN + text)
    assert [(one.variant, len(one.layers)) for one in found] == [({"deep": False}, 1), ({"deep": True}, 2)]


def test_a_variant_is_told_by_an_object_without_where_it_is_kept() -> None:
    text = """
class Own:
    n = 3
    def __init__(self, m): self.m = m
def half(n): return n // 2
for each in (Input((3,)), Input((4, 5)), Own(2), Own(3), half, Own, Dense(3), {"a": Own(1)}, [Own(2)], range(3)):
    model = Sequential([Input((2,)), Dense(3)])
    model.add(Dense(getattr(each, "m", 1)))
    if isinstance(each, (list, dict)):
        model.add(Dense(len(each)))
"""
    found = [str(model.variant) for model in models(text)]
    assert len(found) > 2
    assert not any(" at 0x" in each or "object" in each for each in found)


@pytest.mark.parametrize("x", [None, 0, 3])
@pytest.mark.parametrize(
    "condition",
    ["x", "not x", "not not x", "x == 3", "x != 3", "not x != 3", "x is None", "x is not None", "x in (0, 1)",
     "x not in (0, 1)", "not (x == 3 or x == 0)", "x != 3 and x != 0"],
)  # fmt: skip
def test_a_variant_says_which_way_a_condition_came_out(condition: str, x: int | None) -> None:
    text = f"n = 2\nif {condition}:\n    n = 5\nmodel = Sequential([Input((2,)), Dense(n)])\n"
    found = models("from elsewhere import x\n" + text)
    real = in_keras(f"x = {x}\n{text}")["model"].count_params()
    told = [model for model in found if all(bool(eval(words, {"x": x})) is way for words, way in model.variant.items())]
    assert [model.params for model in told] == [real]
