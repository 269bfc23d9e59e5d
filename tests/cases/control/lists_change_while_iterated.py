"""Lists changed in the loop that runs over them, slices assigned, and queues with two ends."""
from collections import deque

from keras.layers import Dense, Input
from keras.models import Sequential


def built(sizes):
    return Sequential([Input((7,)), *[Dense(size) for size in sizes]])


grown = [1, 2, 3, 4]
for size in grown:
    if size < 3:
        grown.append(size + 10)
built(grown)

shrunk = [1, 2, 3, 4, 5]
for size in shrunk:
    if size < 4:
        shrunk.remove(size)
built(shrunk)

sliced = [1, 2, 3, 4, 5]
sliced[1:3] = [9]
sliced[::2] = [7, 8]
del sliced[0]
built(sliced)

queue = deque([3, 4, 5])
queue.appendleft(2)
queue.rotate(1)
queue.extendleft([8, 9])
queue.append(queue.popleft() + 1)
built(queue)

short = deque([3, 4, 5], maxlen=2)
short.extend([8, 9])
short.appendleft(1)
built(short)
