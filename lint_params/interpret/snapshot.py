"""From the objects of a finished run to the frozen models that everything after reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lint_params.interpret.custom import CustomLayer
from lint_params.interpret.layers import OpaqueLayer
from lint_params.interpret.machine import Machine, MadeModel
from lint_params.interpret.values import ClassValue, Instance, Value, is_constant, plain
from lint_params.keras.base import KerasLayer
from lint_params.keras.models import Functional, InputLayer, Sequential, Step
from lint_params.keras.tensor import Tensor
from lint_params.model.dimension import Count, Size, lower, symbols_of, total
from lint_params.model.errors import Refused
from lint_params.model.model import Assumed, Fault, Layer, Model, Span
from lint_params.model.shape import Shapes
from lint_params.model.unknown import Unknown
from lint_params.model.weight import Weight
from lint_params.records import replace

MAX_NESTING = 20

Holders = Mapping[int, tuple[str, ...]]
"""By the identity of a layer, the names of the models that hold it."""


def model_of(made: MadeModel, machine: Machine, variant: Mapping[str, object], holders: Holders) -> Model:
    """The snapshot of a model as it stands now."""
    sequential = made.model
    steps = sequential.chain()
    counted = [_layer_of(step.layer, step, made.span, 0) for step in steps]
    layers = tuple(_stated(layer, machine) for layer in counted)
    told = sum(after.params or 0 for before, after in zip(counted, layers, strict=True) if before is not after)
    reasons = [layer.reason for layer in layers if layer.params is None]
    complete = sequential.incomplete is None
    counts = _counts(sequential)
    known = complete and all(layer.params is not None for layer in layers)
    params = told + sum(weight.count for weight, _ in counts if isinstance(weight.count, int)) if known else None
    trainable = _trainable(counts) if known else None
    if trainable is not None and sequential.trainable is True:
        trainable += told
    status = "exact" if known else "partial" if any(layer.params is not None for layer in layers) else "unknown"
    reason = sequential.incomplete or next((reason for reason in reasons if reason), None)
    if sequential.refusal is not None:
        reason = reason or sequential.refusal.message
    return Model(
        span=made.span,
        name=sequential.name,
        variable=made.variable,
        function=made.function,
        layers=layers,
        status=status if layers or complete else "unknown",
        params=params,
        trainable=trainable,
        at_least=0 if machine.guessed else told + _at_least(weight.count for weight in certain_weights(sequential)),
        bytes=_bytes(counts) if known else None,
        made_at=made.made_at,
        variant=dict(variant),
        layers_complete=complete,
        reason=reason if status != "exact" or not complete else None,
        free=tuple(dict.fromkeys(text for layer in layers for text in layer.free)),
        assumed=tuple(
            assumed for assumed in (made.assumed or machine.assumed).values() if isinstance(assumed, Assumed)
        ),
        generation=machine.setting.generation,
        events=tuple(event for layer, event in machine.events if layer is sequential),
        part_of=holders.get(id(sequential), ()),
    )


def holders_of(machine: Machine) -> Holders:
    """Which models of a run hold which layer."""
    found: dict[int, dict[str, None]] = {}
    for made in machine.models:
        for layer in made.model.layers:
            found.setdefault(id(layer), {})[made.model.name] = None
    return {key: tuple(names) for key, names in found.items()}


def _stated(layer: Layer, machine: Machine) -> Layer:
    """A layer whose number the code can't show and a comment on its lines states (``# lint-params: params=53680``)."""
    given = machine.program.stated_params
    if layer.params is not None or not given or layer.span.path != machine.program.path:
        return layer
    for line in range(layer.span.line, layer.span.end_line + 1):
        number = given.get((layer.span.cell, line))
        if number is not None:
            return replace(
                layer,
                params=number,
                trainable=number,
                at_least=number,
                formula=str(number),
                free=(),
                reason=None,
                weights=(),
                trains=(),
                count=number,
                fault=None,
            )
    return layer


def _counts(layer: KerasLayer) -> list[tuple[Weight, object]]:
    return layer.all_weights()


def _trainable(counts: Sequence[tuple[Weight, object]]) -> int | None:
    if any(isinstance(trains, Unknown) for _, trains in counts):
        return None
    return sum(weight.count for weight, trains in counts if trains and isinstance(weight.count, int))


def _bytes(counts: Sequence[tuple[Weight, object]]) -> int:
    return sum(weight.bytes for weight, _ in counts if isinstance(weight.bytes, int))


def certain_weights(layer: KerasLayer) -> list[Weight]:
    """The weights that are there whatever happens, each once: those of layers that are only perhaps added are not."""
    found: dict[int, Weight] = {}
    stack = [layer]
    while stack:
        current = stack.pop()
        if isinstance(current, Sequential):
            stack.extend(current.certain)
            continue
        found.update((id(weight), weight) for weight in current.own_weights)
        stack.extend(current.weighed())
    return list(found.values())


def _at_least(counts: object) -> int:
    bound = 0
    for count in counts:  # type: ignore[attr-defined]
        low = lower(count)
        bound += int(low) if low > 0 and low != float("inf") else 0
    return bound


