"""Arguments that change no count."""
from keras import Input, Sequential, constraints, initializers, regularizers
from keras.layers import Conv2D, Dense, Flatten

model = Sequential([
    Input((9, 9, 2)),
    Conv2D(3, 3, kernel_regularizer=regularizers.l2(1e-4), kernel_initializer=initializers.HeNormal(seed=1)),
    Flatten(),
    Dense(6, kernel_constraint=constraints.MaxNorm(3), bias_initializer='ones', activity_regularizer=regularizers.L1(.01)),
    Dense(2, kernel_initializer=initializers.RandomNormal(stddev=0.01), bias_regularizer='l2'),
])
