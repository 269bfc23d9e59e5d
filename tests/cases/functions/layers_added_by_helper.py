"""Helpers that add to the model they are given."""
from keras.models import Sequential
from keras.layers import Activation, BatchNormalization, Conv2D, Flatten, Dense, MaxPooling2D, Input


def conv_block(model, filters, kernel_size=(3, 3), pool=True):
    model.add(Conv2D(filters, kernel_size, padding='same'))
    model.add(BatchNormalization())
    model.add(Activation('relu'))
    if pool:
        model.add(MaxPooling2D())


model = Sequential()
model.add(Input((64, 64, 3)))
conv_block(model, 8)
conv_block(model, 16, pool=False)
conv_block(model, 16, kernel_size=(5, 5))
model.add(Flatten())
model.add(Dense(2))
