"""namedtuple and SimpleNamespace as configuration."""
from collections import namedtuple
from types import SimpleNamespace
from keras.models import Sequential
from keras.layers import Conv1D, Dense, Flatten, Input

Spec = namedtuple('Spec', ['filters', 'kernel', 'stride'])
specs = [Spec(4, 5, 2), Spec(filters=8, kernel=3, stride=1)]
opts = SimpleNamespace(length=64, classes=3)

model = Sequential([Input((opts.length, 1))])
for spec in specs:
    model.add(Conv1D(spec.filters, spec.kernel, strides=spec.stride))
model.add(Flatten())
model.add(Dense(opts.classes))
filters, kernel, _ = specs[0]
tiny = Sequential([Input((9, 2)), Conv1D(filters, kernel)])
