"""Custom layers frozen as a whole and in part."""
import keras
from keras import layers


class Two(layers.Layer):
    def __init__(self, freeze_first=False, **kwargs):
        super().__init__(**kwargs)
        self.a = layers.Dense(4)
        self.b = layers.Dense(4)
        self.a.trainable = not freeze_first

    def call(self, x):
        return self.b(self.a(x))


model = keras.Sequential([keras.Input((3,)), Two(), Two(freeze_first=True), Two(trainable=False), Two()])
model.layers[-1].trainable = False
