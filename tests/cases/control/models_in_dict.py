"""Candidate models made in a loop and kept in a dictionary."""
from keras.models import Sequential
from keras.layers import Dense, Input

candidates = {}
for depth in (1, 2):
    for width in [4, 8]:
        model = Sequential()
        model.add(Input((6,)))
        for _ in range(depth):
            model.add(Dense(width))
        model.add(Dense(1))
        candidates[depth, width] = model
best = candidates[2, 8]
best.add(Dense(3))
