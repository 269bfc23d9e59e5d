"""match on a string, a tuple and a mapping."""
from keras import Sequential, layers


def layer(spec):
    match spec:
        case "flatten":
            return layers.Flatten()
        case ("dense", int(n)):
            return layers.Dense(n)
        case ("conv", n, k) if k > 1:
            return layers.Conv2D(n, k)
        case ("conv", n, _):
            return layers.Conv2D(n, 1, use_bias=False)
        case {"drop": rate, **rest}:
            return layers.Dropout(rate, **rest)
        case _:
            raise ValueError(spec)


specs = [("conv", 4, 3), ("conv", 2, 1), "flatten", {"drop": 0.5, "seed": 1}, ("dense", 7)]
model = Sequential([layers.Input((9, 9, 1)), *map(layer, specs)])


def picked(value):
    match value:
        case True:
            return 8
        case 1 | 2:
            return 3
        case {"units": units}:
            return units
        case _:
            return 2


Sequential([layers.Input((7,)), *[layers.Dense(picked(value)) for value in (True, 1, (1, 2), {"units": 5})]])
