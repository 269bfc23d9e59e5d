"""Variables and layers in lists, tuples, dictionaries and named tuples, also put there after these were set."""
from collections import OrderedDict, namedtuple

import keras
from keras import layers

Pair = namedtuple("Pair", "first second")


class Contained(layers.Layer):
    def __init__(self, count, **kwargs):
        super().__init__(**kwargs)
        self.kernels = [keras.Variable(keras.random.normal((8, 8)), name=f"kernel{number}") for number in range(count)]
        self.both = (keras.Variable(keras.random.normal((2,))), keras.Variable(keras.random.normal((5,)), trainable=False))
        self.named = {"scale": keras.Variable(keras.random.normal((3,)))}
        self.late = []
        self.late.append(keras.Variable(keras.random.normal((7,))))

    def call(self, x):
        for kernel in self.kernels:
            x = x @ kernel
        return x


class Paired(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.pair = Pair(layers.Dense(3), layers.Dense(4))
        self.ordered = OrderedDict([("last", layers.Dense(5))])

    def call(self, x):
        return self.ordered["last"](self.pair.second(self.pair.first(x)))


class Mixin(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.temperature = self.add_weight(shape=(4,), name="temperature")


class MixedIn(Mixin, layers.Dense):
    def __init__(self, units, **kwargs):
        super().__init__(units=units, **kwargs)


model = keras.Sequential([keras.Input((8,)), Contained(3), Paired(), MixedIn(4), layers.Dense(2)])

model = keras.Sequential([
    keras.Input((6,)),
    layers.Dense(3),
    keras.Sequential([layers.Dense(2), layers.BatchNormalization()]),
])
for layer in model._flatten_layers():
    if isinstance(layer, layers.BatchNormalization):
        layer.trainable = False
