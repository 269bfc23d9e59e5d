"""CBAM's channel and spatial attention."""
import keras
from keras import layers, ops


class ChannelAttention(layers.Layer):
    def __init__(self, reduction=8):
        super().__init__()
        self.reduction = reduction

    def build(self, input_shape):
        c = input_shape[-1]
        self.mlp = keras.Sequential([layers.Dense(c // self.reduction, activation='relu'), layers.Dense(c)])
        self.mlp.build((None, c))

    def call(self, x):
        avg = self.mlp(ops.mean(x, axis=[1, 2]))
        mx = self.mlp(ops.max(x, axis=[1, 2]))
        return x * ops.sigmoid(avg + mx)[:, None, None, :]


class SpatialAttention(layers.Layer):
    def __init__(self, kernel_size=7):
        super().__init__()
        self.conv = layers.Conv2D(1, kernel_size, padding='same', activation='sigmoid', use_bias=False)

    def call(self, x):
        avg = ops.mean(x, axis=-1, keepdims=True)
        mx = ops.max(x, axis=-1, keepdims=True)
        return x * self.conv(ops.concatenate([avg, mx], axis=-1))


model = keras.Sequential([keras.Input((10, 10, 3)), layers.Conv2D(16, 3), ChannelAttention(), SpatialAttention(), layers.Flatten(), layers.Dense(1)])
