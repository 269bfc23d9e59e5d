"""A star import from a local module that itself star-imports Keras."""
from common import *

model = Sequential([Input((SIZE,)), Dense(SIZE), head(3)])
