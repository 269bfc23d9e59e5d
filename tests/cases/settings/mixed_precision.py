"""A global policy: variables stay float32."""
import keras
from keras import layers

keras.mixed_precision.set_global_policy('mixed_float16')
model = keras.Sequential([
    layers.Input((8,)),
    layers.Dense(4, activation='relu'),
    layers.BatchNormalization(),
    layers.Dense(2),
    layers.Activation('softmax', dtype='float32'),
])
