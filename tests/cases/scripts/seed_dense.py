"""The dense counterpart of the stacked LSTMs."""
from keras.models import Sequential
from keras.layers import Dense

model = Sequential([
    Dense(5, input_shape=(13,)),
    Dense(5),
    Dense(650),
    Dense(20),
    Dense(20),
])
