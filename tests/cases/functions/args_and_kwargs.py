"""*args and **kwargs passed through."""
from keras.models import Sequential
from keras.layers import Dense, Input


def dense(*args, **kwargs):
    kwargs.setdefault('activation', 'relu')
    return Dense(*args, **kwargs)


def stack(*sizes, out=1, **options):
    model = Sequential([Input((sizes[0],))])
    for size in sizes[1:]:
        model.add(dense(size, **options))
    model.add(dense(out, activation=None))
    return model


stack(4, 8, 16)
stack(3, 5, out=2, use_bias=False)
