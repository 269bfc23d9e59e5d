"""``staticmethod``, ``classmethod`` and ``property`` over what another decorator gives; getters and setters put anew."""
import functools

from keras import Input, Sequential
from keras.layers import Dense


def twice(function):
    @functools.wraps(function)
    def run(*args):
        return function(*args) * 2

    return run


class Config:
    def __init__(self, n):
        self.n = n

    @property
    def size(self):
        return self.n

    @size.getter
    def size(self):
        return self.n + 1

    @size.setter
    def size(self, n):
        self.n = n + 2

    @staticmethod
    @twice
    def double(n):
        return n

    @twice
    @staticmethod
    def again(n):
        return n + 1

    @classmethod
    @twice
    def of(cls, n):
        return n + 2

    @staticmethod
    @functools.lru_cache(maxsize=None)
    def kept(n):
        return n + 3

    @classmethod
    @functools.lru_cache(maxsize=None)
    def made(cls, n):
        return cls(n)

    @property
    @functools.lru_cache(maxsize=None)
    def slow(self):
        return self.n + 4

    @property
    @twice
    def quick(self):
        return self.n

    @property
    @functools.lru_cache(maxsize=1)
    def model(self):
        return Sequential([Input((self.n,)), Dense(self.size)])

    plain = property(lambda self: self.n + 5)


class Wider(Config):
    @Config.size.setter
    def size(self, n):
        self.n = n + 20


config = Config(3)
model = Sequential([Input((config.size,)), Dense(config.double(3)), Dense(config.of(2)), Dense(config.slow)])
model.add(Dense(config.quick))
model.add(Dense(config.plain))
model.add(Dense(Config.double(4)))
model.add(Dense(Config.of(5)))
model.add(Dense(Config.again(2)))
model.add(Dense(config.kept(2)))
model.add(Dense(Config.kept(4)))
model.add(Dense(config.made(7).n))
model.add(Dense(3 if Config.made(7) is config.made(7) else 4))
config.size = 6
model.add(Dense(config.n))
model.add(Dense(config.slow))
wider = Wider(1)
wider.size = 2
model.add(Dense(wider.size))
config.model.add(Dense(4))
config.model.add(Dense(5))
