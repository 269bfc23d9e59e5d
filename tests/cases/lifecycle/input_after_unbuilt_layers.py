"""Keras 3 takes an input after layers that have none yet."""
# expect: unbuilt
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential()
model.add(Dense(4))
model.add(Input((4,)))
model.add(Dense(5))
