"""How a model ends, how it was compiled, and what it was trained on: what the rules of this family compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lint_params.keras.arguments import parse_signature
from lint_params.keras.base import KerasLayer, snake_case
from lint_params.keras.registry import class_of, is_keras_own
from lint_params.model.finding import Finding, Related
from lint_params.model.model import Event, Layer, Model
from lint_params.model.shape import Shape
from lint_params.records import dataclass
from lint_params.rules.base import Check, Context, Example, Rule, Site, described, variant_text, worst

_SHORT = {
    "bce": "binary_crossentropy",
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error",
    "kld": "kl_divergence",
    "kullback_leibler_divergence": "kl_divergence",
}
"""Other names of losses: ``ALL_OBJECTS_DICT`` in ``keras/src/losses/__init__.py``."""

TRAINS = frozenset({"fit", "fit_generator", "train_on_batch"})
APPLIES = frozenset({"predict", "call"})
MEASURES = TRAINS | {"evaluate"}
"""What asks for the loss that a model is compiled with."""
SPARSE = "sparse_categorical_crossentropy"
CATEGORICAL = frozenset({"categorical_crossentropy", SPARSE})
CROSSENTROPIES = CATEGORICAL | {"binary_crossentropy"}


@dataclass(frozen=True, slots=True)
class Ending:
    """The output of a model that is compiled: its shape, the activation before it, the compile call and the loss."""

    shape: Shape
    activation: str
    compiled: Event
    loss: str
    training: tuple[Event, ...]
    """What trains the model after it was compiled."""

    @property
    def size(self) -> int | None:
        """The last size of the output, ``None`` where it is not known."""
        size = self.shape.last
        return size if isinstance(size, int) else None


def ending_of(model: Model) -> Ending | None:
    """How a model ends; ``None`` where anything about it is not known."""
    if not model.layers_complete or not model.layers or any(layer.fault is not None for layer in model.walk()):
        return None
    places = [place for place, event in enumerate(model.events) if event.kind == "compile"]
    activation, shape = activation_at_end(model.layers), model.layers[-1].output_shape
    if not places or activation is None or not isinstance(shape, Shape) or shape.open:
        return None
    compiled = model.events[places[-1]]
    # Layers may have been added or taken off since.
    if not compiled.certain or compiled.loss is None or compiled.layers != len(model.layers):
        return None
    uses = {event.kind for event in model.events[places[-1] :]}
    if uses & APPLIES and not uses & MEASURES:
        return None  # compiled, as old versions of Keras asked for, but only to predict
    loss = snake_case(compiled.loss)
    training = tuple(event for event in model.events[places[-1] :] if event.kind in TRAINS)
    return Ending(shape, activation, compiled, _SHORT.get(loss, loss), training)


def activation_at_end(layers: Sequence[Layer]) -> str | None:
    """The activation that the last of some layers gives its output through; ``None`` where it is not known."""
    for layer in reversed(layers):
        if layer.layers is not None:
            return activation_at_end(layer.layers) if layer.kind == "Sequential" else None
        activation = activation_of(layer)
        if activation != "linear" or layer.type != "Activation":
            return activation
    return "linear"


def activation_of(layer: Layer) -> str | None:
    """The activation of one layer, ``linear`` for none at all; ``None`` where it is not known."""
    cls = class_of(layer)
    if cls is None:
        return None
    if cls.keras_name == "TimeDistributed":
        return _of_inner(layer.arguments.get("layer"))
    if {"activation", "axis"} & set(layer.open_arguments):
        return None
    return _activation(cls, {**parse_signature(cls.signature).defaults, **layer.arguments})


def _of_inner(value: object) -> str | None:
    """The activation of a layer that is given as an argument."""
    return (
        _activation(type(value), value.args.values) if isinstance(value, KerasLayer) and is_keras_own(value) else None
    )


def _activation(cls: type[KerasLayer], arguments: dict[str, object]) -> str | None:
    if cls.keras_name == "Softmax":
        return "softmax" if arguments.get("axis") == -1 else None
    if cls.keras_name in ("ReLU", "LeakyReLU", "PReLU", "ELU"):
        return snake_case(cls.keras_name)
    if "activation" not in arguments:
        return None
    value = arguments["activation"]
    if isinstance(value, KerasLayer):
        return _of_inner(value)
    return "linear" if value is None else snake_case(value) if isinstance(value, str) else None


Judge = Callable[[Ending], "str | None"]
"""What is wrong with how a model ends, in words that follow the layer's name; ``None`` where nothing is."""


def ending_rule(
    code: str,
    name: str,
    summary: str,
    documentation: str,
    judge: Judge,
    valid: Sequence[Example],
    invalid: Sequence[Example],
) -> Rule:
    """A rule about the last layer of a model and what it is compiled for."""
    return Rule(code, name, summary, documentation, _check(code, judge), tuple(valid), tuple(invalid))


def _check(code: str, judge: Judge) -> Check:
    def check(context: Context) -> Iterator[Finding]:
        yield from worst(
            (site.key, _finding(code, site, ending, wrong))
            for site in last_sites(context)
            if (ending := ending_of(site.model)) is not None and (wrong := judge(ending)) is not None
        )

    return check


def last_sites(context: Context) -> Iterator[Site]:
    """The last layer of every model, not of those nested in one."""
    for site in context.sites():
        if site.siblings is site.model.layers and site.index == len(site.siblings) - 1:
            yield site


def _finding(code: str, site: Site, ending: Ending, wrong: str) -> Finding:
    compiled = Related(ending.compiled.span, f"compiled with {ending.loss} here")
    message = f"{described(site.layer)} {wrong}{variant_text(site.model)}"
    return Finding(code, "warning", message, site.span, site.owner, site.layer.name, related=(*site.related, compiled))
