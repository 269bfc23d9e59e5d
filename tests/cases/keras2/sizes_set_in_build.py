"""Sizes and lists that a layer of the program changes after Keras' class has made them."""
import tf_keras as keras
from tf_keras import layers


class Sized(layers.Dense):
    def __init__(self):
        super().__init__(1)

    def build(self, input_shape):
        self.units = input_shape[-1] // 2
        super().build(input_shape)


class Doubled(layers.Dense):
    def __init__(self, units, **kwargs):
        super().__init__(units, **kwargs)
        self.units = 2 * units


class Strided(layers.Conv1D):
    def build(self, input_shape):
        if self.built:
            return
        self.filters = 5
        self.extra = self.add_weight(shape=(3,), name="extra")
        super().build(input_shape)


class Filled(layers.Layer):
    def __init__(self, count, **kwargs):
        super().__init__(**kwargs)
        self.blocks = [None] * count
        for number in range(count):
            self.blocks[number] = layers.Dense(3 + number)
        given = []
        self.kept = given
        given.append(layers.Dense(6))
        self.late = given[0]
        self.replaced = [layers.Dense(4)]
        self.replaced[0] = layers.Dense(5)

    def build(self, input_shape):
        for block in [*self.blocks, self.late, *self.replaced]:
            block.build(input_shape)

    def call(self, x):
        return self.late(x)


model = keras.Sequential([keras.Input((8,)), Sized(), Doubled(3), layers.Dense(2)])
model = keras.Sequential([keras.Input((8, 2)), Strided(1, 3), layers.Dense(2)])
model = keras.Sequential([keras.Input((8,)), Filled(3), layers.Dense(2)])
