"""Models in lists and dictionaries of an instance."""
from keras.models import Sequential
from keras.layers import Dense, Input


class Ensemble:
    def __init__(self, sizes):
        self.members = []
        self.by_size = {}
        for size in sizes:
            member = Sequential([Input((5,)), Dense(size)])
            self.members.append(member)
            self.by_size[size] = member

    def heads(self, n):
        for member in self.members:
            member.add(Dense(n))
        self.by_size[3].add(Dense(1))


ensemble = Ensemble([3, 6])
ensemble.heads(2)
