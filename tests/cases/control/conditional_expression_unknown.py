"""The size depends on the machine."""
# expect: variants
import sys
from keras.models import Sequential
from keras.layers import Dense, Input

units = 16 if len(sys.argv) > 5 else 64
model = Sequential([Input((3,)), Dense(units), Dense(units), Dense(2)])
