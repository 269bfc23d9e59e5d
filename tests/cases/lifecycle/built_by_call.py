"""Built by calling the model on a tensor."""
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(2, activation="relu"), tf.keras.layers.Dense(3)])
x = tf.ones((1, 4))
y = model(x)
