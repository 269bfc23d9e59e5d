"""List, nested, conditional and dict comprehensions."""
from keras.models import Sequential
from keras.layers import Dense, Input, LeakyReLU

widths = {name: 2 ** k for k, name in enumerate("abcd", start=2)}
flat = [layer for w in widths.values() for layer in (Dense(w), LeakyReLU())]
odd = [Dense(n) for n in range(10) if n % 2 and n > 4]
model = Sequential([Input((3,))] + flat + odd)
keys = sorted(widths, reverse=True)
other = Sequential([Input((2,)), *(Dense(widths[k]) for k in keys[:2])])
