"""Layers chosen by name, by class, by having weights."""
from keras.models import Sequential
from keras.layers import BatchNormalization, Conv2D, Dense, Flatten, Input

model = Sequential([
    Input((8, 8, 3)), Conv2D(4, 3, name='block1_conv'), BatchNormalization(), Conv2D(4, 3, name='block2_conv'), Flatten(), Dense(2),
])
for layer in model.layers:
    if isinstance(layer, BatchNormalization):
        layer.trainable = False
    elif layer.name.startswith('block1'):
        layer.trainable = False
model.get_layer('block2_conv').trainable = False
model.get_layer(index=4).trainable = True
