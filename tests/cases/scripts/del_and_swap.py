"""Unpacking, swapping and deleting names on the way."""
from keras.layers import Dense, Input
from keras.models import Sequential

a, b = 3, 5
a, b = b, a
(c, *rest), d = [1, 2, 3, 4], 9
first, *middle, last = (10, 20, 30, 40)
del c
model = Sequential([Input((a,)), Dense(b), Dense(len(rest)), Dense(d), Dense(middle[1]), Dense(last)])
a += 1
a *= 2
model.add(Dense(a))