def _layer_of(layer: KerasLayer, step: Step | None, default: Span, depth: int) -> Layer:
    span = layer.site if isinstance(layer.site, Span) else default
    # What Keras refuses to make is a fault of its own, whatever layers before it are refused for.
    refused = layer.refused or (step.refused if step is not None else None)
    weights = layer.all_weights()
    count: Count = total(weight.count for weight, _ in weights)
    reason = layer.open_reason()
    # A layer that reads nothing yet has no weights of its own: it may still be known to have none at all.
    if refused is not None:
        reason = refused.message
    elif reason is None and not isinstance(count, int):
        reason = _why(count)
    params = count if reason is None and isinstance(count, int) else None
    formula, free = _formula(layer, count, reason, refused)
    return Layer(
        type=_type(layer),
        name=layer.name,
        span=span,
        input_shape=step.input_shape if step is not None else layer.built_on,
        output_shape=step.output_shape if step is not None else None,
        dtype=layer.variable_dtype,
        computes=layer.compute_dtype,
        params=params,
        trainable=_trainable(weights) if params is not None else None,
        at_least=_at_least(weight.count for weight in certain_weights(layer)) if refused is None else 0,
        formula=formula,
        free=free,
        reason=reason,
        weights=tuple(weight for weight, _ in weights),
        trains=tuple(trains if isinstance(trains, bool) else None for _, trains in weights),
        count=count if reason is None or free else None,
        wraps=tuple(_wrapped(layer)),
        layers=_inner(layer, default, depth),
        fault=fault_of(refused) if refused is not None and (refused is layer.refused or _refuses(step)) else None,
        definition=layer.definition(),
        kind=layer.keras_name if layer.user_class is None or isinstance(layer, Sequential) else "",
        arguments=_arguments(layer),
        open_arguments=_open_arguments(layer),
    )


def _refuses(step: Step | None) -> bool:
    """Whether a refusal is of this layer, not of one before it."""
    return step is not None and step.refused is not None and step.input_shape is not None


def fault_of(refused: Refused) -> Fault:
    return Fault(refused.kind, refused.message, refused.argument, refused.spelling)


def _why(count: Count) -> str:
    named = [symbol.text for symbol in symbols_of(count) if symbol.named]
    if named:
        return f"it depends on {', '.join(dict.fromkeys(named))}"
    return "nothing shows the shape of its input"


def _formula(
    layer: KerasLayer, count: Count, reason: str | None, refused: Refused | None
) -> tuple[str | None, tuple[str, ...]]:
    """The formula, if all sizes in it have a text of their own, and the texts of the unknown ones."""
    symbols = symbols_of(count)
    if refused is not None or (reason is not None and layer.open_reason() is not None):
        return None, ()
    if not all(symbol.named for symbol in symbols):
        return None, ()
    texts = [symbol.text for symbol in symbols]
    if len(set(texts)) < len(texts):
        return None, ()  # two different unknowns of the same text
    return layer.formula(), tuple(texts)


def _type(layer: KerasLayer) -> str:
    if isinstance(layer, (OpaqueLayer, CustomLayer)):
        return layer.type_name
    if isinstance(layer.user_class, ClassValue):
        return layer.user_class.name
    return getattr(layer, "class_name", None) or layer.keras_name


def _wrapped(layer: KerasLayer) -> list[str]:
    found: list[str] = []
    current = layer
    while current.sublayer_arguments and len(found) < MAX_NESTING:
        inner = [each for each in current.sublayers() if each is not current]
        if not inner:
            break
        current = inner[0]
        found.append(_type(current))
    return found


def _inner(layer: KerasLayer, default: Span, depth: int) -> tuple[Layer, ...] | None:
    """The layers of a nested model."""
    if depth > MAX_NESTING:
        return None
    if isinstance(layer, Sequential):
        return tuple(_layer_of(step.layer, step, default, depth + 1) for step in layer.chain())
    if isinstance(layer, Functional):
        inner = [each for each in layer.layers if not isinstance(each, InputLayer)]
        return tuple(_layer_of(each, _read_by(each), default, depth + 1) for each in inner)
    return None


def _read_by(layer: KerasLayer) -> Step | None:
    shapes: Shapes | None = layer.built_on
    if shapes is None:
        return None
    try:
        return Step(layer, shapes, layer.output_of(shapes))
    except Exception:
        return Step(layer, shapes, None)


def _arguments(layer: KerasLayer) -> dict[str, object]:
    kept: dict[str, object] = {}
    for name, value in layer.args.values.items():
        if isinstance(value, KerasLayer) or (name in layer.args.given and _constant(value)):
            kept[name] = value
    return kept


def _open_arguments(layer: KerasLayer) -> tuple[str, ...]:
    kept = _arguments(layer)
    values = layer.args.values.items()
    return tuple(
        name for name, value in values if name not in kept and (name in layer.args.given or isinstance(value, Unknown))
    )


def _constant(value: Value) -> bool:
    if isinstance(value, (tuple, list)):
        return all(_constant(item) for item in value)
    return is_constant(value)


def shown(value: Value) -> object:
    """A value as a variant shows it: a constant, a list, or its text."""
    if isinstance(value, (tuple, list)):
        return [shown(item) for item in value]
    if is_constant(value) and not isinstance(value, (bytes, complex)):
        return plain(value)
    if isinstance(value, Unknown):
        return value.text or "?"
    if isinstance(value, dict):
        return str({str(shown(key)): shown(item) for key, item in value.items()})
    if isinstance(value, (Size, range, bytes, complex)) or value is ...:
        return str(value)
    if isinstance(value, Tensor):
        return str(value.shape)
    named = value.cls if isinstance(value, Instance) else value
    return str(getattr(named, "name", None) or type(named).__name__)  # what it is made of may show where it is kept
