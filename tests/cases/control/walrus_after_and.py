"""A name set after ``and`` or ``or`` is set only where its side is evaluated."""
# expect: variants

import random

from keras import Sequential, layers

model = Sequential([layers.Input((3,))])
width = 7
if random.random() > 2 and (width := 9):
    model.add(layers.Dense(width))
model.add(layers.Dense(width))
given = random.random() > 2 or (depth := 11)
model.add(layers.Dense(depth))
