"""Each direction has a cell of its own, with the weight that its build adds."""
import tf_keras as keras
from tf_keras import layers


class Cell(layers.SimpleRNNCell):
    def build(self, input_shape):
        super().build(input_shape)
        self.gain = self.add_weight(shape=(self.units,), name="gain")

    def call(self, inputs, states, training=None):
        output, states = super().call(inputs, states, training=training)
        return output * self.gain, states


model = keras.Sequential([keras.Input((5, 8)), layers.Bidirectional(layers.RNN(Cell(4))), layers.Dense(2)])
