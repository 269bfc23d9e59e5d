"""What is said of a layer and a model besides its weights, in plain sentences for every format."""

from __future__ import annotations

from lint_params.explain.model import ExplainedLayer, ExplainedModel, Source
from lint_params.model.shape import Shapes
from lint_params.report.columns import number, subject, titles


def headline(one: ExplainedModel) -> str:
    """The model in one line: its name, count, and number of layers."""
    model = one.model
    total = number(model.params, model.at_least)
    count = len(model.layers)
    return f"{model.name}: {total} parameters in {count} layer{'' if count == 1 else 's'}"


def about(one: ExplainedModel) -> list[str]:
    """What people call the model, and what tells this variant from others."""
    return list(filter(None, (subject(one.model), *titles(one.model))))


def amount(one: ExplainedLayer) -> str:
    """``380 parameters, 0.6% of the model``."""
    layer = one.layer
    text = f"{number(layer.params, layer.at_least)} parameter{'' if layer.params == 1 else 's'}"
    return text if one.share is None else f"{text}, {share(one.share)} of the model"


def share(part: float) -> str:
    return f"{100 * part:.1f}%" if part == 0 or part >= 0.001 else "under 0.1%"


def reads(one: ExplainedLayer) -> str:
    """What the layer reads and where that comes from, and what it gives."""
    gives = shapes(one.layer.output_shape)
    return f"reads {shapes(one.layer.input_shape)} {reads_from(one.source)}; gives {gives}"


def reads_from(source: Source) -> str:
    """Where a layer's input comes from: ``from lstm (line 7)``, ``(the input)``."""
    return source.words if source.layer is not None else f"({source.words})"


def shapes(given: Shapes | None) -> str:
    if isinstance(given, list):
        return f"[{', '.join(map(str, given))}]"
    return "an unknown shape" if given is None else str(given)


def sum_of(one: ExplainedLayer) -> str | None:
    """The whole formula, where there is more than one weight."""
    layer = one.layer
    if layer.formula is None or len(one.parts) < 2:
        return None
    return f"{layer.formula} = {layer.params:,}" if layer.params is not None else layer.formula


def grows(one: ExplainedLayer) -> str | None:
    """How the count grows with the width of the layer."""
    growth, layer = one.growth, one.layer
    if growth is None or not layer.params:
        return None
    factor = growth.doubled / layer.params
    doubled, now = f"{2 * growth.value:,}", f"{growth.value:,}"
    wide = f"{doubled} {growth.argument}" if growth.argument.endswith("s") else f"{growth.argument} = {doubled}"
    text = f"with {wide} instead of {now}: "
    text += f"{growth.doubled:,}, {factor:.2f} times as much"
    if growth.formula is not None:
        text = f"{growth.formula}; {text}"
    if growth.model_doubled is not None:
        text += f", and {growth.model_doubled:,} in the whole model"
    return text


def untrained(one: ExplainedLayer) -> str | None:
    """The weights that do not train, where there are some and they are known."""
    names = list(dict.fromkeys(part.name for part in one.parts if part.trains is False))
    if not names:
        return None
    return (
        "nothing here trains"
        if len(names) == len({part.name for part in one.parts})
        else (f"not trained: {', '.join(names)}")
    )
