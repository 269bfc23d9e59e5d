"""Registered for saving, with get_config."""
import keras
from keras import layers


@keras.saving.register_keras_serializable(package="nets")
class Bottleneck(layers.Layer):
    def __init__(self, units, factor=2, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.factor = factor
        self.down = layers.Dense(units // factor)
        self.up = layers.Dense(units)

    def call(self, x):
        return self.up(self.down(x))

    def get_config(self):
        config = super().get_config()
        config.update({"units": self.units, "factor": self.factor})
        return config


model = keras.Sequential([keras.Input((6,)), Bottleneck(8), Bottleneck(4, factor=4, name="last")])
