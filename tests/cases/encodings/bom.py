"""A byte order mark first."""
from keras.models import Sequential
from keras.layers import Dense, Input

model = Sequential()
model.add(Input((5,)))
model.add(Dense(
    4,
    activation="relu"))
model.add(Dense(2))
