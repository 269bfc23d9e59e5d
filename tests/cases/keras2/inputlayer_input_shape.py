"""InputLayer(input_shape=…)."""
from tensorflow import keras
from tensorflow.keras import layers

model = keras.Sequential()
model.add(layers.InputLayer(input_shape=(8, 8, 1)))
model.add(layers.Conv2D(3, 3))
model.add(layers.experimental.preprocessing.Rescaling(1. / 255))
model.add(layers.GlobalAveragePooling2D())
model.add(layers.Dense(2))
