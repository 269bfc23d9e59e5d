"""Sizes set by code that stands in texts, and through the dictionaries of names."""
import sys

from keras import Input, Sequential
from keras.layers import Dense


def model_of(size):
    return Sequential([Input((2,)), Dense(size)])


units = 4
exec("units = 5")
by_exec = model_of(units)
exec(compile("units = units + 1", "<text>", "exec"))
by_code_object = model_of(units)
globals()["units"] = 7
by_globals = model_of(units)
vars()["units"] = 8
by_vars = model_of(units)
by_walrus = model_of(eval("(units := 9) + 0"))
setattr(sys.modules[__name__], "units", 10)
by_module = model_of(units)
globals().update(units=11, width=12)
by_update = model_of(units + width)
settings = {}
exec("units = 13\nwidth = units * 2", settings)
by_dictionary = model_of(settings["width"])


def in_function():
    size = 3
    exec("size = 30")
    locals()["size"] = 31
    exec("global units\nunits = 14")
    return model_of(size)


kept = in_function()
by_global = model_of(units)
exec("made = Sequential([Input((3,)), Dense(units)])")
made.add(Dense(2))
