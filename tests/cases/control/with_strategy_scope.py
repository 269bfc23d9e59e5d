"""Models made under a distribution strategy."""
import tensorflow as tf

strategy = tf.distribute.get_strategy()
print('replicas', strategy.num_replicas_in_sync)
with strategy.scope():
    model = tf.keras.Sequential([
        tf.keras.layers.Input((16,)),
        tf.keras.layers.Dense(8),
    ])
    model.compile(loss='mse', optimizer='sgd')
with tf.device('/CPU:0'):
    model.add(tf.keras.layers.Dense(1))
