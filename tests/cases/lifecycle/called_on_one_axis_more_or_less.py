"""A model that reads a last axis of 1 takes data without it, and one takes data with an axis of 1 too many."""
import numpy as np
from keras import Input, Model, Sequential
from keras.layers import Dense

generator = Sequential([Input((1,)), Dense(15), Dense(2)])
critic = Sequential([Input((2,)), Dense(25), Dense(1)])
gan = Sequential([generator, critic])
generator(np.zeros(64))
critic(np.zeros((8, 2, 1)))

read = Input((1,))
graph = Model(read, Dense(6)(read))
graph(np.zeros(5))
flat = Sequential([Input((3,)), Dense(1), generator, critic])
nested = Sequential([graph, Dense(4)])
