"""Attention pooling over time, with its own weights."""
import keras
from keras import layers, ops


class AttentionPooling(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.W = self.add_weight(name="att_weight", shape=(input_shape[-1], 1), initializer="normal")
        self.b = self.add_weight(name="att_bias", shape=(input_shape[1], 1), initializer="zeros")
        super().build(input_shape)

    def call(self, x):
        et = ops.squeeze(ops.tanh(ops.matmul(x, self.W) + self.b), axis=-1)
        at = ops.expand_dims(ops.softmax(et), axis=-1)
        return ops.sum(x * at, axis=1)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], input_shape[-1])


model = keras.Sequential([
    keras.Input((20, 6)), layers.LSTM(8, return_sequences=True), AttentionPooling(), layers.Dense(2),
])
