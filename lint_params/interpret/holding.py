"""What Keras sees a layer of the program hold: the layers in its attributes, in lists and dictionaries there included.

Keras 3 wraps lists and dictionaries when they are set (``keras/src/utils/tracking.py``): it sees what is appended to
its own list, not what is put in the place of an item, nor what comes into a list within it by another name; and what it
has seen once it goes on counting when the attribute is set to something else (``keras/src/layers/layer.py``). tf.keras
2 looks at what is there (``tf_keras/src/engine/base_layer.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lint_params.interpret.values import DequeValue, DictValue, Instance, ListValue, SetValue, Value
from lint_params.keras.base import KerasLayer
from lint_params.keras.models import InputLayer

_DEPTH = 20
"""How deep lists within lists are looked into."""

_ITEMS = 5000
"""Items of a list or dictionary that are looked at."""


class Holding:
    """The layers of ``owner``, as the generation of Keras sees them."""

    def __init__(self, owner: KerasLayer) -> None:
        self._owner = owner
        self._before: list[KerasLayer] = []
        """What attributes and items held before."""
        self._order: list[KerasLayer] = []
        """The layers that were there when an attribute was last set anew, in the order in which they came."""
        self._unseen: list[KerasLayer] = []
        """What is where Keras 3 does not see it."""
        self._left: list[ListValue] = []
        """The lists of which Keras 3 sees no more than what was in them."""

    def layers(self, values: Sequence[Value]) -> list[KerasLayer]:
        """The layers of attributes, and those that they held before, in the order in which they came."""
        if not self._before and not self._unseen:
            return self.within(values)
        unseen = {id(layer) for layer in self._unseen}
        found = [layer for layer in self.within([*self._before, *values]) if id(layer) not in unseen]
        place = {id(layer): at for at, layer in enumerate(self._order)}
        return sorted(found, key=lambda layer: place.get(id(layer), len(place)))

    def within(self, values: Iterable[Value]) -> list[KerasLayer]:
        """The layers in values, each once."""
        found: list[KerasLayer] = []
        seen = {id(self._owner), *map(id, self._left)}
        for value in values:
            _collect(value, found, seen, self._owner.setting.generation == "tf2")
        return found

    def set_anew(self, old: Value, new: Value) -> None:
        """An attribute is about to be set to something else in Keras 3."""
        seen = {id(layer) for layer in self.within([new])}
        self._unseen = [layer for layer in self._unseen if id(layer) not in seen]
        held = self.within([old])
        if held:
            self._order = list(self._owner.sublayers())
            self._keep(held)

    def replace_item(self, old: Value, new: KerasLayer) -> None:
        """An item of a list is set in Keras 3."""
        if all(new is not layer for layer in self._owner.sublayers()):
            self._unseen.append(new)
        self._keep(self.within([old]))

    def nest(self, nested: ListValue) -> None:
        """A list is appended to a list in Keras 3."""
        self._keep(self.within([nested]))
        self._left.append(nested)

    def _keep(self, layers: Iterable[KerasLayer]) -> None:
        known = {id(layer) for layer in self._before}
        self._before += [layer for layer in layers if id(layer) not in known]


def as_kept(value: Value, born: int, depth: int = 0) -> Value:
    """What Keras 3 keeps of an attribute: of a list, one of its own, with what is in it now."""
    if type(value) is not ListValue or depth > _DEPTH:
        return value
    return ListValue([as_kept(each, born, depth + 1) for each in value], born, value.open, value.firm)


def _collect(value: Value, found: list[KerasLayer], seen: set[int], tf2: bool, depth: int = 0) -> None:
    """The layers in a value: no Keras looks into a deque, and tf.keras 2 not into a set or a ``defaultdict``."""
    if id(value) in seen or depth > _DEPTH or isinstance(value, (InputLayer, DequeValue)):
        return
    if tf2 and (isinstance(value, SetValue) or (isinstance(value, DictValue) and value.factory is not None)):
        return
    items: Iterable[Value]
    if isinstance(value, KerasLayer):
        seen.add(id(value))
        found.append(value)
        return
    if isinstance(value, (ListValue, tuple)):
        items = value[:_ITEMS]
    elif isinstance(value, DictValue):
        items = list(value.values())[:_ITEMS]
    elif isinstance(value, Instance) and "typing.NamedTuple" in value.cls.externals:
        items = value.attributes.values()
    else:
        return
    seen.add(id(value))
    for item in items:
        _collect(item, found, seen, tf2, depth + 1)
