"""Attention layers. Source: ``keras/src/layers/attention/``.

``MultiHeadAttention`` and ``GroupedQueryAttention`` are called with query, value and perhaps key, here as elsewhere a
list of shapes; ``Attention`` and ``AdditiveAttention`` are called with such a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from lint_params.keras import quantization
from lint_params.keras.base import KerasLayer, Older
from lint_params.model.dimension import Count, Dimension, Size, equal
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, Shapes
from lint_params.model.weight import Weight, formula_of

_PROJECTION = (
    "kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None, "
    "activity_regularizer=None, kernel_constraint=None, bias_constraint=None"
)


class _Projected(KerasLayer):
    """Query, key and value are projected to heads, and the heads back: four dense layers, five with a gate."""

    built_of: ClassVar[tuple[str, ...]] = ("query_shape", "value_shape", "key_shape")

    def _three(self, inputs: Shapes) -> tuple[Shape, Shape, Shape]:
        """The shapes of query, value and key."""
        shapes = inputs if isinstance(inputs, list) else [inputs]
        if not 2 <= len(shapes) <= 3:
            raise Refused(f"{self.keras_name} is called with query, value and perhaps key", "missing", "value")
        query, value, key = shapes if len(shapes) == 3 else (*shapes, shapes[1])
        if not value.open and not key.open:
            differ = _differ if self.setting.generation == "3" else _surely_differ
            middle = zip(value.sizes[1:-1], key.sizes[1:-1], strict=False)
            if len(value.sizes) != len(key.sizes) or any(differ(a, b) for a, b in middle):
                raise Refused(f"value {value} and key {key} may differ in their last size only", "merge")
        return query, value, key

    def _plain(self) -> None:
        """Of a quantized policy, which the dense layers inside take over, the weights are not described."""
        if quantization.of(self) is not None:
            raise Undetermined(f"what {self.keras_name} keeps when quantized is not described")

    def _dense(self, name: str, features: Count, *heads: Count) -> Iterator[Weight]:
        """An ``EinsumDense`` from the features to (heads, size)."""
        yield self.weight(f"{name}kernel", (features, *heads))
        if self.args.flag("use_bias"):
            yield self.weight(f"{name}bias", heads)

    def formula(self) -> str:
        """A product for each dense layer, equal ones together: ``3*(n*2*3 + 2*3) + 2*3*n + n``."""
        size = 2 if self.args.raw("use_bias") is True else 1
        dense = [formula_of(self.own_weights[i : i + size]) for i in range(0, len(self.own_weights), size)]
        times = {text: dense.count(text) for text in dense}
        return " + ".join(text if many == 1 else f"{many}*({text})" for text, many in times.items()) or "0"


def _differ(a: Dimension, b: Dimension) -> bool:
    """Whether Keras, which compares sizes as they are, finds two of them different."""
    return (a is None) != (b is None) if a is None or b is None else equal(a, b) is False


def _surely_differ(a: Dimension, b: Dimension) -> bool:
    """Whether two sizes are known and different, which is all that TensorFlow can find."""
    return a is not None and b is not None and equal(a, b) is False


class MultiHeadAttention(_Projected):
    """Heads of ``key_dim``, values of ``value_dim``. Source: ``keras/src/layers/attention/multi_head_attention.py``."""

    _BEFORE = "num_heads, key_dim, value_dim=None, dropout=0.0, use_bias=True, output_shape=None, attention_axes=None, "
    signature = f"{_BEFORE}sliding_window=None, flash_attention=None, {_PROJECTION}, use_gate=False, seed=None"
    older: ClassVar[Mapping[str, Older]] = {"tf2": Older(f"{_BEFORE}{_PROJECTION}, softmax_robust_masking=False")}
    generations: ClassVar[tuple[str, ...]] = ("3", "tf2")

    def check(self) -> None:
        self.args.size("num_heads", least=1 if self.setting.generation == "3" else 0)
        self.args.size("key_dim")
        if self.setting.generation == "3":
            self.args.optional_size("value_dim")
            self.args.optional_size("sliding_window")

    def weights_of(self, inputs: Shapes) -> Iterator[Weight]:
        query, value, key = self._three(inputs)
        self._plain()
        if self.setting.generation != "3":
            self._check_ranks(query, value)
        heads, key_dim = self.args.size("num_heads", least=0), self.args.size("key_dim")
        value_dim = self.args.optional_size("value_dim", least=0) or key_dim
        yield from self._dense("", query.features(self.keras_name), heads, key_dim)
        yield from self._dense("", key.features(self.keras_name), heads, key_dim)
        if self.args.flag("use_gate"):
            yield from self._dense("", query.features(self.keras_name), heads, value_dim)
        yield from self._dense("", value.features(self.keras_name), heads, value_dim)
        last = self._last(query)
        yield self.weight("kernel", (heads, value_dim, *last))
        if self.args.flag("use_bias"):
            yield self.weight("bias", last)

    def _check_ranks(self, query: Shape, value: Shape) -> None:
        """tf.keras multiplies query and key, so their ranks must agree."""
        query.at_least_rank(3, self.keras_name)
        if not query.open and not value.open and len(query.sizes) != len(value.sizes):
            raise Refused(f"query {query} and value {value} must have the same rank", "rank")

    def _last(self, query: Shape) -> tuple[Dimension, ...]:
        """The sizes that the output has in place of the query's features."""
        value = self.args.value("output_shape")
        if isinstance(value, (int, Size)) and value:
            return (value,)
        return (self.args.shape("output_shape") if value else None) or (query.features(self.keras_name),)

    def output_of(self, inputs: Shapes) -> Shapes:
        query, _, _ = self._three(inputs)
        return query[:-1] + self._last(query)


