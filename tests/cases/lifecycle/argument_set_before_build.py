"""Attributes of a layer set before it is built are what it builds."""
from keras.layers import Dense, Input
from keras.models import Sequential

wide = Dense(3)
wide.units = 8
bare = Dense(4)
bare.use_bias = False
Sequential([Input((7,)), wide, bare])
