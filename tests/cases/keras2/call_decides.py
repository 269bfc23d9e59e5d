# expect: partial
"""tf.keras 2 runs `call`, whatever `compute_output_shape` says; and that of a chain that has one of its own."""
import tf_keras as keras
from tf_keras import layers


class Wider(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(3)

    def call(self, x):
        return self.dense(x)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], 7)


class Extended(keras.Sequential):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.add(layers.Dense(units))
        self.last = layers.Dense(3)

    def call(self, x, training=None, mask=None):
        return self.last(super().call(x))


model = keras.Sequential([Wider(), layers.Dense(2)])
model.build((None, 8))
model = keras.Sequential([keras.Input((8,)), Extended(4), layers.Dense(2)])
