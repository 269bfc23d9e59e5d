"""Radial basis functions around learned centres."""
import keras
from keras import layers, ops


class RBFLayer(layers.Layer):
    def __init__(self, units, gamma, **kwargs):
        super(RBFLayer, self).__init__(**kwargs)
        self.units = units
        self.gamma = gamma

    def build(self, input_shape):
        self.mu = self.add_weight(name='mu', shape=(int(input_shape[1]), self.units), initializer='uniform')
        super(RBFLayer, self).build(input_shape)

    def call(self, inputs):
        diff = ops.expand_dims(inputs, -1) - self.mu
        l2 = ops.sum(ops.power(diff, 2), axis=1)
        return ops.exp(-1 * self.gamma * l2)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.units)


model = keras.Sequential([keras.Input((7,)), RBFLayer(10, 0.5), layers.Dense(1, activation='sigmoid')])
