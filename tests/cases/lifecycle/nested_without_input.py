"""Inner models without an input of their own are built by the outer one."""
from tensorflow.keras import Sequential, layers

augment = Sequential([layers.RandomFlip('horizontal'), layers.RandomRotation(0.1)], name='augment')
body = Sequential([layers.Conv2D(4, 3), layers.MaxPooling2D()])
model = Sequential([layers.Input((32, 32, 3)), augment, layers.Rescaling(1. / 255), body, layers.Flatten(), layers.Dense(3)])
