"""A package whose __init__ re-exports, with relative imports inside."""
from zoo import build, DEFAULT_WIDTH
from zoo.parts.blocks import block
from keras.layers import Dense, Input
from keras.models import Sequential

model = build(3)
mine = Sequential([Input((2,))] + block(DEFAULT_WIDTH) + [Dense(1)])
