# expect: variants
from keras import Sequential, Input
from keras.layers import Dense

try:
    import a_package_that_is_not_there

    model = Sequential([Input((4,)), Dense(3)])
except ImportError:
    model = Sequential([Input((4,)), Dense(7)])
model.add(Dense(2))
