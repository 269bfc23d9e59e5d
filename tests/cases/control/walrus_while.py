"""An assignment expression in the condition."""
from keras import Sequential, layers

queue = [40, 20, 10]
model = Sequential([layers.Input((5,))])
while (n := queue.pop()) < 40:
    model.add(layers.Dense(n))
if (width := n // 4) > 5:
    model.add(layers.Dense(width))
