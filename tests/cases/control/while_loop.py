"""Widths that double in a while loop."""
from keras.models import Sequential
from keras.layers import Conv2D, Input, MaxPooling2D, Flatten, Dense

size, filters = 64, 8
model = Sequential([Input((size, size, 1))])
while size > 8:
    model.add(Conv2D(filters, 3, padding='same'))
    model.add(MaxPooling2D())
    filters *= 2
    size //= 2
model.add(Flatten())
model.add(Dense(3))
