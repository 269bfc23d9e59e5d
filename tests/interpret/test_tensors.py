"""Operations on tensors, compared with TensorFlow and Keras: the same line is traced for real and interpreted.

``None`` and numbers must be the real ones; a size may be unknown only where a line says so (``?`` in front).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from lint_params.interpret.library.tensor_values import as_tensor
from lint_params.interpret.lower import lower
from lint_params.interpret.machine import Machine
from lint_params.interpret.program import Program
from lint_params.interpret.project import Project
from lint_params.interpret.tree import Unit
from lint_params.interpret.values import ListValue
from lint_params.model.dimension import Size
from lint_params.model.shape import Shape
from lint_params.source.file import Cell
from tests.interpret.parts import parted
from tests.truth.kept import kept

IMPORTS = "import tensorflow as tf\nimport keras\nfrom keras import ops\nfrom keras import backend as K\n"
INPUTS = {
    "x": (None, 4, 6),
    "y": (None, 4, 6),
    "z": (None, 6, 3),
    "v": (None, 6),
    "image": (None, 8, 10, 3),
    "steps": (None, None, 6),
    "fixed": (2, 4, 6),
    "flat": (None,),
}
"""Float inputs by name, batch first; ``ids`` is (None, 4) of integers beside them."""

TENSORFLOW = """
x + 1
x * y
1 - x
x / tf.sqrt(tf.cast(6, tf.float32))
x @ z
x[:, 0]
x[:, -1, :]
x[:, 1:3]
x[..., 0]
x[..., tf.newaxis]
x[:, :, None, 2:]
x[:, ::2]
x[:, -2:]
x[:, -7:]
x[:, :9]
x[:, 2:-1]
tf.add(x, y)
tf.multiply(x, 2.0)
tf.subtract(x, v[:, None, :])
tf.math.subtract(x, tf.expand_dims(v, 1))
tf.maximum(x, 0.0)
tf.math.divide_no_nan(x, y)
tf.abs(x)
tf.nn.relu(x)
tf.nn.softmax(x, axis=1)
tf.nn.leaky_relu(x, 0.1)
tf.math.log(x)
tf.nn.l2_normalize(x, axis=-1)
tf.clip_by_value(x, 0.0, 1.0)
tf.stop_gradient(x)
tf.identity(x)
tf.cast(x, tf.float16)
tf.cumsum(x, axis=1)
tf.reverse(x, axis=[1])
tf.sort(x)
tf.roll(x, 1, axis=1)
tf.reduce_mean(x)
tf.reduce_mean(x, axis=1)
tf.reduce_sum(x, -1, True)
tf.reduce_sum(x, axis=[1, 2])
tf.reduce_max(x, axis=(1,), keepdims=True)
tf.math.reduce_std(x, axis=1)
tf.math.reduce_variance(x, 0)
tf.reduce_prod(x, 1)
tf.reduce_any(x > 0, axis=1)
tf.reduce_logsumexp(x, axis=2)
tf.argmax(x, axis=-1)
tf.argmax(x)
tf.argmin(x, 1)
tf.norm(x, axis=-1)
tf.norm(x, axis=-1, keepdims=True)
tf.nn.moments(x, [1])
tf.nn.moments(x, axes=[1, 2], keepdims=True)
tf.math.top_k(x, k=2)
tf.nn.top_k(x, 3)[0]
tf.reshape(x, (-1, 24))
tf.reshape(x, [-1, 4, 2, 3])
tf.reshape(x, (-1, 6))
tf.reshape(x, [tf.shape(x)[0], 24])
tf.reshape(x, [tf.shape(x)[0], -1])
tf.reshape(x, [tf.shape(x)[0], x.shape[1] * x.shape[2]])
tf.reshape(x, [-1, x.shape[2], x.shape[1]])
tf.reshape(x, tf.shape(y))
tf.reshape(x, tf.concat([tf.shape(x)[:-1], [2, 3]], axis=0))
tf.reshape(x, tf.stack([tf.shape(x)[0], 4, 6, 1]))
tf.reshape(x, [tf.shape(x)[0] * 4, 6])
tf.reshape(fixed, [4, -1])
tf.reshape(fixed, [-1])
tf.reshape(fixed, [tf.shape(x)[0], 24])
tf.reshape(steps, [-1, tf.shape(steps)[1], 2, 3])
tf.reshape(steps, (-1, 6))
tf.transpose(x)
tf.transpose(x, [0, 2, 1])
tf.transpose(x, perm=(2, 0, 1))
tf.linalg.matrix_transpose(x)
tf.expand_dims(x, -1)
tf.expand_dims(x, axis=1)
tf.expand_dims(x, 0)
tf.squeeze(tf.expand_dims(x, 1), axis=1)
tf.squeeze(fixed[:, :1])
tf.squeeze(x[:, :, :1], -1)
tf.concat([x, y], axis=-1)
tf.concat([x, y], 1)
tf.concat((x, y), axis=0)
tf.concat([x, steps], axis=-1)
tf.concat([x, tf.zeros_like(x)], axis=2)
tf.concat([x, tf.zeros((2, 4, 5))], axis=-1)
tf.stack([x, y], axis=1)
tf.stack([x, y])
tf.stack([x, y], axis=-1)
tf.unstack(x, axis=1)
tf.unstack(x, num=6, axis=2)
tf.split(x, 2, axis=1)
tf.split(x, [1, 5], axis=-1)
tf.split(x, [2, -1], 2)
tf.split(x, num_or_size_splits=3, axis=2)
tf.tile(x, [1, 2, 3])
tf.tile(x, (2, 1, 1))
tf.tile(v[:, None, :], [1, 7, 1])
tf.tile(x, [1, tf.shape(steps)[1], 1])
tf.repeat(x, 3, axis=1)
tf.repeat(x, repeats=2, axis=-1)
tf.repeat(x, [1, 2, 3, 4], axis=1)
tf.matmul(x, z)
tf.matmul(x, y, transpose_b=True)
tf.matmul(x, y, transpose_a=True)
tf.linalg.matmul(x, tf.ones((6, 5)))
tf.linalg.matvec(x, v)
tf.tensordot(x, tf.ones((6, 5)), axes=1)
tf.tensordot(x, tf.ones((6, 5)), axes=[[2], [0]])
tf.tensordot(x, tf.ones((4, 6, 2)), axes=2)
tf.einsum('bij,bjk->bik', x, z)
tf.einsum('bij,bkj->bik', x, y)
tf.einsum('...ij,jk->...ik', x, tf.ones((6, 5)))
tf.einsum('bij->bj', x)
tf.gather(x, [0, 2], axis=1)
tf.gather(tf.ones((100, 8)), ids)
tf.gather(x, ids, axis=1, batch_dims=1)
tf.gather(x, 0, axis=2)
tf.gather_nd(x, [[0, 1]])
tf.nn.embedding_lookup(tf.ones((100, 8)), ids)
tf.one_hot(ids, 10)
tf.one_hot(ids, depth=5, axis=1)
tf.pad(x, [[0, 0], [1, 1], [2, 3]])
tf.pad(x, ((0, 0), (1, 0), (0, 0)))
tf.slice(x, [0, 1, 0], [-1, 2, 3])
tf.strided_slice(x, [0, 0, 0], [1, 2, 3])
tf.where(x > 0, x, y)
tf.where(x > 0, x, 0.0)
tf.boolean_mask(x, flat > 0)
tf.boolean_mask(x, x[:, :, 0] > 0)
tf.zeros((3, 4))
tf.ones([5])
tf.fill([2, 3], 1.0)
tf.zeros([tf.shape(x)[0], 7])
tf.random.normal((3, 4))
tf.random.normal(shape=tf.shape(x))
tf.random.uniform([tf.shape(x)[0], 1, 6])
x + tf.random.normal([1, 6])
tf.eye(4)
tf.eye(4, 5)
tf.range(10)
tf.range(2, 10, 3)
tf.range(start=0, limit=x.shape[1], delta=1)
tf.range(tf.shape(steps)[1])
tf.linspace(0.0, 1.0, 11)
tf.constant([[1.0, 2.0], [3.0, 4.0]])
tf.constant(0.0, shape=[2, 3])
tf.ones_like(x)
tf.sequence_mask(flat, 9)
tf.broadcast_to(v[:, None, :], [2, 4, 6])
tf.ensure_shape(steps, [None, 5, 6])
tf.add_n([x, y, x])
tf.meshgrid(tf.range(3), tf.range(5))
tf.nn.conv2d(image, tf.ones((3, 3, 3, 7)), strides=1, padding='SAME')
tf.nn.conv2d(image, tf.ones((3, 3, 3, 7)), strides=[1, 2, 2, 1], padding='VALID')
tf.nn.conv1d(x, tf.ones((3, 6, 7)), stride=2, padding='SAME')
tf.nn.depthwise_conv2d(image, tf.ones((3, 3, 3, 2)), strides=[1, 1, 1, 1], padding='SAME')
tf.nn.max_pool2d(image, 2, 2, 'SAME')
tf.nn.max_pool(image, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding='VALID')
tf.nn.avg_pool2d(image, (3, 2), (1, 2), 'VALID')
tf.nn.bias_add(x, tf.ones((6,)))
tf.image.resize(image, (32, 20))
tf.image.resize(image, [tf.shape(image)[1] * 2, 20])
tf.image.rgb_to_grayscale(image)
tf.image.flip_left_right(image)
tf.image.per_image_standardization(image)
tf.image.extract_patches(image, [1, 2, 2, 1], [1, 2, 2, 1], [1, 1, 1, 1], 'VALID')
tf.nn.space_to_depth(image, 2)
tf.nn.depth_to_space(tf.ones((2, 4, 4, 8)), 2)
tf.nn.dropout(x, 0.5)
keras.random.dropout(x, 0.5)
tf.reshape(x, [-1, tf.shape(x)[1] * tf.shape(x)[2]])
?tf.reshape(x, [-1, tf.reduce_prod(tf.shape(x)[1:])])
tf.reshape(x, tf.concat([[-1], [tf.size(x[0])]], 0))
tf.zeros([tf.shape(x)[1], x.shape[-1]])
tf.tile(x, tf.constant([1, 2, 1]))
tf.one_hot(ids, tf.shape(x)[2])
tf.reshape(x, [-1, x.get_shape()[1], 6])
x[:, tf.newaxis] * tf.range(4.0)[:, None]
~(x > 0)
-x ** 2
(x > 0) & (y > 0)
tf.nn.log_softmax(x)
tf.nn.softmax_cross_entropy_with_logits(labels=x, logits=y)
tf.reduce_sum(tf.square(x - y), axis=1)
tf.sqrt(tf.reduce_sum(tf.square(x), -1, keepdims=True))
tf.reshape(tf.transpose(tf.reshape(x, (-1, 4, 2, 3)), (0, 2, 1, 3)), (-1, 2, 12))
tf.nn.softmax(tf.matmul(x, y, transpose_b=True) / tf.math.sqrt(6.0))
tf.squeeze(tf.expand_dims(fixed, 1))
tf.squeeze(fixed[:, :1], [1])
tf.strided_slice(fixed, [0, 1, 0], [2, 3, 6], [1, 1, 2])
tf.strided_slice(fixed, [0], [1])
tf.ensure_shape(x, (None, 4, 6))
tf.ensure_shape(steps, (3, None, 6))
tf.repeat(fixed, 2)
tf.repeat(v, [1, 2, 3, 1, 1, 1], axis=1)
tf.concat([fixed, fixed[:1]], 0)
tf.stack([v, v], axis=-2)
tf.unstack(fixed)
tf.unstack(fixed, axis=-2)
tf.split(fixed, [1, 3, 2], -1)
tf.split(fixed, 2)
tf.tensordot(x, tf.ones((3, 6)), axes=[[-1], [1]])
tf.tensordot(fixed, fixed, axes=[[0, 1], [0, 1]])
tf.tensordot(x, tf.ones((6, 5)), axes=([2], [0]))
tf.einsum('bij,jk', x, tf.ones((6, 5)))
tf.einsum('ij,jk', tf.ones((3, 6)), tf.ones((6, 5)))
tf.einsum('bij,bij->b', x, y)
tf.einsum('bi,bj->bij', v, v)
tf.einsum('...i,...i->...', x, y)
tf.einsum('b...i,ij->b...j', x, tf.ones((6, 2)))
tf.gather(x, [[0, 1], [2, 3]], axis=1)
tf.gather(x, [0], axis=-1)
tf.gather(fixed, tf.constant([[0, 1]]), axis=0)
tf.gather(fixed, [[0, 1], [2, 2]], batch_dims=1, axis=1)
tf.one_hot([0, 1, 2], 4)
tf.one_hot(ids, 3, axis=-1)
tf.one_hot(ids, 3, axis=0)
tf.pad(v, [[0, 0], [2, 1]])
tf.slice(fixed, [0, 1, 0], [2, -1, 3])
tf.slice(fixed, begin=[1, 0, 2], size=[-1, -1, -1])
tf.where(x > 0, 1.0, y)
tf.where(x > 0)
tf.fill([tf.shape(x)[0], 3], 0.0)
tf.eye(3, batch_shape=[2])
tf.eye(num_rows=3)
tf.range(10, 2, -3)
tf.range(0.0, 1.0, 0.25)
tf.zeros_like(x[:, 0])
tf.zeros(tf.shape(x))
tf.zeros([2] + [3])
tf.ones((tf.shape(x)[0],) + (4,))
tf.random.normal([2] + x.shape[1:].as_list())
tf.random.truncated_normal([3, 4])
tf.random.shuffle(x)
tf.matmul(fixed, fixed, transpose_b=True)
tf.matmul(tf.ones((3, 6)), tf.ones((6, 4)))
tf.matmul(x, tf.ones((1, 6, 2)))
tf.transpose(fixed, [2, 1, 0])
tf.transpose(v)
tf.reduce_mean(x, axis=[-2, -1], keepdims=True)
tf.reduce_sum(fixed, axis=())
tf.reduce_max(x, axis=0)
tf.argmin(fixed, axis=-1)
tf.math.reduce_euclidean_norm(x, axis=1)
tf.nn.moments(x, axes=[0, 1])
tf.math.cumulative_logsumexp(x, axis=1)
tf.math.cumprod(x, 1)
tf.math.l2_normalize(x, 1)
tf.broadcast_to(v, [3, 2, 6])
tf.size(fixed)
tf.rank(x)
tf.shape(fixed)[1:]
tf.nn.conv2d(image, tf.ones((3, 3, 3, 7)), strides=(2, 1), padding='VALID')
tf.nn.conv2d(image, tf.ones((3, 3, 3, 7)), 1, 'VALID', dilations=2)
tf.nn.conv1d(x, tf.ones((3, 6, 7)), 1, 'VALID')
tf.nn.depthwise_conv2d(image, tf.ones((3, 3, 3, 2)), strides=[1, 2, 2, 1], padding='VALID')
tf.nn.avg_pool(image, 2, 2, 'SAME')
tf.nn.max_pool2d(image, ksize=(2, 3), strides=(2, 3), padding='SAME')
tf.nn.max_pool1d(x, 2, 2, 'VALID')
tf.nn.avg_pool1d(x, 2, 1, 'SAME')
tf.image.resize(image, size=[5, 6], method='nearest')
tf.image.resize(image, (4, 5), 'bilinear', False, True)
tf.image.resize_with_pad(image, 12, 14)
tf.image.resize_with_crop_or_pad(image, 6, 20)
tf.image.grayscale_to_rgb(image[..., :1])
tf.image.flip_up_down(image)
tf.image.adjust_contrast(image, 2.0)
tf.nn.space_to_depth(image, block_size=2)
tf.nn.sigmoid_cross_entropy_with_logits(labels=x, logits=y)
tf.nn.sparse_softmax_cross_entropy_with_logits(labels=ids, logits=x)
tf.nn.embedding_lookup(tf.ones((7, 3)), [1, 2, 0])
tf.nn.gelu(x)
tf.math.add(x, y)
tf.math.multiply(x, v[:, None])
tf.math.squared_difference(x, y)
tf.math.pow(x, 2.0)
tf.math.floormod(x, 2.0)
tf.math.minimum(x, y)
tf.logical_and(x > 0, y > 0)
tf.logical_not(x > 0)
tf.equal(x, y)
tf.math.greater(x, 0.0)
tf.cast(x > 0, tf.float32)
x - v[:, tf.newaxis, :]
2 ** x
x // 2
x % 2
abs(x)
x != y
x[:, tf.newaxis, ..., 0]
x[0]
x[-1, 1:]
fixed[0, :, ::-1]
fixed[1:, ..., 2:4]
tf.reduce_sum([x, y], 0)
tf.reshape([x, y], (2, -1, 24))
tf.repeat(x, tf.constant([1, 2, 1, 2]), 1)
tf.strided_slice(x, [0, 1], [2, 3])
tf.strided_slice(x, [0, 1, 5], [2, 3, 0], [1, 1, -2])
tf.meshgrid(flat)
tf.meshgrid(tf.range(3), tf.range(4), indexing='ij')
tf.meshgrid(tf.range(3))
tf.zeros((True, 4))
tf.unstack([1, 2, 3])
tf.nn.max_pool(image, [1, 2, 3, 1], [1, 2, 1, 1], 'VALID')
tf.zeros_initializer()((3, 4))
tf.tensordot(x, v, [[2], [1]])
ops.sum([x, y], axis=0)
ops.reshape([fixed, fixed], (4, -1))
ops.hstack([v[0], v[1]])
"""

BACKEND = """
K.sum(x, axis=1)
K.mean(x, axis=[1, 2], keepdims=True)
K.max(x, axis=-1)
K.std(x, 1)
K.var(x, axis=1)
K.argmax(x)
K.any(x > 0, axis=1)
K.abs(x)
K.sigmoid(x)
K.softmax(x)
K.exp(x)
K.square(x)
K.sqrt(K.sum(K.square(x - y), axis=1, keepdims=True))
K.clip(x, 0, 1)
K.l2_normalize(x, axis=1)
K.relu(x)
K.concatenate([x, y])
K.concatenate([x, y], axis=1)
K.stack([x, y])
K.stack([x, y], axis=1)
K.expand_dims(x)
K.expand_dims(x, 1)
K.squeeze(x[:, :1], 1)
K.permute_dimensions(x, (0, 2, 1))
K.reshape(x, (-1, 24))
K.reshape(x, (K.shape(x)[0], 24))
K.reshape(x, (-1, K.int_shape(x)[1] * K.int_shape(x)[2]))
K.repeat(v, 5)
K.repeat_elements(x, 3, axis=1)
K.tile(x, [1, 2, 1])
K.flatten(x)
K.batch_flatten(x)
K.dot(x, K.constant(1.0, shape=(6, 5)))
K.dot(v, K.constant(1.0, shape=(6, 1)))
K.batch_dot(x, z)
K.batch_dot(x, y, axes=2)
K.batch_dot(x, y, axes=[2, 2])
K.batch_dot(v, v, axes=1)
K.batch_dot(x, v, axes=(2, 1))
K.gather(K.constant(1.0, shape=(100, 8)), ids)
K.one_hot(ids, 10)
K.cast(x, 'float16')
K.zeros_like(x)
K.constant(1.0, shape=(2, 3))
K.random_normal(shape=(K.shape(v)[0], 6), mean=0.0, stddev=1.0)
v + K.exp(0.5 * v) * K.random_normal(shape=K.shape(v))
K.arange(0, 10)
K.maximum(x, y)
K.pow(x, 2)
K.equal(x, y)
K.switch(x > 0, x, y)
K.stop_gradient(x)
K.cumsum(x, axis=1)
K.reverse(x, 1)
K.temporal_padding(x, (1, 2))
K.spatial_2d_padding(image, ((1, 1), (2, 2)))
K.resize_images(image, 2, 3, 'channels_last')
K.conv1d(x, K.constant(1.0, shape=(3, 6, 7)), padding='same')
K.conv2d(image, K.constant(1.0, shape=(3, 3, 3, 7)), strides=(2, 2))
K.pool2d(image, (2, 2), strides=(2, 2), pool_mode='avg')
K.pool2d(image, (2, 2))
K.bias_add(x, K.constant(1.0, shape=(6,)))
K.binary_crossentropy(x, y)
K.categorical_crossentropy(x, y)
K.constant(1.0, shape=(2, 3))
K.in_train_phase(x, y)
K.ndim(x) + x
K.sum(x)
K.mean(x)
K.min(x, axis=[1])
K.prod(x, axis=-1)
K.all(x > 0, axis=-1)
K.argmin(x, axis=1)
K.elu(x)
K.tanh(x)
K.hard_sigmoid(x)
K.log(x)
K.sign(x)
K.round(x)
K.cos(x)
K.minimum(x, y)
K.greater(x, y)
K.not_equal(x, y)
K.dot(v, v[0][:, None])
K.batch_dot(x, y, axes=(1, 1))
K.batch_dot(v, z, axes=1)
K.batch_dot(fixed, fixed, axes=[2, 2])
K.transpose(v)
K.gather(x, [0, 1])
K.concatenate([x, y], axis=-2)
K.stack([v, v, v], axis=-1)
K.repeat_elements(fixed, 2, axis=0)
K.repeat_elements(x, 2, 2)
K.tile(v, (1, 3))
K.reverse(x, axes=[1, 2])
K.squeeze(x[:, :, :1], axis=2)
K.ones_like(v)
K.random_uniform((2, 3))
K.random_normal((3,))
K.arange(5)
K.arange(2, 11, 3)
K.spatial_2d_padding(image)
K.spatial_2d_padding(image, padding=((2, 1), (0, 3)), data_format='channels_last')
K.temporal_padding(x)
K.resize_images(image, 3, 2, data_format='channels_last')
K.conv1d(x, K.constant(1.0, shape=(3, 6, 7)), strides=2)
K.conv1d(x, K.constant(1.0, shape=(2, 6, 7)), padding='causal')
K.conv2d(image, K.constant(1.0, shape=(3, 3, 3, 7)), padding='same')
K.depthwise_conv2d(image, K.constant(1.0, shape=(3, 3, 3, 2)))
K.pool2d(image, (3, 2), padding='same')
K.sparse_categorical_crossentropy(ids, x)
K.dropout(x, 0.5)
K.l2_normalize(x)
K.cumprod(x, 1)
"""

OPS = """
ops.add(x, y)
ops.multiply(x, 2)
ops.relu(x)
ops.softmax(x, axis=1)
ops.sum(x, axis=1)
ops.mean(x, axis=(1, 2), keepdims=True)
ops.max(x)
ops.std(x, axis=-1)
ops.var(x, axis=1)
ops.argmax(x, axis=1)
ops.argmax(x)
ops.any(x, axis=1)
ops.norm(x, axis=-1)
ops.logsumexp(x, axis=1)
ops.moments(x, axes=[1])
ops.average(x, axis=1)
ops.count_nonzero(x, axis=1)
ops.reshape(x, (-1, 24))
ops.reshape(x, (-1, 4, 2, 3))
ops.reshape(fixed, (-1, 3))
ops.transpose(x, (0, 2, 1))
ops.transpose(x)
ops.swapaxes(x, 1, 2)
ops.moveaxis(x, 1, -1)
ops.moveaxis(x, (1, 2), (2, 1))
ops.expand_dims(x, -1)
ops.expand_dims(x, (1, -1))
ops.squeeze(ops.expand_dims(x, 1), 1)
ops.concatenate([x, y], axis=-1)
?ops.concatenate([x, steps], axis=-1)
ops.stack([x, y], axis=1)
ops.unstack(x, axis=1)
ops.split(x, 2, axis=1)
ops.split(x, [2, 5], axis=2)
ops.vstack([x, y])
ops.hstack([x, y])
ops.tile(x, (1, 2, 1))
ops.tile(v, (2, 1, 1))
ops.repeat(x, 2, axis=1)
ops.matmul(x, z)
ops.dot(x, ops.ones((6, 5)))
ops.tensordot(x, ops.ones((6, 5)), axes=1)
ops.einsum('bij,bjk->bik', x, z)
ops.take(ops.ones((100, 8)), ids, axis=0)
ops.take(x, 0, axis=1)
ops.one_hot(ids, 10)
ops.pad(x, ((0, 0), (1, 1), (2, 3)))
ops.where(x > 0, x, y)
ops.zeros((2, 3))
ops.full((2, 3), 1.0)
ops.zeros_like(x)
ops.arange(10)
ops.arange(0, 10, 3)
ops.eye(3)
ops.linspace(0, 1, 7)
ops.broadcast_to(v, (3, 2, 6))
ops.cast(x, 'float16')
ops.clip(x, 0, 1)
ops.cumsum(x, axis=1)
ops.flip(x, axis=1)
ops.sort(x, axis=-1)
ops.top_k(x, 2)
ops.normalize(x, axis=-1)
ops.conv(image, ops.ones((3, 3, 3, 7)), strides=2, padding='same')
ops.conv(x, ops.ones((3, 6, 7)), padding='valid')
ops.depthwise_conv(image, ops.ones((3, 3, 3, 2)))
ops.max_pool(image, 2)
ops.average_pool(image, (2, 3), strides=1, padding='same')
ops.image.resize(image, (16, 20))
ops.image.rgb_to_grayscale(image)
ops.slice(x, [0, 0, 0], [2, 3, 4])
ops.isnan(x)
ops.outer(flat, flat)
ops.ravel(fixed)
ops.logical_and(x > 0, y > 0)
ops.power(x, 2)
ops.minimum(x, v[:, None, :])
keras.random.normal((2, 3))
ops.sum(x)
ops.prod(x, axis=(1, 2))
ops.min(x, axis=-1, keepdims=True)
ops.all(x > 0, axis=(1, 2))
ops.argmin(x, axis=-1)
ops.mean(x, axis=-2)
ops.reshape(x, [-1, 6])
ops.reshape(fixed, (2, -1, 3))
ops.reshape(v, (-1, 2, 3))
ops.transpose(fixed, axes=[1, 0, 2])
ops.moveaxis(fixed, 0, 2)
ops.swapaxes(fixed, 0, -1)
ops.expand_dims(x, 0)
ops.expand_dims(x, axis=-2)
ops.squeeze(fixed[:, :1], axis=1)
ops.squeeze(ops.ones((1, 3, 1)))
ops.concatenate([x, y], axis=1)
ops.concatenate([fixed, fixed], axis=0)
ops.stack([x, y])
ops.stack([v, v], axis=-1)
ops.unstack(fixed, axis=-1)
ops.unstack(fixed, num=4, axis=1)
ops.split(fixed, 3, axis=-1)
ops.split(x, [1, 3], axis=1)
ops.tile(x, (2, 1, 1, 1))
ops.repeat(fixed, 3, axis=-1)
ops.matmul(x, ops.ones((6, 2)))
ops.matmul(v, ops.ones((6, 2)))
ops.dot(v, ops.ones((6,)))
ops.tensordot(x, ops.ones((6, 5)), axes=[[2], [0]])
ops.tensordot(fixed, ops.ones((4, 6, 3)), axes=2)
ops.einsum('bij,jk->bik', x, ops.ones((6, 2)))
ops.einsum('bij->bji', x)
ops.take(x, [0, 2], axis=1)
ops.take(x, [[0, 2], [1, 1]], axis=-1)
ops.take_along_axis(fixed, ops.zeros((2, 1, 6), dtype='int32'), axis=1)
ops.one_hot(ids, 4, axis=1)
ops.pad(x, ((0, 0), (2, 0), (0, 1)), mode='reflect')
ops.pad(v, ((0, 0), (1, 1)))
ops.where(x > 0, x, 0)
ops.where(x > 0, 1.0, 0.0)
ops.ones((2, 3), dtype='int32')
ops.full_like(x, 2)
ops.arange(2, 11, 3)
ops.arange(0.0, 1.0, 0.25)
ops.eye(3, 4)
ops.eye(N=3)
ops.linspace(0, 1, num=5)
ops.identity(4)
ops.flip(x)
ops.roll(x, 1, axis=1)
ops.argsort(x, axis=1)
ops.triu(fixed)
ops.squeeze(fixed[:1, :1])
ops.conv(image, ops.ones((3, 3, 3, 7)))
ops.conv(image, ops.ones((3, 3, 3, 7)), strides=(2, 1), padding='valid')
ops.conv(image, ops.ones((3, 3, 3, 7)), padding='same', dilation_rate=2)
ops.depthwise_conv(image, ops.ones((3, 3, 3, 2)), strides=2, padding='same')
ops.max_pool(image, (2, 3), strides=(1, 2))
ops.max_pool(x, 2)
ops.average_pool(x, 3, strides=2, padding='same')
ops.image.resize(image, size=(4, 5))
ops.image.extract_patches(image, (2, 2))
ops.image.extract_patches(image, 2, padding='same')
ops.slice(fixed, (0, 1, 0), (2, 2, 6))
ops.softmax(x)
ops.log_softmax(x, axis=1)
ops.gelu(x)
ops.dot(x, v[0])
ops.outer(v[0], v[1])
ops.meshgrid(ops.arange(3), ops.arange(4))
ops.vstack([v, v])
ops.hstack([v, v])
ops.size(fixed)
ops.broadcast_to(fixed, (3, 2, 4, 6))
ops.batch_normalization(x, ops.ones((6,)), ops.ones((6,)), axis=-1)
keras.random.uniform((2, 3))
ops.image.resize(ops.transpose(image, (0, 3, 1, 2)), (4, 5), data_format='channels_first')
ops.vstack([v[0], v[1]])
ops.vstack([x, y])
ops.hstack([x, y])
ops.dot(x, 3)
ops.dot(flat, v)
ops.repeat(x, [1, 2, 1, 2], axis=1)
ops.squeeze(ops.ones((1, 3, 1)), axis=(0, 2))
"""


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


GRAPH = parted([*lines(TENSORFLOW), *lines(BACKEND), *lines(OPS)], 60)


Real = list[tuple[int | None, ...]]


def interpreted(
    expressions: Sequence[str], inputs: Mapping[str, object] = INPUTS, before: str = ""
) -> list[list[Shape]]:
    """The shapes of each expression, as the interpreter sees them."""
    given = before + "\n".join(f"{name} = keras.Input(batch_shape={shape})" for name, shape in inputs.items())
    return found_with(expressions, f"{given}\nids = keras.Input(batch_shape=(None, 4), dtype='int32')\n")


def found_with(expressions: Sequence[str], given: str) -> list[list[Shape]]:
    """The shapes of each expression in a program that begins with what is given."""
    made = "\n".join(f"result_{index} = {expression}" for index, expression in enumerate(expressions))
    machine, names = ran(f"{IMPORTS}{given}{made}\n")
    found: list[list[Shape]] = []
    for index in range(len(expressions)):
        value = names[f"result_{index}"]
        several = isinstance(value, ListValue)
        found.append([as_tensor(machine, each).shape for each in (value if several else [value])])
    return found


def ran(text: str) -> tuple[Machine, dict[str, Any]]:
    """A program run once, and its names at the end."""
    unit = lower(Cell(text), "case.py")
    assert isinstance(unit, Unit)
    program = Program("case.py", [unit], Project("."))
    machine = Machine(program, "3", {}, frozenset())
    return machine, program.run(machine).names


def names_of(text: str) -> dict[str, Any]:
    return ran(text)[1]


def traced(expressions: Sequence[str]) -> list[Real]:
    """The static shapes of each expression in a graph of TensorFlow, where custom layers run."""
    found: list[Real] = kept(f"graph of {expressions}", lambda: _traced(expressions))
    return found


def _traced(expressions: Sequence[str]) -> list[Real]:
    import keras
    import tensorflow as tf
    import tf_keras

    specs = {name: tf.TensorSpec(shape, tf.float32) for name, shape in INPUTS.items()}
    specs["ids"] = tf.TensorSpec((None, 4), tf.int32)
    shapes: list[Real] = []

    @tf.function
    def trace(**inputs: object) -> int:
        shapes.clear()  # TensorFlow may trace more than once
        around = {"tf": tf, "keras": keras, "ops": keras.ops, "K": tf_keras.backend}
        for expression in expressions:
            shapes.append(shapes_in(eval(expression, {**around, **inputs})))
        return 0

    trace.get_concrete_function(**specs)
    return shapes


def symbolic(expressions: Sequence[str]) -> list[Real]:
    """The shapes of each expression on symbolic tensors of Keras, as in functional models."""
    found: list[Real] = kept(f"symbolic {expressions}", lambda: _symbolic(expressions))
    return found


def _symbolic(expressions: Sequence[str]) -> list[Real]:
    import keras

    inputs = {name: keras.Input(batch_shape=shape) for name, shape in INPUTS.items()}
    inputs["ids"] = keras.Input(batch_shape=(None, 4), dtype="int32")
    return [shapes_in(eval(each, {"keras": keras, "ops": keras.ops, **inputs})) for each in expressions]


def shapes_in(value: object) -> Real:
    several = isinstance(value, (list, tuple))
    return [tuple(each.shape) for each in (value if several else [value])]  # type: ignore[attr-defined]


def disagreements(expressions: Sequence[str], ours: list[list[Shape]], real: list[Real]) -> list[str]:
    """The expressions of which a size is wrong, or unknown where it must be known."""
    wrong = []
    for expression, mine, theirs in zip(expressions, ours, real, strict=True):
        lenient = expression.startswith("?")
        if [fits(shape, other, lenient) for shape, other in zip(mine, theirs, strict=False)] != [True] * len(theirs):
            wrong.append(f"{expression}: {list(map(str, mine))}, really {theirs}")
    return wrong


def test_every_line_is_known_to_the_last_size_but_those_marked() -> None:
    marked = [line for line in lines(TENSORFLOW + BACKEND + OPS) if line.startswith("?")]
    for shapes in interpreted([line.removeprefix("?") for line in marked]):
        assert any(isinstance(size, Size) for shape in shapes for size in shape.sizes)


def test_a_model_of_operations_runs_again_on_inputs_of_another_shape() -> None:
    """The graph remembers operations, not the shapes they gave first."""
    import keras

    expressions = [
        "ops.max(x, axis=1)",
        "ops.concatenate([x, x[:, :2]], axis=1)",
        "ops.expand_dims(x, 1) * 2",
        "x[:, 1:]",
    ]
    for expression in expressions:
        x = keras.Input((None, 6))
        model = keras.Model(x, eval(expression, {"ops": keras.ops, "x": x}))
        real = model.compute_output_shape((3, 5, 6))
        text = f"{IMPORTS}x = keras.Input((None, 6))\nmodel = keras.Model(x, {expression})\n"
        text += "found = model(keras.Input(batch_shape=(3, 5, 6)))\n"
        assert names_of(text)["found"].shape.sizes == tuple(real), expression


@pytest.mark.parametrize(
    "line",
    ["tf.reshape(x, unknown)", "tf.concat([x, unknown], 1)", "tf.reduce_sum(x, axis=unknown)", "x + unknown",
     "tf.matmul(x, unknown)", "tf.linalg.diag(x)", "tf.split(x, unknown)", "ops.einsum(unknown, x)"],
)  # fmt: skip
def test_what_is_not_known_has_no_shape(line: str) -> None:
    text = f"{IMPORTS}import elsewhere\n"
    text += f"unknown = elsewhere.value()\nx = keras.Input((4, 6))\nfound = {line}\n"
    found = names_of(text)["found"]
    assert found.shape.open
    assert found.shape.reason


@pytest.mark.parametrize(
    "line", ["tf.matmul(x, x)", "x + x[:, :3]", "tf.reshape(x, (-1, 7, 24))", "tf.concat([x, x[0]], 0)"]
)
def test_what_fails_says_so(line: str) -> None:
    found = names_of(
        f"import tensorflow as tf\nimport keras\nx = keras.Input(batch_shape=(2, 4, 6))\nfound = {line}\n"
    )["found"]
    assert found.shape.open
    assert "Keras refuses" in found.shape.reason


def fits(shape: Shape, real: tuple[int | None, ...], lenient: bool) -> bool:
    if shape.open or len(shape.sizes) != len(real):
        return False
    return all(a == b or (lenient and isinstance(a, Size)) for a, b in zip(shape.sizes, real, strict=True))


@GRAPH
def test_shapes_are_those_of_a_graph(lines: Sequence[str]) -> None:
    bare = [line.removeprefix("?") for line in lines]
    assert disagreements(lines, interpreted(bare), traced(bare)) == []


UNKNOWN = {"p": 4, "q": 6, "r": 8, "s": 10}
"""Sizes that come from elsewhere, and what they are in truth."""


@GRAPH
@pytest.mark.parametrize("names", ["pqrs", "p", "q", "rs"])
def test_sizes_from_elsewhere_give_the_same_shapes(lines: Sequence[str], names: str) -> None:
    """Once they have their values; a size may stay unknown, or the whole shape, but nothing is refused."""
    bare = [line.removeprefix("?") for line in lines]
    known = "".join(f"{name} = {size}\n" for name, size in UNKNOWN.items() if name not in names)
    found = interpreted(bare, SYMBOLIC, f"from elsewhere import {', '.join(names)}\n{known}")
    wrong = []
    for line, ours, theirs in zip(bare, found, traced(bare), strict=True):
        if not all(map(could_be, ours, theirs)) or any("refuses" in shape.reason for shape in ours):
            wrong.append(f"{line}: {list(map(str, ours))}, {[shape.reason for shape in ours]}, really {theirs}")
    assert wrong == []


SYMBOLIC = {
    "x": "(None, p, q)",
    "y": "(None, p, q)",
    "z": "(None, q, 3)",
    "v": "(None, q)",
    "image": "(None, r, s, 3)",
    "steps": "(None, None, q)",
    "fixed": "(2, p, q)",
    "flat": "(None,)",
}


def could_be(shape: Shape, real: tuple[int | None, ...]) -> bool:
    sizes = [settled(size) for size in shape.sizes]
    end = real[len(real) - len(sizes) :] if shape.open else real
    return len(sizes) == len(end) and all(mine in (size, ...) for mine, size in zip(sizes, end, strict=True))


def settled(size: object) -> object:
    """A size with what is unknown put in; an ellipsis where it stays unknown."""
    if not isinstance(size, Size):
        return size
    if any(symbol.text not in UNKNOWN for symbol in size.symbols()):
        return ...
    return size.substitute(lambda symbol: UNKNOWN[symbol.text])


@parted(lines(OPS), 60)
def test_shapes_are_those_of_symbolic_tensors(lines: Sequence[str]) -> None:
    bare = [line.removeprefix("?") for line in lines]
    assert disagreements(lines, interpreted(bare), symbolic(bare)) == []
