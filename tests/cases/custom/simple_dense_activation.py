"""Activation by name, an explicit output shape."""
import tensorflow as tf
from tensorflow.keras.layers import Layer, Input
from tensorflow.keras.models import Sequential


class SimpleDense(Layer):
    def __init__(self, units=32, activation=None):
        super(SimpleDense, self).__init__()
        self.units = units
        self.activation = tf.keras.activations.get(activation)

    def build(self, input_shape):
        self.w = self.add_weight(name="kernel", shape=(input_shape[-1], self.units), dtype='float32')
        self.b = self.add_weight(name="bias", shape=(self.units,), initializer='zeros', trainable=True)

    def call(self, inputs):
        return self.activation(tf.matmul(inputs, self.w) + self.b)


model = Sequential([Input((10,)), SimpleDense(6, activation='relu'), SimpleDense(1)])
