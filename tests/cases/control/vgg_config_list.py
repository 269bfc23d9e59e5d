"""VGG from its configuration, as in many repositories."""
from keras.models import Sequential
from keras.layers import Conv2D, Dense, Flatten, Input, MaxPooling2D

cfg = {
    'A': [8, 'M', 16, 'M', 32, 32, 'M'],
    'B': [8, 8, 'M', 16, 16, 'M'],
}


def make(name, classes=10):
    model = Sequential(name='vgg_' + name.lower())
    model.add(Input(shape=(32, 32, 3)))
    for v in cfg[name]:
        if v == 'M':
            model.add(MaxPooling2D(2, 2))
        else:
            model.add(Conv2D(v, 3, padding='same', activation='relu'))
    model.add(Flatten())
    model.add(Dense(classes))
    return model


for key in cfg:
    make(key)
