"""dtypes by argument and by the default float type."""
import keras
from keras import layers

keras.backend.set_floatx('float64')
model = keras.Sequential([
    layers.Input((8,)),
    layers.Dense(4),
    layers.Dense(3, dtype='float32'),
    layers.Dense(2, dtype='float16'),
    layers.Dense(2, dtype=keras.DTypePolicy('mixed_bfloat16')),
])
