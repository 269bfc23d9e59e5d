"""What Python raises at once: keys that can't be keys, items and slices that are not there."""
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input((2,))])
known = {1: 2}
rows = [1, 2, 3]
try:
    model.add(Dense({}[[1]]))
except KeyError:
    model.add(Dense(3))
except TypeError:
    model.add(Dense(4))
try:
    known[[1, 2]] = 3
except TypeError:
    model.add(Dense(5))
try:
    del known[1, [2]]
except KeyError:
    model.add(Dense(6))
except TypeError:
    model.add(Dense(7))
try:
    model.add(Dense(len({[1], 2})))
except TypeError:
    model.add(Dense(8))
try:
    del known["b"]
except KeyError:
    model.add(Dense(9))
try:
    rows[5] = 1
except IndexError:
    model.add(Dense(10))
try:
    del rows[-4]
except IndexError:
    model.add(Dense(11))
try:
    rows[::2] = [1]
except ValueError:
    model.add(Dense(12))
rows[-3] = 13
rows[1:] = (7, 8, 9)
del rows[-4], known[1]
for size in rows:
    model.add(Dense(size + len(known)))
