"""Image sizes in a tuple, as PIL has them, turned into an input shape."""
from tensorflow.keras import layers, models

IMG_SIZE = (180, 120)
IMG_SHAPE = IMG_SIZE[::-1] + (3,)
width, height = IMG_SIZE
num_classes = len(['daisy', 'roses', 'tulips'])
model = models.Sequential([
    layers.Rescaling(1. / 255, input_shape=(height, width, 3)),
    layers.Conv2D(16, 3, padding='same', activation='relu'),
    layers.MaxPooling2D(4),
    layers.Conv2D(32, 3, padding='same', activation='relu'),
    layers.MaxPooling2D(4),
    layers.Flatten(),
    layers.Dense(32, activation='relu'),
    layers.Dense(num_classes),
])
again = models.Sequential([layers.Input(IMG_SHAPE), layers.Flatten(), layers.Dense(1)])
