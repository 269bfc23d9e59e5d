"""Activation layers, some with weights."""
from keras import Input, Sequential
from keras.layers import ELU, Activation, ActivityRegularization, AlphaDropout, GaussianDropout, GaussianNoise, LeakyReLU, PReLU, ReLU, Softmax, SpatialDropout2D, Dense
import keras

model = Sequential([
    Input((4, 4, 3)), PReLU(), PReLU(shared_axes=[1, 2]), LeakyReLU(), LeakyReLU(0.1), ELU(alpha=.5), ReLU(6.), Softmax(axis=-1),
    Activation('swish'), Activation(keras.activations.tanh), GaussianNoise(.1), GaussianDropout(.1), AlphaDropout(.1),
    SpatialDropout2D(.1), ActivityRegularization(l1=.1), Dense(2, activation=LeakyReLU(0.2)),
])
