"""The transpose of another layer's kernel, with a bias of its own."""
import keras
from keras import layers, ops


class DenseTranspose(layers.Layer):
    def __init__(self, dense, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.dense = dense
        self.activation = keras.activations.get(activation)

    def build(self, batch_input_shape):
        self.biases = self.add_weight(name="bias", shape=(self.dense.kernel.shape[0],), initializer="zeros")

    def call(self, inputs):
        z = ops.matmul(inputs, ops.transpose(self.dense.kernel))
        return self.activation(z + self.biases)


dense_1 = layers.Dense(10, activation="relu")
dense_2 = layers.Dense(4, activation="relu")
model = keras.Sequential([keras.Input((16,)), dense_1, dense_2, DenseTranspose(dense_2), DenseTranspose(dense_1, "sigmoid")])
