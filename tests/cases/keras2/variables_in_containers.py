"""Variables in lists, also put there after these were set, and `add_variable`."""
import tensorflow as tf
import tf_keras as keras
from tf_keras import layers


class Contained(layers.Layer):
    def __init__(self, count, **kwargs):
        super().__init__(**kwargs)
        self.kernels = []
        for _ in range(count):
            self.kernels.append(tf.Variable(tf.random.normal((8, 8))))

    def build(self, input_shape):
        self.kernels.append(tf.Variable(tf.ones((input_shape[-1], 1))))

    def call(self, x):
        return x @ self.kernels[0]


class Linear(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_variable("kernel", shape=[int(input_shape[-1]), self.units])
        self.shift = self.add_weight(name="shift", shape=[self.units], trainable=None)
        self.seen = self.add_weight(
            name="seen", shape=[self.units], synchronization=tf.VariableSynchronization.ON_READ,
            aggregation=tf.VariableAggregation.SUM,
        )  # fmt: skip

    def call(self, x):
        return tf.matmul(x, self.kernel) + self.shift


model = keras.Sequential([keras.Input((8,)), Contained(3), Linear(10), layers.Dense(2)])

model = keras.Sequential([
    keras.Input((6,)),
    layers.Dense(3),
    keras.Sequential([layers.Dense(2), layers.BatchNormalization()]),
])
for module in model.submodules:
    if isinstance(module, layers.BatchNormalization):
        module.trainable = False
