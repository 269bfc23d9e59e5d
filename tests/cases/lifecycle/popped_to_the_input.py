"""In Keras 3 the list that ``pop`` takes from holds the input too: when that is gone the model is not built."""
# expect: unbuilt

from keras import Sequential, layers

model = Sequential([layers.Input((3,)), layers.Dense(2)])
model.pop()
model.add(layers.Dense(7))
model.pop()
try:
    model.pop()
except IndexError:
    model.add(layers.Dense(5))
model.add(layers.Dense(4))

kept = Sequential([layers.Dense(3, input_shape=(4,))])
kept.pop()
kept.add(layers.Dense(2))
