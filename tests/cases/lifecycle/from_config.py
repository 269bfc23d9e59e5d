"""A model made again from its own configuration."""
from keras.models import Sequential
from keras.layers import Dense, Input

model = Sequential([Input((3,)), Dense(2)])
again = Sequential.from_config(model.get_config())
