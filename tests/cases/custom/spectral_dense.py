"""A dense layer that keeps a vector for power iteration."""
import keras
from keras import layers, ops


class SpectralDense(layers.Dense):
    def build(self, input_shape):
        super().build(input_shape)
        self.u = self.add_weight(name='u', shape=(1, self.units), initializer='random_normal', trainable=False)

    def call(self, inputs):
        v = ops.matmul(self.u, ops.transpose(self.kernel))
        sigma = ops.norm(v)
        return ops.matmul(inputs, self.kernel / sigma) + self.bias


model = keras.Sequential([keras.Input((6,)), SpectralDense(8), layers.ReLU(), SpectralDense(1)])
