"""A convolutional residual block with a projection where shapes differ."""
import keras
from keras import layers


class ResidualBlock(layers.Layer):
    def __init__(self, filters, strides=1, **kwargs):
        super().__init__(**kwargs)
        self.conv1 = layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)
        self.bn1 = layers.BatchNormalization()
        self.conv2 = layers.Conv2D(filters, 3, padding="same", use_bias=False)
        self.bn2 = layers.BatchNormalization()
        self.shortcut = None
        if strides > 1:
            self.shortcut = layers.Conv2D(filters, 1, strides=strides, use_bias=False)

    def call(self, inputs, training=None):
        x = keras.activations.relu(self.bn1(self.conv1(inputs), training=training))
        x = self.bn2(self.conv2(x), training=training)
        skip = inputs if self.shortcut is None else self.shortcut(inputs)
        return keras.activations.relu(x + skip)


model = keras.Sequential([
    keras.Input((32, 32, 3)), layers.Conv2D(8, 3, padding="same"), ResidualBlock(8), ResidualBlock(16, strides=2),
    layers.GlobalAveragePooling2D(), layers.Dense(10),
])
