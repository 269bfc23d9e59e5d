"""Lambdas that make layers and models."""
from keras import Sequential
from keras.layers import Dense, Dropout, Input

fc = lambda n, act='relu': Dense(n, activation=act)
block = lambda n: [fc(n), Dropout(0.3)]
make = lambda n_in, n_out: Sequential([Input((n_in,))] + block(32) + block(16) + [fc(n_out, 'softmax')])
model = make(20, 4)
