"""A model class derived from Sequential."""
from keras import Sequential
from keras.layers import Conv2D, Dense, Flatten, Input, MaxPooling2D


class LeNet(Sequential):
    def __init__(self, input_shape, nb_classes):
        super().__init__()
        self.add(Input(shape=input_shape))
        self.add(Conv2D(6, kernel_size=(5, 5), strides=(1, 1), activation='tanh', padding="same"))
        self.add(MaxPooling2D(pool_size=(2, 2), strides=(2, 2), padding='valid'))
        self.add(Conv2D(16, kernel_size=(5, 5), activation='tanh'))
        self.add(Flatten())
        self.add(Dense(nb_classes, activation='softmax'))


model = LeNet((28, 28, 1), 10)
