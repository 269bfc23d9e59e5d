"""Layers taken over from an encoder in reverse to make a decoder of the same widths."""
from keras.models import Sequential
from keras.layers import Dense, Input

encoder = Sequential([Input((30,)), Dense(20), Dense(10), Dense(5)])
decoder = Sequential([Input((encoder.layers[-1].units,))])
for layer in encoder.layers[-2::-1]:
    decoder.add(Dense(layer.units))
decoder.add(Dense(encoder.input_shape[-1]))
