"""What Keras refuses is an exception, and a handler that waits for it goes on."""

from keras import Sequential, layers

model = Sequential([layers.Input((3,))])
try:
    model.add(layers.Dense(-1, name="below"))
except ValueError:
    model.add(layers.Dense(17, name="x"))
try:
    layers.Dense()
except TypeError:
    model.add(layers.Dense(20))
try:
    model.add(layers.Dense(4, units_of_old=3))
except Exception:
    model.add(layers.Dense(21))
try:
    model.add(layers.Dense(5, name="x"))
except ValueError:
    model.add(layers.Dense(6, name="y"))
