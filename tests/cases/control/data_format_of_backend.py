"""The data format as Keras' own code asks for it."""
from keras import Input, Sequential
from keras.layers import Conv2D
from keras.src import backend

if backend.config.image_data_format() == "channels_last":
    shape = (6, 5, 3)
else:
    shape = (3, 6, 5)
model = Sequential([Input(shape), Conv2D(4, 2)])
