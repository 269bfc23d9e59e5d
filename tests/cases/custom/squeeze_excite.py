"""Squeeze and excitation, its layers made in build."""
import keras
from keras import layers


class SqueezeExcite(layers.Layer):
    def __init__(self, ratio=4, **kwargs):
        super().__init__(**kwargs)
        self.ratio = ratio

    def build(self, input_shape):
        channels = input_shape[-1]
        self.pool = layers.GlobalAveragePooling2D(keepdims=True)
        self.reduce = layers.Dense(max(1, channels // self.ratio), activation="relu")
        self.expand = layers.Dense(channels, activation="sigmoid")
        self.reduce.build((None, 1, 1, channels))
        self.expand.build((None, 1, 1, max(1, channels // self.ratio)))
        self.built = True

    def call(self, x):
        scale = self.expand(self.reduce(self.pool(x)))
        return x * scale

    def compute_output_shape(self, input_shape):
        return input_shape


model = keras.Sequential([keras.Input((16, 16, 3)), layers.Conv2D(12, 3), SqueezeExcite(), layers.Flatten(), layers.Dense(2)])
