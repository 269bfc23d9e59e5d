"""The same as custom/call_waits_for_data.py where Keras runs every ``call`` on symbolic inputs."""
import tf_keras as keras
import numpy as np
from tf_keras import layers


class Excite(layers.Layer):
    def build(self, input_shape):
        self.pool = layers.GlobalAveragePooling2D(keepdims=True)
        self.reduce = layers.Dense(3)
        self.expand = layers.Dense(input_shape[-1])
        super().build(input_shape)

    def call(self, x):
        return x * self.expand(self.reduce(self.pool(x)))


class ExciteShape(Excite):
    def compute_output_shape(self, input_shape):
        return input_shape


class Inner(layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(3)

    def build(self, input_shape):
        self.scale = self.add_weight(shape=(input_shape[-1], 2), name="scale")
        self.built = True

    def call(self, x):
        return self.dense(x)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], 3)


class Outer(layers.Layer):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def build(self, input_shape):
        self.inner.build(input_shape)
        self.built = True

    def call(self, x):
        return self.inner(x)


class OuterShape(Outer):
    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], 3)


class Chains(layers.Layer):
    def __init__(self):
        super().__init__()
        self.open = keras.Sequential([layers.Dense(4), layers.Dense(6)])
        self.known = keras.Sequential([layers.Input((6,)), layers.Dense(4), layers.Dense(6)])

    def build(self, input_shape):
        super().build(input_shape)

    def call(self, x):
        return self.open(x) + self.known(x)

    def compute_output_shape(self, input_shape):
        return input_shape


class Cell(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.state_size = self.units = units
        self.recurrent = layers.Dense(units)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel")
        self.built = True

    def call(self, x, states):
        output = x @ self.kernel + self.recurrent(states[0])
        return output, [output]


class Choice(layers.Layer):
    def __init__(self, first):
        super().__init__()
        self.first = first
        self.one = layers.Dense(4)
        self.two = layers.Dense(5)
        self.rows = [layers.Dense(6) for _ in range(3)]

    def call(self, x):
        for layer in self.rows[:2]:
            x = layer(x)
        return self.one(x) if self.first else self.two(x)


excited = keras.Sequential([keras.Input((4, 4, 6)), Excite()])
waiting = keras.Sequential([keras.Input((4, 4, 6)), ExciteShape()])
inner = keras.Sequential([keras.Input((6,)), Inner(), layers.Dense(2)])
steps = keras.Sequential([keras.Input((5, 6)), layers.TimeDistributed(Inner()), layers.Dense(2)])
outer = keras.Sequential([keras.Input((6,)), Outer(Inner()), layers.Dense(2)])
outer_shape = keras.Sequential([keras.Input((6,)), OuterShape(Inner()), layers.Dense(2)])
recurrent = keras.Sequential([keras.Input((5, 6)), layers.RNN(Cell(4)), layers.Dense(2)])
stacked = keras.Sequential([keras.Input((5, 6)), layers.RNN([Cell(4), Cell(3)]), layers.Dense(2)])
one = keras.Sequential([keras.Input((6,)), Choice(True), layers.Dense(2)])
two = keras.Sequential([keras.Input((6,)), Choice(False), layers.Dense(2)])

waiting_fed = keras.Sequential([keras.Input((4, 4, 6)), ExciteShape()])
waiting_fed(np.zeros((2, 4, 4, 6), "float32"))
steps_fed = keras.Sequential([keras.Input((5, 6)), layers.TimeDistributed(Inner()), layers.Dense(2)])
steps_fed(np.zeros((2, 5, 6), "float32"))
recurrent_fed = keras.Sequential([keras.Input((5, 6)), layers.RNN(Cell(4)), layers.Dense(2)])
recurrent_fed(np.zeros((2, 5, 6), "float32"))
chains = keras.Sequential([keras.Input((6,)), Chains(), layers.Dense(2)])
chains.compile("sgd", "mse")
chains.fit(np.zeros((4, 6)), np.zeros((4, 2)), verbose=0)
