"""Attributes that are set anew or deleted: tf.keras 2 forgets the variables that they held."""
import tensorflow as tf
import tf_keras as keras
from tf_keras import layers


class Counted(layers.Layer):
    def build(self, input_shape):
        for number in range(3):
            self.scale = self.add_weight(shape=(input_shape[-1],), name=f"scale{number}")

    def call(self, x):
        return x * self.scale


class Cleared(layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(shape=(input_shape[-1],), name="scale")
        self.shift = self.same = self.add_weight(shape=(input_shape[-1],), name="shift")
        self.scale = None
        self.shift = None

    def call(self, x):
        return x + self.same


class Replaced(layers.Layer):
    def build(self, input_shape):
        self.dense = layers.Dense(3)
        self.dense.build(input_shape)
        self.dense = layers.Dense(4)
        self.dense.build(input_shape)

    def call(self, x):
        return self.dense(x)


class Deleted(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(3)
        self.unused = layers.Dense(4)

    def build(self, input_shape):
        self.dense.build(input_shape)
        self.unused.build(input_shape)
        self.scale = self.add_weight(shape=(3,), name="scale")
        del self.unused, self.scale

    def call(self, x):
        return self.dense(x)


class HeldTwice(layers.Layer):
    def build(self, input_shape):
        self.scale = self.same = self.add_weight(shape=(input_shape[-1],), name="scale")
        del self.scale

    def call(self, x):
        return x * self.same


class Shortened(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.denses = [layers.Dense(3), layers.Dense(4)]

    def build(self, input_shape):
        for dense in self.denses:
            dense.build(input_shape)
        self.denses = self.denses[:1]

    def call(self, x):
        return self.denses[0](x)


class WithoutBias(layers.Dense):
    def build(self, input_shape):
        super().build(input_shape)
        self.use_bias = False
        self.bias = None


class SameKernel(layers.Layer):
    def __init__(self, dense, **kwargs):
        super().__init__(**kwargs)
        self.dense_of = [dense.kernel]
        self.kernel = dense.kernel

    def call(self, x):
        return tf.matmul(x, self.kernel)


class Frozen(layers.Layer):
    trainable = False

    def build(self, input_shape):
        self.scale = self.add_weight(shape=(input_shape[-1],), name="scale")

    def call(self, x):
        return x * self.scale


class FrozenDense(layers.Dense):
    trainable = False


model = keras.Sequential([keras.Input((8,)), Counted(), Cleared(), Replaced(), layers.Dense(2)])
model = keras.Sequential([keras.Input((8,)), HeldTwice(), Deleted(), layers.Dense(2)])
model = keras.Sequential([keras.Input((8,)), Shortened(), WithoutBias(5), layers.Dense(2)])
model = keras.Sequential([keras.Input((8,)), Frozen(), FrozenDense(3), layers.Dense(2)])

square = layers.Dense(8)
square.build((None, 8))
model = keras.Sequential([keras.Input((8,)), square, SameKernel(square), layers.Dense(2)])
