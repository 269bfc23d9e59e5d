"""A model of real Keras as data: what every layer holds, in the form of ``lint-params summary --format json``."""

from __future__ import annotations

import math
from typing import Any

Json = dict[str, Any]


def model_record(model: Any) -> Json:
    """The model as it stands. Numbers of what is not built are null."""
    shapes = output_shapes(model)
    layers = [layer_record(layer, shapes.get(id(layer))) for layer in model.layers]
    built = all(layer["params"] is not None for layer in layers)
    return {
        "name": model.name,
        "built": built,
        "total": model.count_params() if built and layers else (0 if built else None),
        "trainable": _count(model.trainable_weights) if built else None,
        "layers": layers,
    }


def layer_record(layer: Any, shape: object) -> Json:
    """One layer; ``shape`` is its output shape within the model that lists it."""
    built = layer.built and _inside_built(layer)
    nested = hasattr(layer, "pop")  # a Sequential: what it lists is a chain
    weights = layer.weights if built else []
    return {
        "type": type(layer).__name__,
        "name": layer.name,
        "keras": type(layer).__module__.partition(".")[0] in ("keras", "tf_keras", "tensorflow"),
        "params": _count(weights) if built else None,
        "trainable": _count(layer.trainable_weights) if built else None,
        "output_shape": shape,
        "weights": [_weight(weight) for weight in weights],
        "layers": model_record(layer)["layers"] if nested else None,
    }


def _weight(weight: Any) -> Json:
    dtype = weight.dtype
    return {
        # tf_keras: "dense/kernel:0"
        "name": weight.name.split("/")[-1].split(":")[0],
        "shape": [int(size) for size in weight.shape],
        "dtype": dtype if isinstance(dtype, str) else dtype.name,
        "trainable": bool(weight.trainable),
    }


def _count(weights: Any) -> int:
    distinct = {id(weight): weight for weight in weights}
    return sum(math.prod(int(size) for size in weight.shape) for weight in distinct.values())


def _is_model(layer: Any) -> bool:
    return hasattr(layer, "layers") and hasattr(layer, "train_step")


def _inside_built(layer: Any) -> bool:
    """Whether nothing inside is left unbuilt: a model made without shapes calls itself built in some cases."""
    if _is_model(layer):
        return all(inner.built and _inside_built(inner) for inner in layer.layers)
    return True


def output_shapes(model: Any) -> dict[int, object]:
    """The output shape of each layer, by identity, where this model calls it: a shared layer has one a model."""
    graph = getattr(model, "_functional", None) or model
    found: dict[int, object] = {}
    for nodes in (getattr(graph, "_nodes_by_depth", None) or {}).values():
        for node in nodes:
            if hasattr(node, "operation"):
                shapes = [_sizes(tensor.shape) for tensor in node.output_tensors]
                found[id(node.operation)] = shapes[0] if len(shapes) == 1 else shapes
            else:
                found[id(node.layer)] = _legacy_shapes(node.output_shapes)
    return found


def _legacy_shapes(shapes: Any) -> object:
    """``shapes`` of tf_keras: a ``TensorShape``, or a list of such."""
    if isinstance(shapes, (list, tuple)) and shapes and not isinstance(shapes[0], (int, type(None))):
        return [_sizes(shape) for shape in shapes]
    return _sizes(shapes)


def _sizes(shape: Any) -> list[int | None]:
    return [None if size is None else int(size) for size in shape]
