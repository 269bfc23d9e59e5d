"""An input shape that is a parameter, taken apart and used whole."""
# expect: partial
# try: make(side=20, depth=3)
from tensorflow.keras import layers, models


def make(side, depth):
    return models.Sequential([
        layers.Input(shape=(side, side, depth)),
        layers.Conv2D(8, 3, padding='same'),
        layers.Conv2D(16, 3, padding='same'),
        layers.GlobalAveragePooling2D(),
        layers.Dense(5),
    ])
