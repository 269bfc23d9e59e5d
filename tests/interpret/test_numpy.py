"""Shapes of arrays, compared with NumPy: each line is run by NumPy and interpreted, with sizes known and unknown.

A line that begins with ``?`` may stay unknown; what is said must be right in any case, and once a size from elsewhere
has its value, so must be what is said with it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from lint_params.interpret.library.arrays import sizes_of
from lint_params.interpret.values import Array
from lint_params.model.dimension import Size
from tests.interpret.parts import parted
from tests.interpret.test_tensors import ran

SIZES = {"n": 3, "m": 4, "k": 2}
SETUP = """
a = np.zeros((n, m))
b = np.zeros((k, n, m))
c = np.zeros((m, n))
v = np.zeros(n)
w = np.zeros(m)
one = np.zeros((1, n, 1))
big = np.zeros((2 * n, 3 * m))
"""
DATA = "".join(f"{name} = np.load('{name}.npy')\n" for name in ("a", "b", "c", "v", "w", "one", "big"))
"""The same arrays, of which the source says nothing."""
LINES = """
a
a.T
b.T
a + v[:, None]
a + w
a * b
b - w
1 / a
one + v
one * np.zeros((k, 1, m))
-a
a ** 2
a > 0
~(a > 0)
a @ c
a @ w
b @ c
w @ c
?v @ v
b @ np.zeros((k, m, 7))
np.matmul(a, c)
np.matmul(b, c)
np.matmul(b, np.zeros((k, m, 7)))
np.matmul(a, w)
np.matmul(w, c)
np.dot(a, c)
np.dot(b, c)
np.dot(b, np.zeros((k, m, 7)))
np.dot(a, w)
np.dot(w, c)
np.dot(a, 2)
np.dot(2, a)
?a.dot(c)
?np.inner(a, a)
?np.outer(v, w)
?np.tensordot(a, c, axes=1)
?np.tensordot(a, c, axes=([0, 1], [1, 0]))
?np.einsum('ij,jk->ik', a, c)
?np.kron(a, c)
?np.cross(np.zeros((5, 3)), np.zeros((5, 3)))
a[0]
a[-1]
a[:, 0]
a[:, -1]
a[1:]
a[:-1]
a[:2]
a[:, 1:3]
a[:, ::2]
a[::-1]
a[None]
a[..., 0]
a[..., None]
a[0, 0:1]
a[np.newaxis, :, :]
a[:, None, :, None]
b[0]
b[0, 1]
b[:, 0]
b[..., 1]
b[1, ..., 0]
b[:, :, :2]
b[-1, :, 1:]
?a[[0, 1]]
?a[[0, 1], :]
?a[:, [0, 0, 1]]
?a[np.array([0, 1, 1])]
?a[np.arange(2), np.arange(2)]
?a[np.array([[0, 1], [1, 0]])]
?a[a[:, 0] > 0]
?a[a > 0]
?a[np.zeros(n, dtype=bool)]
a.reshape(-1)
a.reshape((m, n))
a.reshape(m, n)
a.reshape(m, -1)
a.reshape((-1, n))
a.reshape(-1, 1)
a.reshape(1, -1)
a.reshape(n, 2, -1)
a.reshape(n, 2, m // 2)
a.reshape(n * m)
a.reshape([n * m, 1])
a.reshape(a.shape)
a.reshape(a.shape + (1,))
a.reshape(*a.shape, 1)
a.reshape(a.shape[0], -1)
a.reshape((len(a), 1, -1))
b.reshape(b.shape[0], -1)
b.reshape((-1,) + b.shape[1:])
b.reshape(-1, b.shape[-1])
np.reshape(a, (m, n))
np.reshape(a, -1)
np.reshape(b, (k, -1))
big.reshape(n, 2, m, 3)
big.reshape(-1, 6)
a.flatten()
a.ravel()
np.ravel(b)
a.transpose()
a.transpose(1, 0)
b.transpose(2, 0, 1)
b.transpose((1, 2, 0))
b.transpose(-1, 0, 1)
np.transpose(b)
np.transpose(b, (0, 2, 1))
np.transpose(b, axes=(2, 1, 0))
np.swapaxes(b, 0, 2)
np.swapaxes(b, 1, -1)
?b.swapaxes(0, 1)
np.moveaxis(b, 0, -1)
np.moveaxis(b, -1, 0)
np.moveaxis(b, 0, 1)
np.moveaxis(b, 2, -3)
np.moveaxis(b, -2, -1)
?np.moveaxis(b, [0, 1], [1, 0])
?np.rollaxis(b, 2)
?np.rollaxis(b, 2, 1)
?np.rollaxis(b, 0, 3)
?np.rollaxis(b, 1, 0)
np.expand_dims(a, 0)
np.expand_dims(a, 1)
np.expand_dims(a, -1)
np.expand_dims(a, -2)
np.expand_dims(a, axis=2)
np.expand_dims(a, (0, 1))
np.expand_dims(a, (1, 0))
np.expand_dims(a, (0, -1))
np.expand_dims(a, (-1, 0))
np.expand_dims(a, (-1, -2))
np.expand_dims(a, axis=(3, 1))
?np.squeeze(one)
np.squeeze(one, 0)
np.squeeze(one, axis=-1)
np.squeeze(one, axis=(0, 2))
?one.squeeze()
one.squeeze(0)
one.squeeze(axis=(0, -1))
np.sum(a, axis=0)
np.sum(a, axis=1)
np.sum(a, axis=-1)
np.sum(b, axis=(0, 2))
np.sum(b, axis=(0, -1), keepdims=True)
np.sum(a, 0)
?np.sum(b, axis=None, keepdims=True)
np.mean(b, axis=1)
np.mean(b, 2, keepdims=True)
np.std(a, axis=0)
np.var(a, axis=0)
np.max(a, axis=1)
np.min(a, axis=1, keepdims=True)
np.amax(a, axis=0)
np.amin(a, 1)
np.median(a, axis=0)
np.all(a, axis=0)
np.any(a, axis=1)
np.argmax(a, axis=1)
np.argmin(a, axis=0)
np.argmax(b, -1)
a.sum(axis=0)
a.sum(1)
a.mean(axis=1, keepdims=True)
b.mean(axis=(1, 2))
b.std(axis=0)
a.var(0)
a.max(axis=0)
a.min(axis=-1)
a.argmax(axis=1)
a.argmin(0)
a.all(axis=0)
a.any(axis=0)
?np.prod(a, axis=0)
?np.average(a, axis=0)
?np.percentile(a, 50, axis=0)
?np.nanmean(a, axis=0)
?np.linalg.norm(a, axis=1)
?np.ptp(a, axis=0)
np.cumsum(a, axis=0)
?np.cumsum(a)
np.cumsum(v)
?a.cumsum()
a.cumsum(axis=1)
np.concatenate([a, a])
np.concatenate((a, a), axis=1)
np.concatenate([a, a], 0)
np.concatenate([a, np.ones((5, m))])
np.concatenate([b, b, b], axis=-1)
np.concatenate([a, a], axis=-2)
np.concatenate([v, w])
?np.concatenate([a, a], axis=None)
np.concatenate([a[:1], a[1:]])
np.append(a, a, axis=0)
np.append(a, a, axis=1)
?np.append(a, a)
?np.append(v, 1)
np.append(v[None], v[None], 0)
np.stack([a, a])
np.stack([a, a], axis=1)
np.stack([a, a, a], axis=-1)
np.stack((v, v), -2)
np.vstack([a, a])
np.vstack((v, v, v))
np.vstack([a, w])
np.hstack([a, a])
np.hstack([v, w])
np.hstack((a, np.zeros((n, 1))))
np.dstack([a, a])
np.dstack((b, b))
?np.dstack((v, v))
np.column_stack([v, v])
np.column_stack((a, v))
np.column_stack((v, a, v))
np.repeat(a, 3)
np.repeat(a, 3, axis=0)
np.repeat(a, 2, axis=1)
np.repeat(a, repeats=2, axis=-1)
?np.repeat(np.zeros(3), [1, 2, 3])
?np.repeat(5, 4)
?a.repeat(2, axis=0)
?a.repeat(2)
np.tile(a, 2)
np.tile(a, (2, 1))
np.tile(a, (2, 1, 3))
np.tile(v, (4, 1))
np.tile(v, 3)
np.tile(b, (1, 2))
np.tile(a, reps=(k, 1))
np.split(big, 2)
np.split(big, 3, axis=1)
np.split(big, 3, -1)
?np.split(big, [1, 2])
?np.split(big, [1, 2], axis=1)
?np.array_split(np.zeros((7, 2)), 3)
?np.hsplit(big, 3)
?np.vsplit(big, 2)
np.zeros(n)
np.zeros((n,))
np.zeros([n, m])
np.zeros(shape=(n, 2))
np.zeros(a.shape)
np.zeros(a.shape[1:])
np.zeros(len(a))
np.zeros((n, m), 'int32')
np.ones((n, m), dtype='float32')
np.empty((m, 1))
np.full((n, m), 7)
np.full(n, 0.5)
np.full(shape=(k, n), fill_value=1)
np.zeros_like(a)
np.ones_like(b)
np.empty_like(v)
np.full_like(a, 3)
np.eye(n)
np.eye(n, m)
np.eye(3, M=m)
np.eye(N=n)
np.eye(n, k=1)
np.identity(n)
?np.diag(v)
?np.tri(n)
np.arange(n)
np.arange(5)
np.arange(2, 11)
np.arange(2, 11, 3)
np.arange(10, 2, -3)
np.arange(0, 10, step=2)
np.arange(10, step=4)
np.arange(start=1, stop=9)
np.arange(1, stop=9)
np.arange(5, dtype='float32')
np.arange(0.0, 1.0, 0.25)
np.arange(1.5)
np.arange(0.5, 3)
np.arange(0, 1, 0.1)
np.arange(5, 2)
?np.arange(1, n)
?np.arange(0, m, 2)
?np.arange(0, n * 2, 2)
np.linspace(0, 1)
np.linspace(0, 1, 5)
np.linspace(0, 1, n)
np.linspace(0, 1, num=7)
np.linspace(0, 1, 5, endpoint=False)
np.logspace(0, 1, 5)
?np.linspace([0, 1], [1, 2], 5)
?np.linspace(v, v, 5)
?np.linspace(0, 1, 5, retstep=True)[0]
?np.geomspace(1, 10, 4)
np.array([1, 2, 3])
np.array([[1, 2, 3], [4, 5, 6]])
np.array([[1], [2]])
np.array([v, v])
np.array([a, a, a])
np.array([[n, m], [1, 2]])
np.array((1, n))
np.array(range(5))
np.array([])
np.array([[]])
np.array(5)
np.array('abc')
np.array([i for i in range(4)])
np.array([[0] * 4 for _ in range(2)])
np.asarray(a)
np.asarray([1, 2])
np.ascontiguousarray(a)
?np.matrix([1, 2])
?np.matrix([[1, 2], [3, 4]])
np.copy(a)
a.copy()
a.astype('float32')
a.astype(np.float32)
a.round(2)
a.clip(0, 1)
np.clip(a, 0, 1)
np.abs(a)
np.sign(a)
np.square(b)
np.round(a, 2)
np.sin(a)
np.log1p(a)
np.isnan(a)
np.nan_to_num(a)
np.flip(a)
np.flip(a, 0)
np.fliplr(a)
np.flipud(a)
np.roll(a, 1)
np.roll(a, 1, axis=0)
np.rint(a)
np.triu(a)
np.tril(a)
np.sort(a)
np.sort(a, axis=0)
?np.sort(a, axis=None)
?np.argsort(a)
?np.exp(a)
?np.sqrt(a)
?np.log(a + 1)
np.add(a, 1)
np.subtract(a, w)
np.multiply(a, b)
np.divide(b, w)
np.maximum(a, 0)
np.minimum(a, w)
np.power(a, 2)
np.mod(a, 2)
np.equal(a, 0)
np.logical_and(a, a)
np.logical_or(a > 0, w > 0)
np.logical_not(a)
?np.where(a > 0, a, 0)
?np.where(a > 0)
?np.nonzero(a)
?np.argwhere(a)
?np.delete(a, 0, axis=0)
?np.insert(a, 0, 1, axis=0)
?np.pad(a, 1)
?np.pad(a, ((1, 1), (0, 2)))
?np.take(a, [0, 1], axis=0)
?np.compress([True, False], a, axis=0)
?np.meshgrid(v, w)
?np.indices((n, m))
?np.unique(np.array([1, 2, 2]))
?np.unique(v)
?np.broadcast_to(v, (k, n))
?np.atleast_2d(v)
?np.atleast_3d(a)
?np.diff(a)
?np.diff(a, axis=0)
?np.gradient(a)
?np.histogram(v, 5)[0]
?np.convolve(v, [1, 2])
?np.fft.fft(a)
?np.trace(b)
?np.resize(a, (2, 2))
?np.rot90(a)
np.random.rand(n, m)
np.random.randn(n)
np.random.random((n, m))
np.random.random(n)
np.random.random_sample((n,))
np.random.normal(size=(n, m))
np.random.normal(0, 1, (n, m))
np.random.normal(0, 1, n)
np.random.normal(loc=0, scale=1, size=m)
np.random.uniform(-1, 1, (n, 2))
np.random.uniform(size=n)
np.random.randint(0, 10, (n, m))
np.random.randint(10, size=n)
np.random.randint(10, size=(n, 2))
np.random.choice(5, (n, 2))
np.random.choice([1, 2], n)
np.random.choice(5, size=n)
np.random.binomial(1, 0.5, (n, m))
np.random.binomial(1, 0.5, size=n)
np.random.standard_normal((n, m))
np.random.exponential(1.0, (n, 2))
np.random.poisson(5, n)
np.random.beta(1, 2, n)
np.random.gamma(1, 2, (n, m))
np.random.laplace(0, 1, n)
np.random.lognormal(0, 1, n)
?np.random.multivariate_normal([0, 0], [[1, 0], [0, 1]], n)
?np.random.multivariate_normal([0, 0], [[1, 0], [0, 1]])
np.random.permutation(n)
np.random.permutation(5)
np.random.permutation(a)
?np.random.permutation([1, 2, 3])
np.random.default_rng(0).normal(size=(n, m))
np.random.default_rng().random((n, 2))
np.random.default_rng().random(n)
?np.random.default_rng().integers(0, 5, (n, m))
np.random.RandomState(0).rand(n, m)
np.random.RandomState(0).uniform(0, 1, (n, 2))
?np.random.dirichlet([1, 2, 3], n)
?np.random.shuffle(a)
np.zeros((n, m)).reshape(m, n).T
np.concatenate([a.T, c], axis=1)[:, 1:].reshape(-1)
np.zeros((n, m))[:, :, np.newaxis].repeat(3, axis=2) if False else a
a.sum(axis=1).reshape(-1, 1)
(a - a.mean(axis=0)) / a.std(axis=0)
np.stack([np.zeros((n, m)) for _ in range(5)])
np.array([np.zeros((n, m)) for _ in range(5)])
np.hstack([np.ones((len(a), 1)), a])
b[0].T @ a
np.expand_dims(b[0], 0)
a.reshape(a.shape[0], 1, a.shape[1])
a.astype('float32') / 255.0
a[:2].copy()
a[1:2, 0:2]
a[-2:]
a[-2:, -1:]
big[n:]
big[:n, m:]
big[::n]
big[1:-1]
np.zeros((n - 2, m)) + np.zeros((k, m))
np.zeros((k, m)) * np.zeros((n - 2, m))
np.zeros((n, m)) - np.zeros((k - 1, m))
a[np.array([1, 0, 1]).astype(bool)]
a[np.array([1, 0, 1]).astype('?')]
a[np.array([1, 0, 1]).astype(dtype=np.bool_)]
a[np.array([1, 0, 1], dtype=bool)]
a[np.array([1, 0, 1], bool)]
a[np.array([True, False, True], dtype=int)]
a[np.array([True, False, True])]
a[np.array([1.5, 0, 2.5]).astype('int32')]
?np.zeros((2, 2, n))[np.array([[True, False], [True, True]])]
?np.zeros((2, 2, n))[[[True, False], [True, True]]]
np.array([1.7, 2.9]).astype(float)
np.array([1, 2], 'float')
np.array([1, 2], dtype=np.float32)
np.zeros(n, '?')
np.zeros(np.array([1.7, 3.9]).astype(int).max())
np.zeros(np.array([3, 0, 2]).astype(bool).sum())
np.zeros(np.array([True, False, True]).astype(int).sum())
np.zeros(np.array([3, 1]).max(axis=0))
np.zeros(np.max([3, 1], -1))
np.zeros(np.array([3, 1]).min())
?np.zeros(np.max([3, 1], initial=5))
?np.zeros(np.sum([3, 1], initial=5))
?np.zeros(np.min([3, 1], initial=0))
?np.zeros(np.max([3, 5], where=[True, False], initial=0))
np.zeros(np.prod([3, 2], initial=2))
np.zeros(np.sum((n, m)) // np.max(range(3)))
?np.zeros(np.sum([[1, 2], [3, 4]]))
?np.zeros(2 + int(np.std(3)))
?np.zeros(2 + int(np.argmax(3)))
?np.max([3, 1], keepdims=True)
np.array([[3, 1]]).max(0)
np.array([[3, 1]]).max(0, None)
?np.array([[3, 1]]).max(0, None, True)
np.zeros((n, k * m)).reshape(k * n, -1)
np.zeros((n * 3, k * m)).reshape(m * n, -1)
"""


PARTS = parted(LINES.split("\n"), 60)


def shapes_of(value: object) -> list[tuple[int, ...]]:
    return [each.shape for each in value] if isinstance(value, (list, tuple)) else [np.shape(value)]


def listed(value: object) -> list[np.ndarray]:
    return [np.asarray(each) for each in (value if isinstance(value, (list, tuple)) else [value])]


def said(expressions: list[str], given: str) -> list[object]:
    """The values that the interpreter finds."""
    made = "\n".join(f"result_{index} = {expression}" for index, expression in enumerate(expressions))
    _, names = ran(f"import numpy as np\n{given}{SETUP}{made}\n")
    return [names[f"result_{index}"] for index in range(len(expressions))]


def settled(size: object) -> object:
    """A size, with those that come from elsewhere put in; ``None`` where it is unknown."""
    if not isinstance(size, Size):
        return size
    if any(symbol.text not in SIZES for symbol in size.symbols()):
        return None
    return size.substitute(lambda symbol: SIZES[symbol.text])


def disagreements(lines: Sequence[str], given: str, exact: bool) -> list[str]:
    """The lines of which something wrong is said, or nothing where the shape must be known."""
    bare = [line.removeprefix("?") for line in lines]
    names: dict[str, object] = {"np": np, **SIZES}
    exec(SETUP, names)
    wrong = []
    for line, expression, value in zip(lines, bare, said(bare, given), strict=True):
        true = shapes_of(eval(expression, names))
        values = list(value) if isinstance(value, (list, tuple)) else [value]
        ours = [sizes_of(each) if isinstance(each, Array) else None for each in values]
        known = [None if sizes is None else tuple(map(settled, sizes)) for sizes in ours]
        complete = len(known) == len(true) and all(sizes is not None and None not in sizes for sizes in known)
        fits = all(
            sizes is None
            or (len(sizes) == len(real) and all(mine in (None, size) for mine, size in zip(sizes, real, strict=True)))
            for sizes, real in zip(known, true, strict=False)
        )
        kinds = {each.dtype for each in values if isinstance(each, Array)} - {"?"}
        fits = fits and (not kinds or kinds == {str(each.dtype) for each in listed(eval(expression, names))})
        if not fits or (exact and not complete and not line.startswith("?")):
            wrong.append(f"{line}: {known} {kinds or ''}, really {true}")
    return wrong


@PARTS
@pytest.mark.parametrize(
    ("given", "exact"),
    [
        ("n, m, k = 3, 4, 2\n", True),
        ("from elsewhere import n, m, k\n", False),
        ("from elsewhere import n\nm, k = 4, 2\n", False),
        ("from elsewhere import m\nn, k = 3, 2\n", False),
    ],
    ids=["known", "unknown", "rows unknown", "columns unknown"],
)
@pytest.mark.filterwarnings("ignore")
def test_shapes_are_those_of_numpy(lines: Sequence[str], given: str, exact: bool) -> None:
    assert disagreements(lines, given, exact) == []
