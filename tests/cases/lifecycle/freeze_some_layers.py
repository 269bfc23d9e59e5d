"""All but the last layers frozen."""
from keras.models import Sequential
from keras.layers import BatchNormalization, Dense, Input

model = Sequential([Input((10,)), Dense(8), BatchNormalization(), Dense(6), Dense(4), Dense(2)])
for layer in model.layers[:-2]:
    layer.trainable = False
model.layers[-1].trainable = False
model.layers[-1].trainable = True
