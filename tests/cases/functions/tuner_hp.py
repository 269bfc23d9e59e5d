"""A hypermodel and a search space: the tuner picks, here by its defaults."""
# expect: partial
from keras import Sequential, layers


class HyperParameters:
    """As the tuner's: the value tried is the default, or the lowest."""

    def Int(self, name, min_value, max_value, step=1, default=None):
        import random
        return random.randrange(min_value, max_value + 1, step)

    def Choice(self, name, values):
        import random
        return random.choice(values)


def build_model(hp):
    model = Sequential()
    model.add(layers.Input((20,)))
    model.add(layers.Dense(hp.Int('units', min_value=32, max_value=512, step=32), activation='relu'))
    model.add(layers.Dense(hp.Choice('second', [8, 16]), activation='relu'))
    model.add(layers.Dense(1))
    return model


build_model(HyperParameters())
