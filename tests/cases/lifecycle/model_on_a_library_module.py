"""The model kept as an attribute of the library's module, and of an object that nothing here describes."""
import queue

import tensorflow as tf

tf.model = tf.keras.Sequential()
tf.model.add(tf.keras.layers.Dense(units=3, input_dim=4))
tf.model.add(tf.keras.layers.Activation('linear'))
tf.model.compile(loss='mse', optimizer='sgd')

tasks = queue.Queue()
tasks.model = tf.keras.Sequential()
tasks.model.add(tf.keras.layers.Dense(2, input_shape=(6,)))
tasks.model.add(tf.keras.layers.Dense(1))
