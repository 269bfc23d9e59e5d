"""Four branches side by side."""
import keras
from keras import layers


class Inception(layers.Layer):
    def __init__(self, c1, c2, c3, c4):
        super().__init__()
        self.p1_1 = layers.Conv2D(c1, 1, activation='relu')
        self.p2_1 = layers.Conv2D(c2[0], 1, activation='relu')
        self.p2_2 = layers.Conv2D(c2[1], 3, padding='same', activation='relu')
        self.p3_1 = layers.Conv2D(c3[0], 1, activation='relu')
        self.p3_2 = layers.Conv2D(c3[1], 5, padding='same', activation='relu')
        self.p4_1 = layers.MaxPool2D(3, 1, padding='same')
        self.p4_2 = layers.Conv2D(c4, 1, activation='relu')

    def call(self, x):
        p1 = self.p1_1(x)
        p2 = self.p2_2(self.p2_1(x))
        p3 = self.p3_2(self.p3_1(x))
        p4 = self.p4_2(self.p4_1(x))
        return layers.Concatenate()([p1, p2, p3, p4])


model = keras.Sequential([
    keras.Input((16, 16, 3)), Inception(4, (2, 6), (2, 3), 3), layers.GlobalAvgPool2D(), layers.Dense(10),
])