class GroupedQueryAttention(_Projected):
    """Fewer heads for key and value. Source: ``keras/src/layers/attention/grouped_query_attention.py``.

    Exported as ``keras.layers.GroupQueryAttention``.
    """

    signature = (
        "head_dim, num_query_heads, num_key_value_heads, dropout=0.0, use_bias=True, sliding_window=None, "
        f"flash_attention=None, {_PROJECTION}, use_gate=False, seed=None"
    )
    aliases = ("GroupQueryAttention",)
    generations: ClassVar[tuple[str, ...]] = ("3",)

    def check(self) -> None:
        queries, keys = self.args.size("num_query_heads", least=0), self.args.size("num_key_value_heads")
        self.args.size("head_dim")
        self.args.optional_size("sliding_window")
        if isinstance(queries, int) and isinstance(keys, int) and queries % keys:
            raise Refused(f"num_query_heads {queries} is no multiple of num_key_value_heads {keys}", "groups")

    def weights_of(self, inputs: Shapes) -> Iterator[Weight]:
        query, value, key = self._three(inputs)
        self._plain()
        for shape in (query, value, key):
            if not shape.at_least_rank(3, self.keras_name).open and len(shape.sizes) > 3:
                raise Undetermined(f"{self.keras_name} is made for inputs of 3 dimensions, not {shape}")
        size, keys = self.args.size("head_dim"), self.args.size("num_key_value_heads")
        queries = self.args.size("num_query_heads", least=0)
        features = query.features(self.keras_name)
        yield from self._dense("", features, queries, size)
        yield from self._dense("", key.features(self.keras_name), keys, size)
        if self.args.flag("use_gate"):
            yield from self._dense("", features, queries, size)
        yield from self._dense("", value.features(self.keras_name), keys, size)
        yield self.weight("kernel", (queries, size, features))
        if self.args.flag("use_bias"):
            yield self.weight("bias", (features,))

    def output_of(self, inputs: Shapes) -> Shapes:
        query, value, _ = self._three(inputs)
        if _differ(query.last, value.last):
            raise Refused(f"query {query} and value {value} must have the same last size", "merge")
        return query


class Attention(KerasLayer):
    """Dot products, perhaps scaled. Source: ``keras/src/layers/attention/attention.py``."""

    signature = "use_scale=False, score_mode='dot', dropout=0.0, seed=None"
    older: ClassVar[Mapping[str, Older]] = {
        "tf2": Older(
            "use_scale=False, score_mode='dot', dropout=0.0, causal=False, seed=None, force_generator=False, "
            "rng_type=None"
        )
    }
    generations: ClassVar[tuple[str, ...]] = ("3", "tf2")

    def check(self) -> None:
        self.args.choice("score_mode", ("dot", "concat"))

    def _listed(self, inputs: Shapes) -> list[Shape]:
        if not isinstance(inputs, list) or not 2 <= len(inputs) <= 3:
            raise Refused(f"{self.keras_name} reads a list [query, value] or [query, value, key]", "rank")
        return inputs

    def weights_of(self, inputs: Shapes) -> Iterator[Weight]:
        self._listed(inputs)
        if self.args.flag("use_scale"):
            yield self.weight("scale", ())
        if self.args.choice("score_mode", ("dot", "concat")) == "concat":
            yield self.weight("concat_score_weight", ())

    def output_of(self, inputs: Shapes) -> Shapes:
        query, value, *more = self._listed(inputs)
        if self.setting.generation != "3":
            self._check_products(query, value, more[0] if more else value)
        return query.with_last(value.last)

    def _check_products(self, query: Shape, value: Shape, key: Shape) -> None:
        """tf.keras runs the products to find the output: query by key, and the scores by value."""
        if query.open or value.open or key.open:
            return
        if not len(query.sizes) == len(value.sizes) == len(key.sizes):
            raise Refused(f"query {query}, value {value} and key {key} must have the same rank", "rank")
        if _surely_differ(query.last, key.last) or any(map(_surely_differ, value.sizes[1:-1], key.sizes[1:-1])):
            raise Refused(f"query {query}, value {value} and key {key} don't fit together", "merge")


class AdditiveAttention(Attention):
    """A scale per feature. Source: ``keras/src/layers/attention/additive_attention.py``."""

    signature = "use_scale=True, dropout=0.0, score_mode='dot', seed=None"
    older: ClassVar[Mapping[str, Older]] = {
        "tf2": Older("use_scale=True, dropout=0.0, causal=False, seed=None, force_generator=False, rng_type=None")
    }

    def check(self) -> None:
        if self.setting.generation == "3":
            super().check()

    def weights_of(self, inputs: Shapes) -> Iterator[Weight]:
        query, value = self._listed(inputs)[:2]
        if self.args.flag("use_scale"):
            scaled = query if self.setting.generation == "3" else value
            yield self.weight("scale", (scaled.features(self.keras_name),))
