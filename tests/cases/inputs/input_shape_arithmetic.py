"""An input shape put together from parts."""
from keras import Input, Sequential
from keras.layers import Dense, Conv2D, Flatten, Reshape

rows = cols = 12
channels = (3,)
shape = (rows, cols) + channels
model = Sequential([Input(shape), Conv2D(2, 3), Flatten(), Dense(rows * cols), Reshape((rows, cols, -1)), Conv2D(1, 1)])
flat = Sequential([Input((rows * cols * channels[0],)), Dense(2), Reshape(target_shape=(2, 1))])
