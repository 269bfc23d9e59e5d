"""Context managers from keras.utils and the standard library."""
import contextlib
from keras import Sequential, layers, utils

with utils.CustomObjectScope({}), contextlib.suppress(ValueError):
    model = Sequential([layers.Input((4,)), layers.Dense(3)])


@contextlib.contextmanager
def section(name):
    print(name)
    yield name + '_dense'
    print('end', name)


with section('head') as name:
    model.add(layers.Dense(2, name=name))
