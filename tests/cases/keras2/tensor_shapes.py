"""Layers that read their input's shape as one of TensorFlow."""
import tensorflow as tf
import tf_keras as keras
from tf_keras import layers


class Projected(layers.Layer):
    def build(self, input_shape):
        shape = tf.TensorShape(input_shape)
        self.kernel = self.add_weight(shape=(int(shape[-1]), shape.as_list()[-1]), name="kernel")

    def call(self, x):
        return tf.matmul(x, self.kernel)

    def compute_output_shape(self, input_shape):
        return tf.TensorShape([None, input_shape[-1]])


model = keras.Sequential([
    layers.InputLayer(input_shape=(3,)),
    Projected(),
    layers.Lambda(lambda x, count: x[:, :count], arguments={"count": 2}),
    layers.Dense(2),
])
