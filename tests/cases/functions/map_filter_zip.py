"""Layers from map, zip and filter."""
from keras.models import Sequential
from keras.layers import Dense, Dropout, Input

sizes = [32, 0, 16, 8]
names = ["a", "b", "c"]
kept = list(filter(None, sizes))
model = Sequential([Input((10,))] + list(map(Dense, kept)))
for size, name in zip(kept, names):
    model.add(Dense(size, name=name))
for size, (name, rate) in zip(reversed(kept), enumerate(names)):
    model.add(Dense(size + name, name=f"r{rate}"))
