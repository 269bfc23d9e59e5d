"""A densely connected block: each layer reads all before it."""
import keras
from keras import layers


class DenseBlock(layers.Layer):
    def __init__(self, num_convs, num_channels):
        super().__init__()
        self.convs = [layers.Conv2D(num_channels, 3, padding='same') for _ in range(num_convs)]

    def call(self, x):
        for conv in self.convs:
            y = conv(x)
            x = keras.ops.concatenate([x, y], axis=-1)
        return x


model = keras.Sequential([keras.Input((8, 8, 3)), DenseBlock(3, 5), layers.Conv2D(4, 1), layers.AvgPool2D(2), layers.Flatten()])
