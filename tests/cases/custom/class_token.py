"""A learned token in front of the sequence."""
import keras
from keras import layers, ops


class ClassToken(layers.Layer):
    def build(self, input_shape):
        self.hidden = input_shape[-1]
        self.cls = self.add_weight(name="cls", shape=(1, 1, self.hidden), initializer="zeros")

    def call(self, inputs):
        batch = ops.shape(inputs)[0]
        token = ops.broadcast_to(self.cls, [batch, 1, self.hidden])
        return ops.concatenate([token, inputs], 1)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], input_shape[1] + 1, input_shape[2])


model = keras.Sequential([keras.Input((9, 4)), ClassToken(), layers.Flatten(), layers.Dense(2)])
