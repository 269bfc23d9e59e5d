"""A builder under a decorator that passes it through."""
import functools
import time
from keras.models import Sequential
from keras.layers import Dense, Input


def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        start = time.time()
        result = function(*args, **kwargs)
        print(function.__name__, time.time() - start)
        return result

    return wrapper


@timed
def build(n):
    return Sequential([Input((n,)), Dense(n * 2), Dense(1)])


model = build(9)
