"""Reshape, permute, repeat, crop and pad."""
from keras import Input, Sequential
from keras.layers import Cropping2D, Dense, Flatten, Permute, RepeatVector, Reshape, UpSampling2D, ZeroPadding2D

model = Sequential([
    Input((24,)), Reshape((2, -1)), Permute((2, 1)), Reshape((4, 3, 2)), ZeroPadding2D(2), Cropping2D((1, 2)), UpSampling2D((2, 3)),
    Flatten(), Dense(5), RepeatVector(3), Flatten(data_format='channels_last'),
])
