"""The tf_keras package by its name."""
import tf_keras
from tf_keras import layers

model = tf_keras.Sequential([
    layers.InputLayer(input_shape=(10, 3)), layers.Conv1D(4, 3), layers.LocallyConnected1D(2, 3), layers.Flatten(), layers.Dense(1),
])
