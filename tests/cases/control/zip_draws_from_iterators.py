"""``zip`` takes from each iterator no more than it needs: what is left, and the element that one row lacks, differ."""

from keras import Sequential, layers

widths = iter([1, 2, 3, 4, 5])
model = Sequential([layers.Input((2,))])
for index, width in zip(range(2), widths):
    model.add(layers.Dense(index + width))
for width in widths:
    model.add(layers.Dense(width))
widths = iter([1, 2, 3, 4, 5])
for width, index in zip(widths, range(2)):
    model.add(layers.Dense(width + index))
for width in widths:
    model.add(layers.Dense(width * 10))
