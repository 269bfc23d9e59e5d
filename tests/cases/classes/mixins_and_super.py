"""Two bases, in the order Python resolves them."""
from keras.models import Sequential
from keras.layers import Dense, Input


class A:
    def width(self):
        return 3


class B(A):
    def width(self):
        return super().width() * 2


class C(A):
    def width(self):
        return super().width() + 10


class D(B, C):
    pass


model = Sequential([Input((2,)), Dense(D().width()), Dense(B().width())])
