"""itertools, sorted with a key, slicing with a step."""
import itertools
from keras.models import Sequential
from keras.layers import Dense, Input

pairs = sorted(itertools.product([2, 1], [5, 3]), key=lambda p: (p[1], -p[0]))
model = Sequential([Input((4,))])
for a, b in pairs:
    model.add(Dense(a * b))
for n in itertools.chain([7], itertools.repeat(3, 2)):
    model.add(Dense(n))
for n in list(range(10))[::-4]:
    model.add(Dense(n + 1))
for n in itertools.accumulate([1, 2, 3]):
    model.add(Dense(n))
