"""channels_first by the global setting."""
import keras
from keras import layers

keras.backend.set_image_data_format('channels_first')
model = keras.Sequential([
    layers.Input((3, 20, 24)),
    layers.Conv2D(4, 3),
    layers.MaxPooling2D(),
    layers.Conv2D(6, 3, data_format='channels_first'),
    layers.GlobalAveragePooling2D(),
    layers.Dense(2),
])
