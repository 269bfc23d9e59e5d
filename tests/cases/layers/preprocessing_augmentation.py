"""Augmentation and preprocessing in front of a network."""
from keras import Input, Sequential, layers

model = Sequential([
    Input((40, 30, 3)), layers.Resizing(32, 32), layers.Rescaling(1 / 127.5, offset=-1), layers.RandomFlip("horizontal"),
    layers.RandomRotation(.1), layers.RandomZoom(.2), layers.RandomContrast(.1), layers.RandomTranslation(.1, .1), layers.CenterCrop(28, 28),
    layers.Conv2D(4, 3), layers.GlobalMaxPooling2D(), layers.Dense(2),
])
