"""One tower applied to both inputs."""
import keras
from keras import layers

tower = keras.Sequential([
    layers.Input((28, 28, 1)), layers.Conv2D(4, 7), layers.MaxPooling2D(), layers.Flatten(), layers.Dense(16),
])
left, right = keras.Input((28, 28, 1)), keras.Input((28, 28, 1))
merged = layers.Subtract()([tower(left), tower(right)])
siamese = keras.Model([left, right], layers.Dense(1)(merged))
