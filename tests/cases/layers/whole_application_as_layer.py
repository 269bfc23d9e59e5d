"""A whole classifier as the first layer, and a base whose input comes from an Input tensor."""
import keras
from keras import layers

full = keras.applications.MobileNet(weights=None, classes=7, input_shape=(64, 64, 3), alpha=0.25)
model = keras.Sequential([full, layers.Dense(2)])
inp = keras.Input((64, 64, 3))
base = keras.applications.MobileNet(weights=None, include_top=False, input_tensor=inp, alpha=0.25, pooling='max')
second = keras.Sequential([base, layers.Dense(3)])
