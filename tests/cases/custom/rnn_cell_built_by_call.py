"""A cell whose layers get their weights when it is called: Keras does not call it to build RNN."""
import keras
from keras import layers


class NormalizedCell(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.state_size = units
        self.output_size = units
        self.cell = layers.SimpleRNNCell(units, activation=None)
        self.normalize = layers.LayerNormalization()

    def call(self, inputs, states):
        outputs, _ = self.cell(inputs, states)
        outputs = keras.activations.tanh(self.normalize(outputs))
        return outputs, [outputs]


model = keras.Sequential([keras.Input((5, 3)), layers.RNN(NormalizedCell(8), return_sequences=True), layers.Dense(4)])
