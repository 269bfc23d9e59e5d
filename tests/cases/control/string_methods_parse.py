"""Sizes read from a string."""
from keras.models import Sequential
from keras.layers import Dense, Input

ARCH = "64-32-16"
sizes = [int(s) for s in ARCH.split("-")]
model = Sequential([Input((sizes[0],))])
for n in sizes[1:]:
    model.add(Dense(n, name=("fc" + str(n)).upper()))
model.add(Dense(int("0x10", 16)))
