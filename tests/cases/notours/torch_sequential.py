"""torch's Sequential is another."""
# expect: nothing
import torch
import torch.nn as nn
from torch.nn import Sequential


class Net:
    def __init__(self):
        self.net = Sequential(nn.Linear(10, 20), nn.ReLU(), nn.Linear(20, 1))


text = "model = Sequential([Dense(5, input_shape=(3,))])"
# model = keras.Sequential([Dense(5)])
net = nn.Sequential(nn.Linear(2, 2))
