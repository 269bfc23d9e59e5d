# expect: partial
"""A layer with weights in the place of an activation."""
import tf_keras as keras
from tf_keras import layers

model = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation=layers.PReLU()), layers.Dense(2)])
model = keras.Sequential([keras.Input((8,)), layers.Dense(3, activation=layers.ReLU()), layers.Dense(2)])
