"""Imports below keras.src, as an IDE completes them."""
from keras.src.models import Sequential
from keras.src.layers import Dense, Flatten
from keras.src.layers.convolutional.conv2d import Conv2D
from keras import Input

net = Sequential(layers=[Input((12, 12, 3)), Conv2D(4, 3), Flatten(), Dense(2)], name='small')
