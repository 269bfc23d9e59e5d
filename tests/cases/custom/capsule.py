"""A capsule layer: a transform for each pair of capsules."""
import keras
from keras import layers, ops


class CapsuleLayer(layers.Layer):
    def __init__(self, num_capsule, dim_capsule, routings=3, **kwargs):
        super().__init__(**kwargs)
        self.num_capsule = num_capsule
        self.dim_capsule = dim_capsule
        self.routings = routings

    def build(self, input_shape):
        assert len(input_shape) >= 3, "inputs: [batch, capsules, dim]"
        self.input_num_capsule = input_shape[1]
        self.input_dim_capsule = input_shape[2]
        self.W = self.add_weight(
            shape=[self.num_capsule, self.input_num_capsule, self.dim_capsule, self.input_dim_capsule],
            initializer='glorot_uniform', name='W')
        self.built = True

    def call(self, inputs):
        u = ops.einsum('bik,jidk->bjid', inputs, self.W)
        return ops.mean(u, axis=2)

    def compute_output_shape(self, input_shape):
        return tuple([None, self.num_capsule, self.dim_capsule])


class Length(layers.Layer):
    def call(self, inputs):
        return ops.sqrt(ops.sum(ops.square(inputs), -1))

    def compute_output_shape(self, input_shape):
        return input_shape[:-1]


model = keras.Sequential([
    keras.Input((12, 12, 1)), layers.Conv2D(8, 5, strides=2), layers.Reshape((-1, 4)), CapsuleLayer(10, 6), Length(),
])
