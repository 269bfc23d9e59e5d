"""Sizes read back from layers and models that are built."""
from keras.models import Sequential
from keras.layers import Conv2D, Dense, Flatten, Input, Reshape

encoder = Sequential([Input((16, 16, 3)), Conv2D(4, 3, strides=2)])
shape = encoder.output_shape[1:]
encoder.add(Flatten())
encoder.add(Dense(6))
decoder = Sequential([Input(encoder.output_shape[1:]), Dense(shape[0] * shape[1] * shape[2]), Reshape(shape)])
