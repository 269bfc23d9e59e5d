"""A dataclass holds the configuration."""
from dataclasses import dataclass, field, replace
from typing import List
from keras.models import Sequential
from keras.layers import Dense, Input


@dataclass
class Config:
    n_inputs: int = 10
    hidden: List[int] = field(default_factory=lambda: [20, 10])
    n_outputs: int = 1

    @property
    def depth(self):
        return len(self.hidden)


def build(config: Config):
    model = Sequential([Input((config.n_inputs,))])
    for i in range(config.depth):
        model.add(Dense(config.hidden[i]))
    model.add(Dense(config.n_outputs))
    return model


build(Config())
build(replace(Config(n_inputs=4), n_outputs=3))
