"""A module under a short name, and classes taken from it one by one."""
import keras as K

Sequential = K.models.Sequential
Dense = K.layers.Dense
lrs = K.layers

clf = Sequential()
clf.add(lrs.Input(shape=(8,)))
clf.add(Dense(12, activation="relu"))
clf.add(lrs.Dense(8, activation="relu"))
clf.add(Dense(1, activation="sigmoid"))
