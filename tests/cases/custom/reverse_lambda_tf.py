"""Lambdas of a book on time series: expand the axis, scale the output."""
import tensorflow as tf

model = tf.keras.models.Sequential([
    tf.keras.layers.Input((20,)),
    tf.keras.layers.Lambda(lambda x: tf.expand_dims(x, axis=-1)),
    tf.keras.layers.SimpleRNN(4, return_sequences=True),
    tf.keras.layers.SimpleRNN(4),
    tf.keras.layers.Dense(1),
    tf.keras.layers.Lambda(lambda x: x * 100.0),
])
