"""A clone, frozen apart from its original."""
from keras.models import Sequential, clone_model
from keras.layers import Dense, Input

policy = Sequential([Input((4,)), Dense(8), Dense(2)])
target = clone_model(policy)
target.trainable = False
target.set_weights(policy.get_weights())
