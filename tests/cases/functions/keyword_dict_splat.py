"""Arguments kept in dictionaries and splatted into layers."""
from keras import layers, models

conv_args = dict(kernel_size=3, padding='same', activation='relu')
dense_args = {'activation': 'relu', 'use_bias': False}
pool = (2, 2)

model = models.Sequential([
    layers.Input((32, 32, 3)),
    layers.Conv2D(8, **conv_args),
    layers.MaxPooling2D(*[pool]),
    layers.Conv2D(16, **{**conv_args, 'kernel_size': 5}),
    layers.Flatten(),
    layers.Dense(10, **dense_args),
])
