"""Names and sizes that formatting makes: widths, padding, expressions that show themselves, numbers in other bases."""

from keras import Sequential, layers

model = Sequential([layers.Input((2,))], name="net_%02d_%s" % (3, "x"))
model.add(layers.Dense(int(f"{12:b}"), name="d_{:>4}".format(7).replace(" ", "_")))
model.add(layers.Dense(int("{0:x}".format(20)), name=f"l{3.14159:.2f}"))
model.add(layers.Dense(len(f"{1000000:,}"), name=f"{5=}".replace("=", "-")))
model.add(layers.Dense(pow(3, 4, 7), name=f"{'ab'!r:s}"[1:3]))
model.add(layers.Dense(len(f"{5!s:>3}") + len(f"{ 2 + 3 = }")))
