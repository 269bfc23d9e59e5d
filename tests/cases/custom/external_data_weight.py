"""A weight whose size only the data at hand says."""
# expect: partial
import io
import keras
import numpy as np
from keras import layers

TABLE = np.genfromtxt(io.StringIO("1 2 3\n4 5 6\n7 8 9"))


class Lookup(layers.Layer):
    def build(self, input_shape):
        self.table = self.add_weight(shape=TABLE.shape, name='table', trainable=False)

    def call(self, x):
        return keras.ops.take(self.table, keras.ops.cast(x, 'int32'), axis=0)

    def compute_output_shape(self, input_shape):
        return (*input_shape, TABLE.shape[1])


model = keras.Sequential([keras.Input((2,)), Lookup(), layers.Flatten(), layers.Dense(4), layers.Dense(1)])
