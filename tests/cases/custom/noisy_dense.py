"""Noisy networks: mean and deviation for every weight."""
import keras
from keras import layers, ops


class NoisyDense(layers.Layer):
    def __init__(self, units, sigma=0.017, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.sigma = sigma
        self.seed = keras.random.SeedGenerator(1)

    def build(self, input_shape):
        in_dim = input_shape[-1]
        self.mu_w = self.add_weight(name='mu_w', shape=(in_dim, self.units), initializer='uniform')
        self.sigma_w = self.add_weight(
            name='sigma_w', shape=(in_dim, self.units), initializer=keras.initializers.Constant(self.sigma))
        self.mu_b = self.add_weight(name='mu_b', shape=(self.units,))
        self.sigma_b = self.add_weight(name='sigma_b', shape=(self.units,))

    def call(self, x):
        noise = keras.random.normal((self.units,), seed=self.seed)
        return ops.matmul(x, self.mu_w + self.sigma_w * noise) + self.mu_b + self.sigma_b * noise


model = keras.Sequential([keras.Input((4,)), layers.Dense(16), NoisyDense(8), NoisyDense(2)])
