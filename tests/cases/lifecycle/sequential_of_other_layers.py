"""All but the last layers of another model."""
from keras.models import Sequential
from keras.layers import Dense, Input

full = Sequential([Input((12,)), Dense(10), Dense(6), Dense(3)])
features = Sequential(full.layers[:-1])
features.build((None, 12))
tail = Sequential([Input((6,)), *full.layers[2:]])
