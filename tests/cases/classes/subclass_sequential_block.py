"""A block derived from Sequential, put into another model."""
from tensorflow import keras
from tensorflow.keras import layers


class ConvBlock(keras.Sequential):
    def __init__(self, filters, **kwargs):
        super().__init__([layers.Conv2D(filters, 3, padding='same'), layers.BatchNormalization(), layers.ReLU()], **kwargs)


model = keras.Sequential([keras.Input((8, 8, 3)), ConvBlock(4), ConvBlock(8, name='second'), layers.Flatten(), layers.Dense(1)])
