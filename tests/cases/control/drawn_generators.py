"""Of a generator no more happens than is drawn from it."""

import keras
from keras import layers

whole = keras.Sequential([keras.Input((4,))])
any(whole.add(layers.Dense(units)) for units in (3, 5, 7))

one = keras.Sequential([keras.Input((4,))])
all(one.add(layers.Dense(units)) for units in (3, 5, 7))

first = keras.Sequential([keras.Input((4,))])
next(first.add(layers.Dense(units)) for units in (6, 5, 7))

sizes = [0, 0, 9, 11]
found = next(size for size in sizes if size)
wide = any(size > 10 for size in sizes)
model = keras.Sequential([keras.Input((4,)), layers.Dense(found), layers.Dense(3 if wide else 2)])
